package dev.decorum.run;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Rejection;
import dev.decorum.format.DialogueFormatter;
import dev.decorum.format.TooMuchTextException;
import dev.decorum.format.Windower;
import dev.decorum.rank.Candidates;
import dev.decorum.rank.TrainingExample;
import dev.decorum.read.ConversationReader;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.layout.ReadResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Passes conversations that have a reply on as candidates, and rejects the others. Where training
 * data will be made, replies lose the blank space at their ends first, so that what is scored is
 * what is written.
 */
final class CandidateReader implements ConversationReader {

  /** Chooses what to keep of a conversation for training data. */
  interface Texts {
    /** The training example to keep; {@code null} for none. */
    @Nullable TrainingExample of(Conversation conversation);
  }

  private final ConversationSource source;
  private final Candidates candidates;
  private final boolean withText;
  private final Texts texts;
  private final AtomicLong cleaned = new AtomicLong();
  private final AtomicLong withoutGroup = new AtomicLong();

  /**
   * @param withText whether training data will be made from the candidates
   */
  CandidateReader(ConversationSource source, Candidates candidates, boolean withText, Texts texts) {
    this.source = source;
    this.candidates = candidates;
    this.withText = withText;
    this.texts = texts;
  }

  /** Keeps the messages. */
  static Texts messages() {
    return conversation -> {
      Message reply = Candidates.reply(conversation);
      if (reply == null || !(conversation.content() instanceof Dialogue dialogue)) {
        return null;
      }
      List<Message> before = dialogue.messages().subList(0, dialogue.messages().size() - 1);
      return new TrainingExample.ChatExample(
          conversation.botName(),
          new Dialogue(
              dialogue.userName(),
              dialogue.memory(),
              dialogue.prompt(),
              before,
              dialogue.omissions()),
          reply.text());
    };
  }

  /** Keeps the text of the window, cut where the reply begins. */
  static Texts formatted(DialogueFormatter formatter, Windower windower) {
    return conversation -> {
      Message reply = Candidates.reply(conversation);
      if (reply == null || !(conversation.content() instanceof Dialogue dialogue)) {
        return null;
      }
      String whole = windower.windows(conversation).iterator().next().text().toString();
      String end =
          formatter.botMessage(
              dialogue.nameOf(reply, conversation.botName()), dialogue, reply.text());
      if (!whole.endsWith(end)) {
        return null;
      }
      // The slot is part of the prompt only if the text with a reply continues where it ends.
      String slot = formatter.replySlot(conversation.botName(), dialogue);
      int begins = whole.length() - end.length() + (end.startsWith(slot) ? slot.length() : 0);
      return new TrainingExample.TextExample(
          formatter.templates().name(), whole.substring(0, begins), whole.substring(begins));
    };
  }

  @Override
  public Optional<ReadResult> next() {
    Optional<ReadResult> next = source.next();
    return next.isPresent() && next.get() instanceof ReadResult.Accepted accepted
        ? Optional.of(take(accepted))
        : next;
  }

  /** How many replies lost blank space at their ends. */
  long cleaned() {
    return cleaned.get();
  }

  /** How many conversations were rejected because nothing tells to which group they belong. */
  long withoutGroup() {
    return withoutGroup.get();
  }

  /** Announces a conversation as a candidate, or says why it is none. */
  ReadResult take(ReadResult.Accepted accepted) {
    Conversation conversation = withText ? clean(accepted.conversation()) : accepted.conversation();
    String obstacle = candidates.obstacle(conversation, withText);
    TrainingExample example = null;
    try {
      example = obstacle == null && withText ? texts.of(conversation) : null;
    } catch (TooMuchTextException e) {
      obstacle = String.valueOf(e.getMessage());
    }
    if (obstacle == null && withText && example == null) {
      obstacle = "has a reply that does not fit the model's window";
    }
    if (obstacle != null) {
      if (!candidates.hasGroup(conversation)) {
        withoutGroup.incrementAndGet();
      }
      return new ReadResult.Rejected(
          new Rejection(
              conversation.location(), "conversation '" + conversation.id() + "' " + obstacle, ""));
    }
    try {
      candidates.announce(conversation, example);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!conversation.equals(accepted.conversation())) {
      cleaned.incrementAndGet();
    }
    return new ReadResult.Accepted(conversation);
  }

  /** The conversation without blank space at the ends of its reply. */
  private static Conversation clean(Conversation conversation) {
    Message reply = Candidates.reply(conversation);
    if (reply == null || !(conversation.content() instanceof Dialogue dialogue)) {
      return conversation;
    }
    String text = withoutBlankEnds(reply.text());
    if (text.length() == reply.text().length()) {
      return conversation;
    }
    List<Message> messages = new ArrayList<>(dialogue.messages());
    messages.set(messages.size() - 1, new Message(reply.speaker(), reply.name(), text));
    return new Conversation(
        conversation.id(),
        conversation.location(),
        conversation.botName(),
        dialogue.with(messages),
        conversation.label(),
        conversation.fields(),
        conversation.candidacy());
  }

  /** Removes spaces and line breaks of any script at both ends, the no-break space included. */
  private static String withoutBlankEnds(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isBlank(char character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }

  @Override
  public boolean isLive() {
    return source.isLive();
  }

  @Override
  public long bytesRead() {
    return source.bytesRead();
  }

  @Override
  public long bytesTotal() {
    return source.bytesTotal();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
