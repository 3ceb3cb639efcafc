package dev.decorum.cli;

import dev.decorum.read.bytes.InputException;
import dev.decorum.read.bytes.InputFile;
import dev.decorum.read.bytes.InputFiles;
import dev.decorum.score.MergeOptions;
import dev.decorum.score.RunReport;
import dev.decorum.score.ScoreFormat;
import dev.decorum.score.ScorePart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which score files are put together, where to, and what is let pass. */
final class MergeFlags {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Parameters(
      paramLabel = "SCORES",
      arity = "1..*",
      description =
          "Score files, directories or globs; all CSV, all JSON Lines or all Parquet. .gz and .zst"
              + " are read as they are.")
  private List<String> scores = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description =
          "Write the merged scores to FILE (.csv or .jsonl, as the score files are; from or to"
              + " .parquet, whatever they are), with a run manifest beside it in"
              + " FILE.manifest.json.")
  private Path output = Path.of("");

  @Option(
      names = "--allow-gaps",
      description =
          "Merge although shards are missing, and exit with 1 where they are. The manifest says"
              + " which are there, and the missing ones can be merged in later.")
  private boolean allowGaps;

  @Option(
      names = "--allow-missing-manifest",
      description =
          "Merge although a score file has no run manifest beside it. Nobody can check that it"
              + " belongs to the others, and the merged file has no manifest either.")
  private boolean allowMissingManifest;

  @Option(
      names = "--allow-duplicates",
      description =
          "Keep rows whose id came before, for inputs with ids that are not unique. Without it, the"
              + " ids of all rows are remembered, in 11 to 22 bytes each.")
  private boolean allowDuplicates;

  Path output() {
    return output;
  }

  /** The form of the output, by its ending. */
  ScoreFormat format() {
    return ScoreFormat.ofEnding(output)
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "the ending of '" + output + "' is neither .csv nor .jsonl nor .parquet"));
  }

  MergeOptions options() {
    return new MergeOptions(allowGaps, allowMissingManifest, allowDuplicates);
  }

  /** The score files with the manifests beside them. */
  List<ScorePart> parts() throws IOException {
    List<ScorePart> parts = new ArrayList<>();
    for (InputFile file : InputFiles.files(scores)) {
      Path path = file.path();
      if (path == null) {
        throw new InputException("-: score files are read with their manifests, not from a pipe");
      }
      // "shards/*" names the manifests, too.
      if (!file.name().endsWith(".manifest.json")) {
        parts.add(ScorePart.of(file.name(), path));
      }
    }
    return parts;
  }

  /** The files of these parts: scores and manifests. */
  static List<String> filesOf(List<ScorePart> parts) {
    List<String> files = new ArrayList<>();
    for (ScorePart part : parts) {
      files.add(part.path().toString());
      RunReport.find(part.path()).ifPresent(report -> files.add(report.toString()));
    }
    return files;
  }
}
