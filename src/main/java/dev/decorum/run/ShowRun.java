package dev.decorum.run;

import dev.decorum.conversation.Rejection;
import dev.decorum.format.DialogueFormatter;
import dev.decorum.format.WindowOptions;
import dev.decorum.format.Windower;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.report.LineLayout;
import dev.decorum.tokenize.WindowTokenizer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows the windows that the model reads. */
public final class ShowRun {
  private final InputRequest input;
  private final ModelRequest model;
  private final WindowRequest window;
  private final RunListener listener;

  public ShowRun(
      InputRequest input, ModelRequest model, WindowRequest window, RunListener listener) {
    this.input = input;
    this.model = model;
    this.window = window;
    this.listener = listener;
  }

  /**
   * Writes the windows of conversations.
   *
   * @param id the id of the only conversation to show; null for all
   * @param json whether each window is written as a JSON object
   * @param standardOutput where the windows go; closed at the end
   * @param layout how they are laid out
   * @throws InputException if no conversation has the id
   */
  public RunStatus run(
      @Nullable String id, boolean json, OutputStream standardOutput, LineLayout layout)
      throws IOException {
    ModelBundle bundle = model.open(listener);
    FormatterTemplates formatter = window.formatter(bundle);
    WindowOptions options = window.window(bundle);
    long rejected = 0;
    long read = 0;
    boolean found = false;
    try (ConversationSource source = input.open(listener);
        WindowTokenizer tokenizer = RewardModel.tokenizer(bundle, options.maxTokens());
        PrintStream out = new PrintStream(standardOutput, false, StandardCharsets.UTF_8)) {
      Windower windower = new Windower(new DialogueFormatter(formatter), options, tokenizer);
      WindowPrinter printer =
          new WindowPrinter(windower, tokenizer, formatter.name(), json, layout, out, listener);
      for (; read < input.limit() && !printer.isClosed(); read++) {
        Optional<ReadResult> next = source.next();
        if (next.isEmpty()) {
          break;
        }
        if (next.get() instanceof ReadResult.Rejected bad) {
          rejected++;
          report(bad.rejection());
        } else if (next.get() instanceof ReadResult.Accepted good
            && (id == null || good.conversation().id().equals(id))) {
          found = true;
          printer.print(good.conversation());
        }
      }
    }
    if (!found && id != null) {
      throw new InputException(
          "no conversation has the id \"" + id + "\" among the " + read + " rows that were read");
    }
    return rejected > 0 ? RunStatus.NOT_PASSED : RunStatus.DONE;
  }

  private void report(Rejection rejection) {
    listener.note("rejected " + rejection.location() + ": " + rejection.reason());
  }
}
