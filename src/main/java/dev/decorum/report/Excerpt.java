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
   */
  public record Text(
      String botName, String userName, List<Message> messages, String formatted, int left) {
    public Text {
      Objects.requireNonNull(botName);
      Objects.requireNonNull(userName);
      Objects.requireNonNull(formatted);
      messages = List.copyOf(messages);
    }
  }
}
