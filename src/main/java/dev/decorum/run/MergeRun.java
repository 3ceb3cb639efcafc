package dev.decorum.run;

import dev.decorum.read.bytes.InputException;
import dev.decorum.read.bytes.InputFile;
import dev.decorum.read.bytes.InputFiles;
import dev.decorum.report.NumberText;
import dev.decorum.score.MergePlan;
import dev.decorum.score.RunReport;
import dev.decorum.score.ScoreMerger;
import dev.decorum.score.ScorePart;
import dev.decorum.score.ScorePart.ScoreFile;
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
    List<ScoreFile> files = parts.stream().flatMap(part -> part.files().stream()).toList();
    TouchedFiles.of(context).reading(withManifests(files)).scores(request.output()).check();
    MergePlan plan = MergePlan.of(parts, request.options());
    if (plan.run() == null) {
      listener.note("a run manifest is missing, so none is written, and shards are not counted");
    }
    ScoreMerger merger = new ScoreMerger(plan, request.options(), request.format());
    long rows = merger.merge(request.output());
    listener.wrote(
        NumberText.counted(rows, "row") + " of " + NumberText.counted(files.size(), "score file"),
        request.output());
    listener.guarded(merger.guardedTexts(), request.output());
    if (plan.missing().isEmpty()) {
      return RunStatus.DONE;
    }
    listener.warning(plan.missing());
    return RunStatus.NOT_PASSED;
  }

  /** What is merged, with the manifests beside it. */
  private List<ScorePart> parts() throws IOException {
    List<ScoreFile> files = new ArrayList<>();
    for (InputFile file : InputFiles.files(request.scores())) {
      Path path = file.path();
      if (path == null) {
        throw new InputException("-: score files are read with their manifests, not from a pipe");
      }
      // A glob such as "shards/*" matches manifests, too.
      if (!file.name().endsWith(".manifest.json")) {
        files.add(new ScoreFile(file.name(), path));
      }
    }
    return ScorePart.of(files);
  }

  /** Score files and their manifests. */
  private static List<String> withManifests(List<ScoreFile> scores) {
    List<String> files = new ArrayList<>();
    for (ScoreFile file : scores) {
      files.add(file.path().toString());
      RunReport.find(file.path()).ifPresent(report -> files.add(report.toString()));
    }
    return files;
  }
}
