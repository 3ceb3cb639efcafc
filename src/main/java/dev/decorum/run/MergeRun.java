package dev.decorum.run;

import dev.decorum.read.bytes.InputException;
import dev.decorum.read.bytes.InputFile;
import dev.decorum.read.bytes.InputFiles;
import dev.decorum.report.NumberText;
import dev.decorum.score.MergePlan;
import dev.decorum.score.RunReport;
import dev.decorum.score.ScoreMerger;
import dev.decorum.score.ScorePart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Merges score files. */
public final class MergeRun {
  private final MergeRequest request;
  private final RunContext context;
  private final RunListener listener;

  public MergeRun(MergeRequest request, RunContext context) {
    this.request = request;
    this.context = context;
    this.listener = context.listener();
  }

  /**
   * Checks that the files belong together, and writes the merged file.
   *
   * @throws InputException if they do not
   */
  public RunStatus run() throws IOException {
    List<ScorePart> parts = parts();
    TouchedFiles.of(context).reading(filesOf(parts)).scores(request.output()).check();
    MergePlan plan = MergePlan.of(parts, request.options());
    if (plan.run() == null) {
      listener.note("a run manifest is missing, so none is written, and shards are not counted");
    }
    ScoreMerger merger = new ScoreMerger(plan, request.options(), request.format());
    long rows = merger.merge(request.output());
    listener.wrote(
        NumberText.counted(rows, "row") + " of " + NumberText.counted(parts.size(), "score file"),
        request.output());
    listener.guarded(merger.guardedTexts(), request.output());
    if (plan.missing().isEmpty()) {
      return RunStatus.DONE;
    }
    listener.warning(plan.missing());
    return RunStatus.NOT_PASSED;
  }

  /** The score files with the manifests beside them. */
  private List<ScorePart> parts() throws IOException {
    List<ScorePart> parts = new ArrayList<>();
    for (InputFile file : InputFiles.files(request.scores())) {
      Path path = file.path();
      if (path == null) {
        throw new InputException("-: score files are read with their manifests, not from a pipe");
      }
      // A glob such as "shards/*" matches manifests, too.
      if (!file.name().endsWith(".manifest.json")) {
        parts.add(ScorePart.of(file.name(), path));
      }
    }
    return parts;
  }

  /** The files of {@code parts}: scores and manifests. */
  private static List<String> filesOf(List<ScorePart> parts) {
    List<String> files = new ArrayList<>();
    for (ScorePart part : parts) {
      files.add(part.path().toString());
      RunReport.find(part.path()).ifPresent(report -> files.add(report.toString()));
    }
    return files;
  }
}
