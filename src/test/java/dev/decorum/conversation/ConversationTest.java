package dev.decorum.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversationTest {

  @ParameterizedTest
  @CsvSource({"a.jsonl, 0, 0, a.jsonl", "a.jsonl, 7, 0, a.jsonl:7", "a.jsonl, 7, 3, a.jsonl:7:3"})
  void aLocationShowsOnlyWhatIsKnown(String file, long line, long column, String shown) {
    assertEquals(shown, new Location(file, line, column).toString());
  }

  @Test
  void flagsHaveTheNamesOfTheScoreFile() {
    assertEquals(
        List.of(
            "empty",
            "truncated",
            "special-token-in-text",
            "messages-omitted",
            "reasoning-omitted",
            "parts-omitted",
            "ends-with-user",
            "no-user-message",
            "no-bot-message",
            "lone-surrogate"),
        Stream.of(Flag.values()).map(Flag::outputName).toList());
  }

  @Test
  void whatTheReaderDoesToItsListsLaterIsNotSeen() {
    List<Message> messages = new ArrayList<>(List.of(new Message(Speaker.USER, "Hi")));
    Dialogue dialogue = new Dialogue("You", "", "", messages);
    Map<String, FieldValue> fields = new LinkedHashMap<>(Map.of("k", FieldValue.string("v")));
    Conversation conversation =
        new Conversation("c1", new Location("-", 1, 0), "Tom", dialogue, null, fields);
    messages.clear();
    fields.clear();
    assertEquals(List.of(new Message(Speaker.USER, "Hi")), dialogue.messages());
    assertEquals(Map.of("k", FieldValue.string("v")), conversation.fields());
  }

  @Test
  void aScoreRowCarriesLocationBotNameLabelAndFieldsInTheirOrder() {
    Map<String, FieldValue> fields = new LinkedHashMap<>();
    fields.put("z", FieldValue.literal("1"));
    fields.put("a", FieldValue.string("x"));
    fields.put("m", FieldValue.string("y"));
    Location location = new Location("f", 2, 0);
    RowContext context =
        RowContext.of(
            new Conversation(
                "c1", location, "Tom", new FormattedText("t"), Label.APPROPRIATE, fields));
    assertEquals(new RowContext(location, "Tom", Label.APPROPRIATE, fields), context);
    assertEquals(List.of("z", "a", "m"), List.copyOf(context.fields().keySet()));
  }

  @Test
  void aMessageIsSaidUnderItsOwnNameOrThatOfItsSide() {
    Dialogue dialogue = new Dialogue("Ann", "", "", List.of());
    assertEquals("Ann", dialogue.nameOf(new Message(Speaker.USER, "Hi"), "Tom"));
    assertEquals("Tom", dialogue.nameOf(new Message(Speaker.BOT, "Hi"), "Tom"));
    assertEquals("Eve", dialogue.nameOf(new Message(Speaker.BOT, "Eve", "Hi"), "Tom"));
    assertEquals("Bo", dialogue.nameOf(new Message(Speaker.USER, "Bo", "Hi"), "Tom"));
  }

  @Test
  void omissionsAddUp() {
    Omissions some = new Omissions(1, 2, 3, 4, 5);
    assertEquals(6, some.messages());
    assertEquals(new Omissions(11, 22, 33, 44, 55), some.plus(new Omissions(10, 20, 30, 40, 50)));
    assertEquals(some, some.plus(Omissions.NONE));
    assertEquals(some, Omissions.NONE.plus(some));
    assertEquals(0, Omissions.NONE.messages());
  }

  @Test
  void negativeNumbersAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Location("f", -1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Location("f", 1, -1));
    assertThrows(IllegalArgumentException.class, () -> new SampleId(-1, "c1", 0));
    assertThrows(IllegalArgumentException.class, () -> new SampleId(0, "c1", -1));
    for (int i = 0; i < 5; i++) {
      int[] counts = new int[5];
      counts[i] = -1;
      assertThrows(
          IllegalArgumentException.class,
          () -> new Omissions(counts[0], counts[1], counts[2], counts[3], counts[4]));
    }
  }
}
