package dev.decorum.cli;

import dev.decorum.doctor.Diagnosis;
import dev.decorum.doctor.Examination;
import dev.decorum.doctor.Patient;
import dev.decorum.report.DiagnosisJson;
import dev.decorum.report.DiagnosisText;
import dev.decorum.run.ModelRequest;
import dev.decorum.score.ProgramVersion;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: finds out whether everything works here. */
@Command(
    name = "doctor",
    description = {
      "Find out whether everything works on this machine, what would be used, and what to mend:"
          + " Java, configuration, processor, memory, folders, native libraries, GPU and the model,"
          + " with which a short conversation is scored.",
      "No input is read, and no connection is opened."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum doctor",
      "  decorum doctor -m ./chai-model --store audits.db",
      "  decorum doctor --json | jq '.findings[] | select(.state != \"ok\")'"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:everything works", "2:wrong usage", "3:something does not"})
final class DoctorCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ModelFlags model = new ModelFlags();

  @Option(
      names = "--store",
      paramLabel = "FILE",
      description = "Look into this store of scores and audits, too. It is not changed.")
  private @Nullable Path store;

  @Option(names = "--json", description = "Write JSON instead.")
  private boolean json;

  DoctorCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    Diagnosis diagnosis = Examination.of(patient());
    String text =
        json
            ? DiagnosisJson.text(diagnosis)
            : String.join("\n", DiagnosisText.lines(diagnosis, streams.layout().forReading()))
                + "\n";
    try (OutputStream out = json ? streams.lasting().exact() : streams.lasting().pages()) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return diagnosis.problems() == 0 ? ExitCode.DONE : ExitCode.UNUSABLE;
  }

  private Patient patient() {
    OptionDefaults defaults = OptionDefaults.of(command).orElseThrow();
    ModelRequest wanted = model.request();
    return new Patient(
        ProgramVersion.current(),
        defaults.environment(),
        new CommandOptions(command.root().commandLine()).variables(),
        wanted::open,
        wanted.appropriateLabel(),
        store,
        defaults.fileNames(),
        defaults.problem());
  }
}
