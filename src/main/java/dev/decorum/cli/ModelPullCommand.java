package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.hub.HubSettings;
import dev.decorum.hub.ModelReference;
import dev.decorum.hub.PulledModel;
import dev.decorum.hub.Puller;
import dev.decorum.model.ModelBundle;
import dev.decorum.report.NumberText;
import dev.decorum.run.CardCheck;
import dev.decorum.run.ModelRequest;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code model pull}: downloads a model from the hub. */
@Command(
    name = "pull",
    description = {
      "Fetch a model from the Hugging Face hub into its cache on this machine, where Python finds"
          + " it too, and check it against its own model card. Only the files that scoring needs are"
          + " fetched, and each is checked against its hash. An interrupted pull resumes where it"
          + " stopped.",
      "This is the only command that opens a connection. What it sends is the name of the model,"
          + " and your token to the hub alone if you have set one.",
      "The folder with the files is written to standard output, everything else to stderr."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the model is here, and no number of its card differs",
      "1:the model is here, but does not give the numbers that its card prints",
      "2:wrong usage",
      "3:the model cannot be fetched or cannot be used"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum model pull " + ModelRequest.CHAI_MODEL,
      "  decorum score -m " + ModelRequest.CHAI_MODEL + " chats/ -o scores.csv",
      "  decorum model pull OWNER/NAME@refs/pr/1      the files of a pull request",
      "  decorum score -m \"$(decorum model pull OWNER/NAME)\" chats/",
      "",
      "Environment variables, as for Hugging Face's own libraries: HF_TOKEN,",
      "HF_HUB_CACHE, HF_HOME, HF_ENDPOINT, HF_HUB_OFFLINE, and HTTPS_PROXY,",
      "HTTP_PROXY and NO_PROXY."
    })
final class ModelPullCommand implements Callable<Integer> {
  private final Streams streams;
  private final HubSettings hub;

  @Parameters(
      paramLabel = "OWNER/NAME[@REVISION]",
      description = "The repository on the hub, perhaps at a branch, tag, pull request or commit.")
  private String name = "";

  @Option(
      names = "--revision",
      paramLabel = "REVISION",
      description = "The same as @REVISION (default: main).")
  private @Nullable String revision;

  @Option(
      names = "--no-verify",
      description = "Do not check the model against the numbers that its card prints.")
  private boolean noVerify;

  @Mixin private Verbosity verbosity = new Verbosity();

  @Mixin private LabelFlags labels = new LabelFlags();

  ModelPullCommand(Streams streams, HubSettings hub) {
    this.streams = streams;
    this.hub = hub;
  }

  @Override
  public Integer call() throws Exception {
    ModelReference reference = reference();
    Notices notices = new Notices(streams, verbosity, StatusLine.When.AUTO);
    PulledModel pulled;
    try {
      pulled =
          new Puller(hub, new PullProgress(notices, notices.statusLine(), reference.toString()))
              .pull(reference);
    } finally {
      notices.idle();
    }
    notices.note(summary(reference, pulled));
    new PrintStream(streams.out(), true, StandardCharsets.UTF_8).print(pulled.folder() + "\n");
    return noVerify || isAsItsCardSays(pulled, notices) ? ExitCode.DONE : ExitCode.GATE;
  }

  private ModelReference reference() {
    ModelReference named =
        ModelReference.parse(name)
            .orElseThrow(
                () ->
                    new UsageException(
                        "'"
                            + name
                            + "' is not the name of a repository; one looks like "
                            + ModelRequest.CHAI_MODEL));
    if (revision == null) {
      return named;
    }
    if (!ModelReference.isRevision(revision)
        || (name.contains("@") && !named.revision().equals(revision))) {
      throw new UsageException(
          "--revision: '"
              + revision
              + (name.contains("@") ? "' is not the one behind the @" : "' cannot be a revision"));
    }
    return new ModelReference(named.repository(), revision);
  }

  private static String summary(ModelReference reference, PulledModel pulled) {
    String commit = reference + " is at commit " + pulled.commit();
    if (!pulled.isConfirmed()) {
      return commit + " in the cache; the hub was not asked, since the environment forbids it";
    }
    return pulled.files() == 0
        ? commit + ", and all of it is in the cache already"
        : commit
            + "; "
            + NumberText.counted(pulled.files(), "file")
            + " fetched, "
            + NumberText.megabytes(pulled.bytes());
  }

  private boolean isAsItsCardSays(PulledModel pulled, Notices notices) throws Exception {
    CardCheck check = new CardCheck(ModelBundle.open(pulled.folder(), labels.label()));
    check.sayGaps(notices);
    if (!check.hasExamples()) {
      notices.note("its card was not compared with the model: " + check.lack());
      return true;
    }
    boolean isPassed = check.isPassed(notices::line);
    if (!isPassed) {
      notices.warning(
          "the model does not give every number that its card prints; look into it before you trust"
              + " its scores");
    }
    return isPassed;
  }
}
