package dev.decorum.conversation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conversations as bytes, to be sent from one process to another of the same version: what is read
 * equals what was written, to the last character.
 */
public final class ConversationCodec {
  /** Before texts that UTF-8 cannot hold, since a half of a pair of surrogates is alone in them. */
  private static final int UTF_16 = -1;

  private static final int NOTHING = -2;

  private ConversationCodec() {}

  /** The bytes of a conversation. */
  public static byte[] write(Conversation conversation) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(conversation, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The conversation of some bytes.
   *
   * @throws IllegalArgumentException if they are not what {@link #write} makes
   */
  public static Conversation read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      Conversation conversation = read(in);
      if (in.available() > 0) {
        throw new IllegalArgumentException("bytes follow a conversation");
      }
      return conversation;
    } catch (IOException e) {
      throw new IllegalArgumentException("the bytes are no conversation", e);
    }
  }

  private static void write(Conversation conversation, DataOutputStream out) throws IOException {
    text(conversation.id(), out);
    text(conversation.location().file(), out);
    out.writeLong(conversation.location().line());
    out.writeLong(conversation.location().column());
    text(conversation.botName(), out);
    if (conversation.content() instanceof Dialogue dialogue) {
      out.writeBoolean(true);
      dialogue(dialogue, out);
    } else {
      out.writeBoolean(false);
      text(((FormattedText) conversation.content()).text(), out);
    }
    Label label = conversation.label();
    text(label == null ? null : label.name(), out);
    out.writeInt(conversation.fields().size());
    for (Map.Entry<String, FieldValue> field : conversation.fields().entrySet()) {
      text(field.getKey(), out);
      text(field.getValue().text(), out);
      out.writeBoolean(field.getValue().json());
    }
    Candidacy candidacy = conversation.candidacy();
    text(candidacy == null ? null : candidacy.group(), out);
    if (candidacy != null) {
      out.writeInt(candidacy.number());
      text(candidacy.preference().name(), out);
    }
  }

  private static Conversation read(DataInputStream in) throws IOException {
    String id = text(in);
    Location location = new Location(text(in), in.readLong(), in.readLong());
    String botName = text(in);
    Content content = in.readBoolean() ? dialogue(in) : new FormattedText(text(in));
    String label = optionalText(in);
    Map<String, FieldValue> fields = new LinkedHashMap<>();
    for (int i = in.readInt(); i > 0; i--) {
      fields.put(text(in), new FieldValue(text(in), in.readBoolean()));
    }
    String group = optionalText(in);
    return new Conversation(
        id,
        location,
        botName,
        content,
        label == null ? null : Label.valueOf(label),
        fields,
        group == null
            ? null
            : new Candidacy(group, in.readInt(), Candidacy.Preference.valueOf(text(in))));
  }

  private static void dialogue(Dialogue dialogue, DataOutputStream out) throws IOException {
    text(dialogue.userName(), out);
    text(dialogue.memory(), out);
    text(dialogue.prompt(), out);
    out.writeInt(dialogue.messages().size());
    for (Message message : dialogue.messages()) {
      out.writeBoolean(message.speaker() == Speaker.BOT);
      text(message.name(), out);
      text(message.text(), out);
    }
    Omissions omissions = dialogue.omissions();
    out.writeInt(omissions.hidden());
    out.writeInt(omissions.tools());
    out.writeInt(omissions.empty());
    out.writeInt(omissions.reasoning());
    out.writeInt(omissions.parts());
  }

  private static Dialogue dialogue(DataInputStream in) throws IOException {
    String userName = text(in);
    String memory = text(in);
    String prompt = text(in);
    List<Message> messages = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      Speaker speaker = in.readBoolean() ? Speaker.BOT : Speaker.USER;
      messages.add(new Message(speaker, optionalText(in), text(in)));
    }
    return new Dialogue(
        userName,
        memory,
        prompt,
        messages,
        new Omissions(in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readInt()));
  }

  private static void text(@Nullable String text, DataOutputStream out) throws IOException {
    if (text == null) {
      out.writeInt(NOTHING);
    } else if (StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    } else {
      out.writeInt(UTF_16);
      out.writeInt(text.length());
      out.writeChars(text);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    String text = optionalText(in);
    if (text == null) {
      throw new IllegalArgumentException("a text is missing");
    }
    return text;
  }

  private static @Nullable String optionalText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length == NOTHING) {
      return null;
    }
    if (length != UTF_16) {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException();
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder();
    for (int i = in.readInt(); i > 0; i--) {
      text.append(in.readChar());
    }
    return text.toString();
  }
}
