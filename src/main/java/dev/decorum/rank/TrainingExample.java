package dev.decorum.rank;

import dev.decorum.conversation.Dialogue;
import java.util.Objects;

/** A context and one reply to it, as training data have them. */
public sealed interface TrainingExample {

  /** The reply as it stands in training data. */
  String reply();

  /** Whether another example has the same context. */
  boolean hasContextOf(TrainingExample other);

  /**
   * As messages.
   *
   * @param botName the name under which the bot speaks
   * @param context the dialogue before the reply
   * @param reply the bot's message
   */
  record ChatExample(String botName, Dialogue context, String reply) implements TrainingExample {
    public ChatExample {
      Objects.requireNonNull(botName);
      Objects.requireNonNull(context);
      Objects.requireNonNull(reply);
    }

    @Override
    public boolean hasContextOf(TrainingExample other) {
      return other instanceof ChatExample turns
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
  record TextExample(String formatter, String prompt, String reply) implements TrainingExample {
    public TextExample {
      Objects.requireNonNull(formatter);
      Objects.requireNonNull(prompt);
      Objects.requireNonNull(reply);
    }

    @Override
    public boolean hasContextOf(TrainingExample other) {
      return other instanceof TextExample text && text.prompt.equals(prompt);
    }
  }
}
