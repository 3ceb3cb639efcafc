package dev.decorum.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Writes conversations as JSON Lines in the {@code chai} format, as {@code score} reads it. */
public final class ChaiWriter implements Closeable {
  private final JsonGenerator json;

  /**
   * @param out where rows go; closed with this writer
   */
  public ChaiWriter(OutputStream out) throws IOException {
    json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
    json.setRootValueSeparator(null);
  }

  /**
   * Writes a row.
   *
   * @throws IllegalArgumentException if the conversation is a formatted text, without messages
   */
  public void write(Conversation conversation) throws IOException {
    if (!(conversation.content() instanceof Dialogue dialogue)) {
      throw new IllegalArgumentException(conversation.id() + " is formatted already");
    }
    json.writeStartObject();
    json.writeStringField("id", conversation.id());
    for (Map.Entry<String, FieldValue> field : conversation.fields().entrySet()) {
      json.writeFieldName(field.getKey());
      if (field.getValue().json()) {
        json.writeRawValue(field.getValue().text());
      } else {
        json.writeString(field.getValue().text());
      }
    }
    json.writeStringField("bot_name", conversation.botName());
    json.writeStringField("user_name", dialogue.userName());
    json.writeStringField("memory", dialogue.memory());
    json.writeStringField("prompt", dialogue.prompt());
    json.writeArrayFieldStart("chat_history");
    for (Message message : dialogue.messages()) {
      json.writeStartObject();
      json.writeStringField(
          "sender",
          message.speaker() == Speaker.BOT ? conversation.botName() : dialogue.userName());
      json.writeStringField("message", message.text());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** Flushes the output and leaves the stream open. */
  public void flush() throws IOException {
    json.flush();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
