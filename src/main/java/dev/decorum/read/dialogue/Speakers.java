package dev.decorum.read.dialogue;

import dev.decorum.read.row.RowException;
import dev.decorum.read.text.Role;
import dev.decorum.read.text.ShellWord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sides of a whole list: a word that is not a role is a name. It is the bot's if it
 * equals the bot's known name, or if it is the only unknown one beside a known user; the user's
 * likewise. Anything else is asked for.
 */
final class Speakers {
  private static final int LONGEST = 80;

  private static final Set<String> DIRECTIONS =
      Set.of("incoming", "outgoing", "inbound", "outbound", "in", "out");

  /** Names of bots, by which an example of advice is chosen and nothing is read. */
  private static final Pattern BOT =
      Pattern.compile(
          "bot|^out|assist|\\bai\\b|agent|support|help|gpt|claude", Pattern.CASE_INSENSITIVE);

  private Speakers() {}

  /**
   * The same entries, each with its side.
   *
   * @param botName the bot's name where it is known
   * @param userName the user's name where it is known
   * @throws RowException naming the words whose side is unknown
   */
  static List<Turn> resolve(List<Turn> turns, @Nullable String botName, @Nullable String userName)
      throws RowException {
    boolean user = false;
    boolean bot = false;
    boolean open = false;
    for (Turn turn : turns) {
      user |= turn.role() == Role.USER;
      bot |= turn.role() == Role.BOT;
      open |= turn.role() == null && isSaid(turn);
    }
    if (!open) {
      return turns;
    }
    Set<String> unknown = new LinkedHashSet<>();
    boolean nameless = false;
    for (Turn turn : turns) {
      if (turn.role() == null && isSaid(turn)) {
        Role named = named(turn, botName, userName);
        user |= named == Role.USER;
        bot |= named == Role.BOT;
        if (named == null) {
          nameless |= turn.word() == null;
          unknown.add(turn.word() == null ? "" : turn.word());
        }
      }
    }
    if (nameless) {
      throw new RowException(nameless(turns));
    }
    Role only = null;
    if (unknown.size() == 1 && user != bot) {
      only = user ? Role.BOT : Role.USER;
    } else if (!unknown.isEmpty()) {
      throw new RowException(unknown(unknown, user, bot));
    }
    List<Turn> resolved = new ArrayList<>(turns.size());
    for (Turn turn : turns) {
      if (turn.role() != null) {
        resolved.add(turn);
      } else {
        Role named = named(turn, botName, userName);
        Role role = named == null ? only : named;
        resolved.add(role == null ? turn : turn.saidBy(role));
      }
    }
    return resolved;
  }

  private static boolean isSaid(Turn turn) {
    return turn.said().text() != null;
  }

  private static @Nullable Role named(
      Turn turn, @Nullable String botName, @Nullable String userName) {
    boolean bot = botName != null && isCalled(turn, botName);
    boolean user = userName != null && isCalled(turn, userName);
    // Where both have the same name it says nothing.
    return bot == user ? null : bot ? Role.BOT : Role.USER;
  }

  private static boolean isCalled(Turn turn, String name) {
    String word = turn.word() == null ? "" : turn.word();
    return name.strip().equalsIgnoreCase(word) || name.strip().equalsIgnoreCase(turn.name());
  }

  private static String nameless(List<Turn> turns) {
    for (Turn turn : turns) {
      if (isNameless(turn)) {
        return nameless(turn);
      }
    }
    return "it is unclear who says it";
  }

  /** Whether it is unknown who speaks, and will stay so. */
  static boolean isNameless(Turn turn) {
    return turn.role() == null && turn.word() == null && isSaid(turn);
  }

  /** The error for a message whose speaker is unknown. */
  static String nameless(Turn turn) {
    return turn.where()
        + ": it is unclear who says it; name the field of the speaker with --map sender=FIELD";
  }

  private static String unknown(Set<String> words, boolean user, boolean bot) {
    List<String> quoted = new ArrayList<>();
    for (String word : words) {
      quoted.add("\"" + RowException.shorten(word) + "\"");
      if (quoted.size() == 8) {
        break;
      }
    }
    String first = likelyBot(words);
    if (words.size() == 2 && DIRECTIONS.containsAll(lower(words))) {
      return "it is unclear which side "
          + String.join(" and ", words)
          + " are; if the bot writes what goes out, add --roles "
          + ShellWord.of("bot=" + first + ",user=" + otherThan(first, words))
          + ", otherwise the other way round";
    }
    String beside = user && bot ? " beside a known user and a known bot" : "";
    String advice =
        words.size() == 1
            ? "; say who that is with --bot-name "
                + pasted(first)
                + ", --user-name "
                + pasted(first)
                + (first.indexOf(',') < 0 ? " or --roles " + quoteMapping(first) : "")
            : "; say which of them is the bot, for example with --bot-name "
                + pasted(first)
                + (words.size() == 2 ? "" : "; others with --roles, for example")
                + (words.size() == 2
                    ? " --user-name " + pasted(otherThan(first, words))
                    : " --roles " + quoteMapping(otherThan(first, words)));
    return "it is unclear which side speaks as "
        + String.join(words.size() == 2 ? " and as " : ", ", quoted)
        + beside
        + advice;
  }

  /** The one whose name is a bot's, else the second to speak: mostly users begin. */
  private static String likelyBot(Set<String> words) {
    for (String word : words) {
      if (BOT.matcher(word).find()) {
        return word;
      }
    }
    Iterator<String> each = words.iterator();
    String first = each.next();
    return each.hasNext() ? each.next() : first;
  }

  private static Set<String> lower(Set<String> words) {
    Set<String> lower = new HashSet<>();
    for (String word : words) {
      lower.add(word.toLowerCase(Locale.ROOT));
    }
    return lower;
  }

  private static String otherThan(String word, Set<String> words) {
    for (String other : words) {
      if (!other.equals(word)) {
        return other;
      }
    }
    return word;
  }

  private static String quoteMapping(String word) {
    return word.length() > LONGEST ? "user=NAME" : ShellWord.of("user=" + word);
  }

  /** A word as a shell takes it; one that is too long to be pasted is left to the user. */
  private static String pasted(String word) {
    return word.length() > LONGEST ? "NAME" : ShellWord.of(word);
  }
}
