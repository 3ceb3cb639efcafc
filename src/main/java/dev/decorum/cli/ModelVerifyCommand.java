package dev.decorum.cli;

import dev.decorum.hub.ModelLocation;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.files.ModelException;
import dev.decorum.run.CardCheck;
import dev.decorum.run.ModelRequest;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code model verify}: checks a model against the numbers on its card. */
@Command(
    name = "verify",
    description = {
      "Score the usage examples of the model's own card (README.md) and compare with the"
          + " numbers that the card prints for them.",
      "Texts are strings in the card's Python code, fenced or not, and cells of tables. Numbers,"
          + " such as 'Appropriate Probability: 0.818', '81,8 %%' or 'tensor([[0.1820,"
          + " 0.8180]])', may be in comments, in triple-quoted strings or blocks after the code,"
          + " after >>>, in tables and in prose. They are compared to the digits that are"
          + " printed.",
      "Texts and numbers that can't be compared are listed with their lines."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum model verify ./chai-model",
      "  decorum model verify OWNER/NAME && decorum score -m OWNER/NAME chats/ -o scores.csv"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every printed number is reproduced, at least one",
      "1:a number differs, or there are numbers that can't be compared beside others that can",
      "3:nothing can be verified"
    })
final class ModelVerifyCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      paramLabel = "MODEL",
      arity = "1",
      description =
          "The model folder, with its README.md, or OWNER/NAME[@REVISION] of a model that was"
              + " pulled.")
  private @Nullable ModelLocation model;

  @Mixin private LabelFlags labels = new LabelFlags();

  ModelVerifyCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    ModelBundle bundle = new ModelRequest(Objects.requireNonNull(model), labels.label()).open();
    CardCheck check = new CardCheck(bundle);
    check.sayGaps(new Notices(streams, new Verbosity()));
    if (!check.hasExamples()) {
      throw new ModelException(bundle.folder() + ": nothing to verify: " + check.lack());
    }
    PrintStream out = new PrintStream(streams.out(), true, StandardCharsets.UTF_8);
    return check.isPassed(line -> out.print(line + "\n")) ? ExitCode.DONE : ExitCode.GATE;
  }
}
