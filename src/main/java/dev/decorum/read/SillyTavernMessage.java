package dev.decorum.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A row of a SillyTavern chat after its header: {@code name}, {@code is_user}, {@code is_system},
 * {@code mes} and {@code swipes}.
 *
 * @param message who said what is shown
 * @param name the speaker's name; empty if there is none
 * @param hidden whether the bot does not see it, or neither side said it but a narrator
 * @param swipes the different texts that the bot has given here; empty if there is but one
 */
record SillyTavernMessage(Message message, String name, boolean hidden, List<Swipe> swipes) {
  static final String TEXT = "mes";
  static final String IS_USER = "is_user";
  private static final String SWIPES = "swipes";

  /**
   * One of the texts.
   *
   * @param number its place among all of the row, from 1
   */
  record Swipe(int number, String text) {}

  SillyTavernMessage {
    swipes = List.copyOf(swipes);
  }

  /** Whether a row has the fields by which a message is told. */
  static boolean is(JsonNode row) {
    return row.path(TEXT).isTextual() && row.path(IS_USER).isBoolean();
  }

  /**
   * Reads a row.
   *
   * @param withSwipes whether swipes are looked at
   */
  static SillyTavernMessage of(JsonRow row, boolean withSwipes) throws RowException {
    String text = row.requiredString("message", TEXT);
    boolean user = row.flag(IS_USER);
    RowFields.Found extra = row.found("extra");
    boolean narrated = extra != null && extra.value().path("type").asText().equals("narrator");
    boolean hidden = row.flag("is_system") || narrated;
    return new SillyTavernMessage(
        new Message(user ? Speaker.USER : Speaker.BOT, text),
        row.string("name", "name", ""),
        hidden,
        withSwipes && !user && !hidden ? swipes(row) : List.of());
  }

  private static List<Swipe> swipes(JsonRow row) throws RowException {
    RowFields.Found found = row.found(SWIPES);
    if (found == null) {
      return List.of();
    }
    if (!(found.value() instanceof ArrayNode list)) {
      throw new RowException(
          SWIPES + " is " + Json.kind(found.value()) + ", a list of strings is due");
    }
    List<Swipe> swipes = new ArrayList<>();
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode swipe = list.get(i);
      if (!swipe.isTextual()) {
        throw new RowException(SWIPES + "[" + i + "] is " + Json.kind(swipe) + ", a string is due");
      }
      String text = swipe.textValue();
      // An empty one is still being written, or its writing failed.
      if (!text.isEmpty() && texts.add(text)) {
        swipes.add(new Swipe(i + 1, text));
      }
    }
    return swipes.size() > 1 ? swipes : List.of();
  }
}
