package dev.decorum.read;

import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import java.util.ArrayList;
import java.util.List;

/**
 * What a list of messages comes to.
 *
 * @param system system texts, which are part of the memory
 * @param omitted how many messages say nothing
 */
record Said(List<String> system, List<Message> messages, int omitted) {
  static final Said NOTHING = new Said(List.of(), List.of(), 0);

  Said {
    system = List.copyOf(system);
    messages = List.copyOf(messages);
  }

  /** One message. */
  static Said by(Speaker speaker, String text) {
    return new Said(List.of(), List.of(new Message(speaker, text)), 0);
  }

  /** This, and what was said after it. */
  Said then(Said next) {
    return new Said(
        joined(system, next.system), joined(messages, next.messages), omitted + next.omitted);
  }

  /** Whether the other begins as this is and goes on. */
  boolean isBeginningOf(Said other) {
    return other.messages.size() > messages.size()
        && other.messages.subList(0, messages.size()).equals(messages);
  }

  /** The messages alone. */
  Said withoutSystem() {
    return new Said(List.of(), messages, omitted);
  }

  /** As the dialogue of a row, whose own memory comes before the system texts. */
  Dialogue dialogue(JsonRow row, String prompt) throws RowException {
    return after(new Dialogue(row.userName(), row.memory(), prompt, List.of(), 0));
  }

  /** As the end of a dialogue, whose own memory comes before the system texts. */
  Dialogue after(Dialogue dialogue) {
    List<String> memory = new ArrayList<>();
    if (!dialogue.memory().isEmpty()) {
      memory.add(dialogue.memory());
    }
    memory.addAll(system);
    return new Dialogue(
        dialogue.userName(),
        String.join("\n", memory),
        dialogue.prompt(),
        joined(dialogue.messages(), messages),
        dialogue.omittedMessages() + omitted);
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> joined = new ArrayList<>(first);
    joined.addAll(second);
    return joined;
  }
}
