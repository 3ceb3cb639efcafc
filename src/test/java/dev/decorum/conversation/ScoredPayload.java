package dev.decorum.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A payload of a parity fixture and what Hugging Face makes of it.
 *
 * @param conversation the payload
 * @param text the formatted text, before any token is cut
 * @param allTokens how many tokens the text has
 * @param tokenIds the ids that are left of them, at most 128
 * @param logits the two logits
 * @param probability the appropriate probability
 */
public record ScoredPayload(
    Conversation conversation,
    String text,
    int allTokens,
    List<Integer> tokenIds,
    List<Double> logits,
    double probability) {

  /** All cases of {@code parity/NAME.jsonl}. */
  public static List<ScoredPayload> read(String name) {
    Path file = Path.of("src/test/resources/parity", name + ".jsonl");
    List<ScoredPayload> payloads = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        payloads.add(of(new ObjectMapper().readTree(line)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return payloads;
  }

  private static ScoredPayload of(JsonNode row) {
    List<Integer> tokenIds = new ArrayList<>();
    row.get("input_ids").forEach(id -> tokenIds.add(id.intValue()));
    return new ScoredPayload(
        new Conversation(
            row.get("id").textValue(),
            new Location("-", 0, 0),
            row.path("bot_name").asText(),
            row.has("chat_history") ? dialogue(row) : new FormattedText(row.get("text").asText()),
            null,
            Map.of()),
        row.get("text").textValue(),
        row.get("n_tokens_full").intValue(),
        tokenIds,
        List.of(row.at("/logits/0").doubleValue(), row.at("/logits/1").doubleValue()),
        row.get("appropriate_probability").doubleValue());
  }

  private static Dialogue dialogue(JsonNode row) {
    String userName = row.get("user_name").textValue();
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : row.get("chat_history")) {
      String sender = message.get("sender").textValue();
      boolean user = sender.equals("user") || sender.equals(userName);
      messages.add(
          new Message(user ? Speaker.USER : Speaker.BOT, message.get("message").textValue()));
    }
    return new Dialogue(
        userName, row.get("memory").textValue(), row.get("prompt").textValue(), messages);
  }

  /** The id, which names the case in a test report. */
  @Override
  public String toString() {
    return conversation.id();
  }
}
