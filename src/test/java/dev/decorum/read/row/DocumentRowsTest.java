package dev.decorum.read.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentRowsTest {

  /** The rows of a text, which are the same however its bytes come. */
  private static List<String> cut(String text) throws IOException {
    List<String> rows = Cut.all(new DocumentRows(Cut.window(text), 20));
    assertEquals(rows, Cut.all(new DocumentRows(Cut.slowWindow(text), 20)));
    return rows;
  }

  @Test
  void nothingHasNoRows() throws IOException {
    assertEquals(List.of(), cut(""));
    assertEquals(List.of(), cut("\n"));
    assertEquals(List.of(), cut("[]"));
    assertEquals(List.of(), cut(" [ \n ] [] \n"));
  }

  @Test
  void elementsOfAListAreRows() throws IOException {
    assertEquals(List.of("1:2 1"), cut("[1]"));
    assertEquals(List.of("1:2 {\n}", "2:4 [2]", "3:1 \"x\""), cut("[{\n}, [2],\n\"x\"\n]"));
  }

  @Test
  void valuesOneAfterTheOtherAreRowsToo() throws IOException {
    assertEquals(List.of("1:1 {}", "1:3 {\n}", "2:3 1"), cut("{}{\n} 1"));
    assertEquals(List.of("1:2 1", "1:5 2", "1:8 3"), cut("[1] 2 [3]"));
  }

  @Test
  void whatIsMissingOrTooMuchIsLeftToWhoReadsTheRows() throws IOException {
    assertEquals(List.of("1:3 1", "1:6 2"), cut("[,1,,2,]"));
    assertEquals(List.of("1:1 ]", "1:2 {}"), cut("]{}"));
  }

  @Test
  void aListThatIsNeverClosedIsSaid() throws IOException {
    String cutOff = "the list is never closed: the file seems to be cut off";
    assertEquals(List.of("! 1:1 " + cutOff), cut("["));
    assertEquals(List.of("2:3 1", "! 2:2 " + cutOff), cut("\n [1,"));
  }

  @Test
  void aRowThatIsTooLongIsLeftOut() throws IOException {
    String eighteen = "x".repeat(18);
    assertEquals(
        List.of("1:2 \"" + eighteen + "\"", "! 1:0 the row is longer than 20 bytes", "1:46 3"),
        cut("[\"" + eighteen + "\",\"x" + eighteen + "\", 3]"));
  }
}
