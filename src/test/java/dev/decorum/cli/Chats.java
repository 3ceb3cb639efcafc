package dev.decorum.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/** Conversations made by hand, with labels, users and channels. */
final class Chats {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> WORDS =
      List.of("thanks", "go away", "a sunny day", "no", "bread", "you fool", "tea?", "hello");

  private Chats() {}

  /** Conversation number {@code i}; of two labels, 8 users and 2 channels. */
  static ObjectNode chat(int i) {
    ObjectNode chat = JSON.createObjectNode();
    chat.put("id", "c" + i);
    chat.put("bot_name", i % 3 == 0 ? "Tom" : "Zsófi");
    chat.put("label", i * 7 % 5 % 2);
    chat.put("user_id", "u" + i % 8);
    chat.put("channel", i % 2 == 0 ? "web" : "app");
    chat.putArray("chat_history")
        .add(message("user", "hi " + WORDS.get(i % 8)))
        .add(message("Tom", WORDS.get(i * 5 % 8) + " " + WORDS.get(i / 8 % 8)));
    return chat;
  }

  private static ObjectNode message(String sender, String text) {
    return JSON.createObjectNode().put("sender", sender).put("message", text);
  }

  /** Conversations 0 to {@code count}, each changed. */
  static Path write(Path file, int count, UnaryOperator<ObjectNode> change) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(change.apply(chat(i)).toString());
    }
    return Files.write(file, lines);
  }

  static Path write(Path file, int count) throws IOException {
    return write(file, count, chat -> chat);
  }

  static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
