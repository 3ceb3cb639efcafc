package dev.decorum.api;

import dev.decorum.conversation.Content;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.ConversationCodec;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A conversation between a user and a bot. Immutable.
 *
 * <p>Equal chats have equal scores. Texts are not changed, and placeholders of names ({@code
 * {{user}}}) are not replaced, as they are when an export is read.
 */
public final class Chat implements Row {
  private static final String NOWHERE = "memory";

  /** Of a text in the model's own form, so many characters tell what it begins with. */
  private static final int BEGINNING = 256;

  private final Conversation conversation;

  Chat(Conversation conversation) {
    this.conversation = conversation;
  }

  /**
   * Begins a conversation.
   *
   * @param id by which its score is told from others
   */
  public static Builder of(String id) {
    return new Builder(id);
  }

  /**
   * A text that is already in the model's own form and is scored as it is.
   *
   * @param id by which its score is told from others
   * @param text the whole text
   */
  public static Chat formatted(String id, String text) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(text, "text");
    return new Chat(conversation(id, "", new FormattedText(text)));
  }

  private static Conversation conversation(String id, String botName, Content content) {
    return new Conversation(id, new Location(NOWHERE, 0, 0), botName, content, null, Map.of());
  }

  /** By which its score is told from others. */
  public String id() {
    return conversation.id();
  }

  /** The name of the bot; empty for a text in the model's own form. */
  public String botName() {
    return conversation.botName();
  }

  /**
   * A number that is equal for chats that begin alike, with the same bot, persona and example
   * dialogue, and 0 for a chat without these. What such chats have in common is computed once if
   * they are scored together.
   */
  public long beginning() {
    if (conversation.content() instanceof FormattedText formatted) {
      String text = formatted.text();
      return hash(text.substring(0, Math.min(BEGINNING, text.length())), "");
    }
    Dialogue dialogue = (Dialogue) conversation.content();
    return dialogue.memory().isEmpty() && dialogue.prompt().isEmpty()
        ? 0
        : hash(conversation.botName() + dialogue.memory(), dialogue.prompt());
  }

  private static long hash(String first, String second) {
    return (long) first.hashCode() << Integer.SIZE | (second.hashCode() & 0xffffffffL);
  }

  /** The same chat with a further field that its scores bring along. */
  public Chat with(String field, String value) {
    Map<String, FieldValue> fields = new LinkedHashMap<>(conversation.fields());
    fields.put(Objects.requireNonNull(field), FieldValue.string(value));
    return new Chat(
        new Conversation(
            conversation.id(),
            conversation.location(),
            conversation.botName(),
            conversation.content(),
            conversation.label(),
            fields,
            conversation.candidacy()));
  }

  /**
   * The chat as bytes, with all that scores bring along of it, to be sent to another process.
   *
   * @see #of(byte[])
   */
  public byte[] toBytes() {
    return ConversationCodec.write(conversation);
  }

  /**
   * The chat of {@link #toBytes()}, which has to be of the same version of Decorum.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static Chat of(byte[] bytes) {
    return new Chat(ConversationCodec.read(bytes));
  }

  Conversation conversation() {
    return conversation;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Chat chat && conversation.equals(chat.conversation);
  }

  @Override
  public int hashCode() {
    return conversation.hashCode();
  }

  @Override
  public String toString() {
    return "Chat[" + id() + "]";
  }

  /** Builds a conversation. Not thread-safe. */
  public static final class Builder {
    private final String id;
    private final List<Message> messages = new ArrayList<>();
    private String botName = "Bot";
    private String userName = "You";
    private String persona = "";
    private String exampleDialogue = "";

    private Builder(String id) {
      this.id = Objects.requireNonNull(id, "id");
    }

    /** Sets the name of the bot, which is {@code Bot} by default. */
    public Builder botName(String name) {
      botName = Objects.requireNonNull(name);
      return this;
    }

    /** Sets the name of the user, which is {@code You} by default. */
    public Builder userName(String name) {
      userName = Objects.requireNonNull(name);
      return this;
    }

    /** Sets the bot's persona, the {@code memory} of the platform. */
    public Builder persona(String text) {
      persona = Objects.requireNonNull(text);
      return this;
    }

    /** Sets an example dialogue or scenario, the {@code prompt} of the platform. */
    public Builder exampleDialogue(String text) {
      exampleDialogue = Objects.requireNonNull(text);
      return this;
    }

    /** Adds a message of the user. */
    public Builder user(String text) {
      messages.add(new Message(Speaker.USER, text));
      return this;
    }

    /** Adds a message of the bot. */
    public Builder bot(String text) {
      messages.add(new Message(Speaker.BOT, text));
      return this;
    }

    /** Adds a message of a bot with another name, as in a group chat. */
    public Builder bot(String name, String text) {
      messages.add(new Message(Speaker.BOT, Objects.requireNonNull(name), text));
      return this;
    }

    /** The conversation as built so far. */
    public Chat build() {
      return new Chat(
          conversation(id, botName, new Dialogue(userName, persona, exampleDialogue, messages)));
    }
  }
}
