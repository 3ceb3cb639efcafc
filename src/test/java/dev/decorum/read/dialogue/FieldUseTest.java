package dev.decorum.read.dialogue;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.options.InputOptions;
import dev.decorum.read.row.Json;
import dev.decorum.read.row.RowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldUseTest {
  private static final InputOptions OPTIONS = InputOptions.defaults();

  private static FieldUse seen(String... names) {
    FieldUse use = new FieldUse();
    for (String name : names) {
      use.saw(object("{\"" + name + "\":1}"));
    }
    return use;
  }

  private static ObjectNode object(String json) {
    try {
      return (ObjectNode) new Json(1 << 20).value(json);
    } catch (RowException e) {
      throw new AssertionError(e);
    }
  }

  private static String typo(FieldUse use, InputOptions options) {
    return String.valueOf(
        assertThrows(InputException.class, () -> use.checkForTypos("f", options)).getMessage());
  }

  /** What is said at the end, warnings and then the failure, if there is one. */
  private static List<String> atEnd(FieldUse use, InputOptions options, long rows) {
    List<String> told = new ArrayList<>();
    try {
      use.seen(rows).check(options, told::add);
    } catch (InputException e) {
      told.add("!! " + e.getMessage());
    }
    return told;
  }

  @Test
  void aLikelyTypoIsToldAtOnce() {
    FieldUse use = seen("messages", "conversation_id", "lang");
    assertEquals(
        "f: no row has the field \"mesages\" of --map messages=mesages; did you mean \"messages\"?",
        typo(use, OPTIONS.withColumns(Map.of("messages", "mesages"))));
    assertEquals(
        "f: no row has the field \"conversationid\" of --map id=conversationid; did you mean"
            + " \"conversation_id\"?",
        typo(use, OPTIONS.withColumns(Map.of("id", "conversationid"))));
    assertEquals(
        "f: no row has the field \"lnag\"; did you mean \"lang\"?",
        typo(use, OPTIONS.withKeep(List.of("lang", "lnag"))));
  }

  @Test
  void whatIsThereOrLikeNothingMayComeLater() {
    FieldUse use = seen("meta", "turns", "a.b", "lang");
    for (String name :
        List.of("meta.id", "/meta/id", "turns[0].text", "a.b", "lang", "something")) {
      assertDoesNotThrow(
          () -> use.checkForTypos("f", OPTIONS.withColumns(Map.of("id", name))), name);
    }
    assertDoesNotThrow(() -> new FieldUse().checkForTypos("f", OPTIONS.withKeep(List.of("x"))));
  }

  @Test
  void aMapWithoutEffectIsAnErrorAtTheEnd() {
    InputOptions options = OPTIONS.withColumns(Map.of("id", "key"));
    FieldUse use = seen("text", "lang");
    assertEquals(
        List.of(
            "!! --map id=key had no effect: no row of any input has this field; the fields are text,"
                + " lang"),
        atEnd(use, options, 3));
    // Nothing was read of which it could have had an effect.
    assertEquals(List.of(), atEnd(use, options, 0));
    use.found("key");
    assertEquals(List.of(), atEnd(use, options, 3));
  }

  @Test
  void aFieldToKeepThatNoRowHasIsToldOf() {
    FieldUse use = seen("text");
    use.found("lang");
    assertEquals(
        List.of("no row of any input has the field \"topic\"; the fields are text"),
        atEnd(use, OPTIONS.withKeep(List.of("lang", "topic")), 1));
  }

  @Test
  void fieldsAreFoundByLookingForThem() throws RowException {
    FieldUse use = new FieldUse();
    InputOptions options =
        OPTIONS
            .withColumns(Map.of("id", "meta.key", "message", "said", "label", "ok"))
            .withKeep(List.of("lang", "m.deep"));
    Fields fields = new Fields(options, new Json(1 << 20), use);
    ObjectNode row = object("{\"meta\":{\"key\":null},\"lang\":null}");
    fields.row(row, FieldPlace.ROW);
    fields.kept(row);
    // Null is a value: the field is there.
    assertEquals(
        List.of(
            "no row of any input has the field \"m.deep\"; the fields are ",
            "!! --map label=ok,message=said had no effect: no row of any input has this field; the"
                + " fields are "),
        atEnd(use, options, 1).stream()
            .map(told -> told.replace("message=said,label=ok", "label=ok,message=said"))
            .toList());
    fields.message(object("{\"said\":\"a\"}"));
    fields.row(object("{\"ok\":1}"), FieldPlace.ROW);
    fields.kept(object("{}"), object("{\"m\":{\"deep\":1}}"));
    assertEquals(List.of(), atEnd(use, options, 2));
  }

  /** Files that are read by several programs may have the fields of each other. */
  @Test
  void whatWasSeenInPartsCountsTogether() {
    FieldUse first = seen("text");
    first.found("lang");
    FieldUse second = seen("text", "mood");
    InputOptions options = OPTIONS.withKeep(List.of("lang", "mood", "topic"));
    second.found("mood");
    List<String> told = new ArrayList<>();
    SeenFields.NONE.plus(first.seen(2)).plus(second.seen(0)).check(options, told::add);
    assertEquals(
        List.of("no row of any input has the field \"topic\"; the fields are text, mood"), told);
  }

  @Test
  void manyNamesAreShortened() {
    FieldUse use = new FieldUse();
    for (int i = 0; i < 5_000; i++) {
      use.saw(object("{\"field" + i + "\":1}"));
    }
    String told = atEnd(use, OPTIONS.withColumns(Map.of("id", "zzz")), 1).get(0);
    assertEquals('…', told.charAt(told.length() - 1));
    assertEquals(true, told.length() < 500, told);
  }
}
