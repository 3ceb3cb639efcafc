package dev.decorum.rank;

import dev.decorum.conversation.Dialogue;
import java.util.Objects;

/** A context and one reply to it, as training data have them. */
public sealed interface Exchange {

  /** The reply as it stands in training data. */
  String reply();

  /** Whether another exchange has the same context. */
  boolean hasContextOf(Exchange other);

  /**
   * As messages.
   *
   * @param botName the name under which the bot speaks
   * @param context the dialogue before the reply
   * @param reply the bot's message
   */
  record Turns(String botName, Dialogue context, String reply) implements Exchange {
    public Turns {
      Objects.requireNonNull(botName);
      Objects.requireNonNull(context);
      Objects.requireNonNull(reply);
    }

    @Override
    public boolean hasContextOf(Exchange other) {
      return other instanceof Turns turns
          && turns.botName.equals(botName)
          && turns.context.equals(context);
    }
  }

  /**
   * As the text that the reward model saw.
   *
   * @param formatter the name of what wrote it
   * @param prompt the text before the reply, up to and with the slot for it
   * @param reply the rest
   */
  record Text(String formatter, String prompt, String reply) implements Exchange {
    public Text {
      Objects.requireNonNull(formatter);
      Objects.requireNonNull(prompt);
      Objects.requireNonNull(reply);
    }

    @Override
    public boolean hasContextOf(Exchange other) {
      return other instanceof Text text && text.prompt.equals(prompt);
    }
  }
}
