package dev.decorum.report;

import dev.decorum.conversation.Message;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A conversation listed in a report.
 *
 * @param id its id, and its turn if it has one
 * @param probability its score
 * @param deltaPercent its difference to the baseline, in percent of it
 * @param facts further facts, in the order of the columns; every excerpt of a list has the same
 *     ones
 * @param text the text of the conversation; {@code null} unless the user asked for it
 */
public record Excerpt(
    String id, double probability, double deltaPercent, List<Fact> facts, @Nullable Text text) {

  public Excerpt {
    Objects.requireNonNull(id);
    facts = List.copyOf(facts);
  }

  /** The same conversation with its text. */
  public Excerpt withText(Text found) {
    return new Excerpt(id, probability, deltaPercent, facts, found);
  }

  boolean isExplained() {
    return text != null && !text.explained().isEmpty();
  }

  Cell score() {
    return Cell.number(probability, NumberFormat.PROBABILITY);
  }

  Cell delta() {
    return Cell.number(deltaPercent, NumberFormat.DELTA_PERCENT);
  }

  /**
   * A fact.
   *
   * @param name the column
   * @param value its value; {@link Cell#EMPTY} if there is none
   * @param kind the kind of the column
   */
  public record Fact(String name, Cell value, TableColumn.Kind kind) {
    public Fact {
      Objects.requireNonNull(name);
      Objects.requireNonNull(value);
      Objects.requireNonNull(kind);
    }
  }

  /**
   * The text of a conversation.
   *
   * @param botName the name of the bot
   * @param userName the name of the user
   * @param messages the last messages, oldest first; very long ones are cut
   * @param formatted the formatted text of a conversation without messages; empty otherwise
   * @param left the number of earlier messages that are not shown
   * @param explained the messages with their scores; empty unless the user asked for them
   */
  public record Text(
      String botName,
      String userName,
      List<Message> messages,
      String formatted,
      int left,
      List<ScoredMessage> explained) {
    public Text {
      explained = List.copyOf(explained);
      Objects.requireNonNull(botName);
      Objects.requireNonNull(userName);
      Objects.requireNonNull(formatted);
      messages = List.copyOf(messages);
    }

    /** A text without scores of its messages. */
    public Text(
        String botName, String userName, List<Message> messages, String formatted, int left) {
      this(botName, userName, messages, formatted, left, List.of());
    }
  }
}
