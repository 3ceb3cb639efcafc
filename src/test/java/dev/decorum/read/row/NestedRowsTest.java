package dev.decorum.read.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.read.bytes.ByteWindow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NestedRowsTest {
  private static final int LIMIT = 1_000;

  /** What is read of the lists of these names, or of those within an object: {@code a.b}. */
  private static List<String> read(String json, String... lists) throws IOException {
    int dot = lists[0].indexOf('.');
    Wrappers.Place place =
        dot < 0
            ? new Wrappers.Place(null, new LinkedHashSet<>(List.of(lists)))
            : new Wrappers.Place(lists[0].substring(0, dot), Set.of(lists[0].substring(dot + 1)));
    ByteWindow window =
        new ByteWindow(
            new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    NestedRows rows = new NestedRows(window, LIMIT, place);
    List<String> lines = new ArrayList<>();
    for (Row row = rows.next(); row != null; row = rows.next()) {
      Row.Fault fault = row.fault();
      lines.add(
          fault == null
              ? row.line() + ":" + row.column() + " " + row.text().replace('"', '\'')
              : "! " + fault.line() + ":" + fault.column() + " " + fault.reason());
    }
    return lines;
  }

  @Test
  void theElementsOfTheListAreRows() throws IOException {
    assertEquals(
        List.of("2:10 {'a':1}", "3:2 {'b':[2,{}]}", "3:16 3"),
        read("{'object':'list',\n 'data':[{'a':1},\n {'b':[2,{}]} ,3], 'more':false}", "data"));
    assertEquals(List.of(), read("{'data':[]}", "data"));
  }

  @Test
  void theListMayLieWithinAnObject() throws IOException {
    String json = "{'x':{'y':[1]},'a':{'y':[2],'b':{'c':[3]},'c':[4]},'c':[5]}";
    assertEquals(List.of("1:26 2"), read(json, "a.y"));
    assertEquals(List.of("1:48 4"), read(json, "a.c"));
    assertEquals(List.of("1:57 5"), read(json, "c"));
    assertEquals(List.of(), read(json, "b"));
  }

  @Test
  void thereMayBeSeveralLists() throws IOException {
    String json = "{'a':[1,2],'b':[3],'c':[4]}";
    assertEquals(List.of("1:7 1", "1:9 2", "1:25 4"), read(json, "a", "c"));
  }

  @Test
  void whatIsBesideTheListIsPassedOverHoweverLongItIs() throws IOException {
    String text = "x".repeat(100 * LIMIT) + "}],[{\\'";
    assertEquals(
        List.of("2:10 {'a':1}"),
        read(
            "{'before':['" + text + "'],\n 'data':[{'a':1}],'after':{'a':'" + text + "'}}",
            "data"));
  }

  @Test
  void documentsMayFollowOneAnother() throws IOException {
    assertEquals(
        List.of("1:11 {'a':1}", "2:11 {'a':2}"),
        read("{'data': [{'a':1}]}\n{'data': [{'a':2}]}\n", "data"));
  }

  @Test
  void aRowBeyondTheLimitCostsNothingButItself() throws IOException {
    assertEquals(
        List.of("1:10 {'a':1}", "! 2:0 the row is longer than 1000 bytes", "3:1 {'a':3}"),
        read("{'data':[{'a':1},\n{'a':'" + "x".repeat(LIMIT) + "'},\n{'a':3}]}", "data"));
  }

  @Test
  void aDocumentThatIsCutOffIsTold() throws IOException {
    String told = "! 1:1 the object is never closed: the file seems to be cut off";
    assertEquals(List.of("1:10 {'a':1}", told), read("{'data':[{'a':1},", "data"));
    assertEquals(List.of("1:10 {'a':1}", told), read("{'data':[{'a':1}],'more'", "data"));
    assertEquals(
        List.of("1:10 {'a':1}", "1:18 {'a':", told), read("{'data':[{'a':1},{'a':", "data"));
  }
}
