package dev.decorum.report;

import dev.decorum.conversation.Message;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One conversation of a report.
 *
 * @param id its id, and its turn where it has one
 * @param probability its score
 * @param deltaPercent its difference to the baseline, in percent of it
 * @param facts further facts by name, in the order of the columns: the same names in every excerpt
 *     of a list
 * @param text what was said; {@code null} where the user did not ask for it, which is the default
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
   * @param value its value, {@link Cell#EMPTY} where there is none
   * @param kind what the column holds
   */
  public record Fact(String name, Cell value, Column.Kind kind) {
    public Fact {
      Objects.requireNonNull(name);
      Objects.requireNonNull(value);
      Objects.requireNonNull(kind);
    }
  }

  /**
   * What was said.
   *
   * @param botName the name under which the bot speaks
   * @param userName the name under which the user speaks
   * @param messages the last of them, oldest first, each cut where it is very long
   * @param formatted a text that was formatted already, instead of messages; empty otherwise
   * @param left how many earlier messages are not shown
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
