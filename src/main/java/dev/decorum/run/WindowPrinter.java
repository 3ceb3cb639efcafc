package dev.decorum.run;

import dev.decorum.conversation.Conversation;
import dev.decorum.format.TooMuchTextException;
import dev.decorum.format.Window;
import dev.decorum.format.Windower;
import dev.decorum.report.LineLayout;
import dev.decorum.report.WindowView;
import dev.decorum.tokenize.TokenizedText;
import dev.decorum.tokenize.UnknownTokenException;
import dev.decorum.tokenize.WindowTokenizer;
import java.io.PrintStream;
import java.util.Optional;

/** Prints the windows of conversations, separated by empty lines or as JSON. */
final class WindowPrinter {
  private final Windower windower;
  private final WindowTokenizer tokenizer;
  private final String formatter;
  private final boolean json;
  private final LineLayout layout;
  private final PrintStream out;
  private final RunListener listener;
  private boolean begun;

  WindowPrinter(
      Windower windower,
      WindowTokenizer tokenizer,
      String formatter,
      boolean json,
      LineLayout layout,
      PrintStream out,
      RunListener listener) {
    this.windower = windower;
    this.tokenizer = tokenizer;
    this.formatter = formatter;
    this.json = json;
    this.layout = layout;
    this.out = out;
    this.listener = listener;
  }

  void print(Conversation conversation) {
    for (Window window : windower.windows(conversation)) {
      Optional<TokenizedText> tokens;
      try {
        tokens = tokenizer.tokenizeText(window);
      } catch (UnknownTokenException | TooMuchTextException e) {
        listener.note(conversation.location() + ": " + e.getMessage());
        continue;
      }
      if (tokens.isEmpty()) {
        listener.note(
            conversation.location() + ": the formatted text is empty; there is nothing to score");
      } else if (json) {
        out.print(WindowView.json(tokens.get(), formatter, conversation) + "\n");
      } else {
        out.print(begun ? "\n" : "");
        WindowView.lines(tokens.get(), formatter, layout).forEach(line -> out.print(line + "\n"));
        begun = true;
      }
    }
  }

  /** Whether the reader has closed the output. */
  boolean isClosed() {
    return out.checkError();
  }
}
