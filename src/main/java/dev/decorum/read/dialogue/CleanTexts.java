package dev.decorum.read.dialogue;

import dev.decorum.read.bytes.RowMemory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What long texts of a row become, for as long as drafts are made of it: a prompt of megabytes may
 * have a hundred thousand replies, and all of them have to share it.
 */
final class CleanTexts {
  /** For a row of which one draft is made. */
  static final CleanTexts NOT_KEPT = new CleanTexts(Integer.MAX_VALUE);

  private static final int LONG = 1 << 10;

  /**
   * A text as it is scored.
   *
   * @param reasoning whether the bot's reasoning was left out
   */
  record Clean(String text, boolean reasoning) {}

  private record Raw(List<String> lines, boolean ofBot, String user, String bot) {}

  private final int shortest;
  private final Map<Raw, Clean> known = new HashMap<>();
  private long length;

  CleanTexts() {
    this(LONG);
  }

  private CleanTexts(int shortest) {
    this.shortest = shortest;
  }

  /**
   * What some lines become.
   *
   * @param user what stands for the user in them, if anything does
   * @param bot the same for the bot
   */
  Clean of(List<String> lines, boolean ofBot, String user, String bot, Supplier<Clean> cleaning) {
    long characters = 0;
    for (String line : lines) {
      characters += line.length();
    }
    if (characters < shortest) {
      return cleaning.get();
    }
    Raw raw = new Raw(List.copyOf(lines), ofBot, user, bot);
    Clean clean = known.get(raw);
    if (clean == null) {
      clean = cleaning.get();
      length += clean.text().length();
      if (length > RowMemory.ofThisProcess().bytes()) {
        known.clear();
        length = clean.text().length();
      }
      known.put(raw, clean);
    }
    return clean;
  }
}
