package dev.decorum.cli;

import dev.decorum.inspect.Inspection;
import dev.decorum.read.text.ShellWord;
import dev.decorum.report.InspectionJson;
import dev.decorum.report.InspectionText;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code inspect}: shows how inputs are understood, without scoring them. */
@Command(
    name = "inspect",
    description = {
      "Show how inputs are understood, before anything is scored: their layout, the use of each"
          + " field, who speaks, what is left out, what would be rejected and why, and a"
          + " conversation as a chat.",
      "No model is loaded. The last line is the command that scores the inputs."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum inspect export.json",
      "  decorum inspect tickets.csv --map sender=author,message=body --roles user=caller",
      "  decorum inspect chats/ --id c42 -v",
      "  decorum inspect exports.zip --json | jq '.groups[].layout'",
      "  decorum inspect export.json --fields"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything can be scored",
      "1:rows would be rejected",
      "2:wrong usage",
      "3:an input cannot be read, or there is no conversation with the id of --id"
    })
final class InspectCommand implements Callable<Integer> {
  private static final int USUAL_WIDTH = 100;
  private static final int NARROWEST = 40;
  private static final int WIDEST = 160;

  private final Streams streams;

  @Mixin private InputFlags input = new InputFlags();
  @Mixin private Verbosity verbosity = new Verbosity();

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Show the conversation with this id instead of the first.")
  private @Nullable String id;

  @Option(names = "--json", description = "Write one JSON document instead.")
  private boolean json;

  @Option(
      names = "--fields",
      description =
          "Print the names of the fields alone, one a line: what --by, --cluster, --keep and --map can"
              + " name.")
  private boolean fields;

  InspectCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    Notices notices = new Notices(streams, verbosity);
    Inspection inspection = input.request(streams).inspect(id);
    inspection.failures().forEach(notices::warning);
    boolean unknownId = id != null && inspection.shown() == null;
    if (unknownId) {
      notices.warning("no conversation has the id \"" + id + "\"");
    }
    if (fields) {
      write(fieldNames(inspection));
    } else if (json || inspection.rows() > 0 || inspection.inputsFailed() == 0) {
      write(text(inspection));
    }
    if (inspection.inputsFailed() > 0 || unknownId) {
      return ExitCode.UNUSABLE;
    }
    return inspection.rejected() > 0 ? ExitCode.GATE : ExitCode.DONE;
  }

  private static String fieldNames(Inspection inspection) {
    Set<String> names = new LinkedHashSet<>();
    for (Inspection.Group group : inspection.groups()) {
      for (Inspection.Field field : group.fields()) {
        names.add(field.path().replaceFirst("\\[\\].*", ""));
      }
    }
    return names.isEmpty() ? "" : String.join("\n", names) + "\n";
  }

  private String text(Inspection inspection) {
    String command =
        "decorum score "
            + input.typed().stream().map(ShellWord::of).collect(Collectors.joining(" "));
    return json
        ? InspectionJson.text(inspection, command)
        : String.join(
                "\n", InspectionText.lines(inspection, command, width(), verbosity.isVerbose()))
            + "\n";
  }

  private void write(String text) throws Exception {
    try (OutputStream out = streams.lasting().out()) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * The width of the terminal. Java 17 cannot find it out; the launcher does, and sets a property.
   */
  private int width() {
    int columns = Integer.getInteger("decorum.terminal.columns", USUAL_WIDTH);
    return streams.outIsTerminal() ? Math.max(NARROWEST, Math.min(WIDEST, columns)) : USUAL_WIDTH;
  }
}
