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
            "empty", "truncated", "special-token-in-text", "messages-omitted", "lone-surrogate"),
        Stream.of(Flag.values()).map(Flag::outputName).toList());
  }

  @Test
  void whatTheReaderDoesToItsListsLaterIsNotSeen() {
    List<Message> messages = new ArrayList<>(List.of(new Message(Speaker.USER, "Hi")));
    Dialogue dialogue = new Dialogue("You", "", "", messages, 0);
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
  void negativeNumbersAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Location("f", -1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Location("f", 1, -1));
    assertThrows(IllegalArgumentException.class, () -> new SampleId(-1, "c1", 0));
    assertThrows(IllegalArgumentException.class, () -> new SampleId(0, "c1", -1));
    assertThrows(IllegalArgumentException.class, () -> new Dialogue("", "", "", List.of(), -1));
  }
}
