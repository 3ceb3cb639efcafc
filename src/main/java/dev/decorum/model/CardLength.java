package dev.decorum.model;

import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.ModelFolder;
import dev.decorum.model.files.SmallFile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for a window in a model's card that is shorter than that of the folder. */
final class CardLength {
  private static final int LARGEST_CARD = 4 << 20;
  private static final Pattern MAX_LENGTH =
      Pattern.compile("\\bmax_length\\s*=\\s*([0-9]{1,6})\\b");

  private CardLength() {}

  /** A message if the code of the card cuts texts to fewer tokens. */
  static Optional<String> shorterThan(ModelFolder folder, int maxTokens) {
    if (!folder.has(ModelCard.FILE)) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes =
          SmallFile.read(
              folder.file(ModelCard.FILE), folder.path().resolve(ModelCard.FILE), LARGEST_CARD);
    } catch (ModelException e) {
      // Scoring does not need the card; `model verify` does, and reports the error.
      return Optional.empty();
    }
    String card = new String(bytes, StandardCharsets.UTF_8);
    Matcher length = MAX_LENGTH.matcher(card);
    int least = Integer.MAX_VALUE;
    int line = 0;
    while (length.find()) {
      int found = Integer.parseInt(length.group(1));
      if (found > 0 && found < least) {
        least = found;
        line = 1 + (int) card.substring(0, length.start()).chars().filter(c -> c == '\n').count();
      }
    }
    return least >= maxTokens
        ? Optional.empty()
        : Optional.of(
            ModelCard.FILE
                + ":"
                + line
                + ": the card cuts texts to "
                + least
                + " tokens (max_length), and the window here has "
                + maxTokens
                + "; --max-tokens "
                + least
                + " does as the card does");
  }
}
