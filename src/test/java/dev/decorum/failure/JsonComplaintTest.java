package dev.decorum.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages of the parser as it is, so that a later one with other words is noticed. */
class JsonComplaintTest {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":\"x | it ends in the middle of a text: a double quote is missing",
        "{\"a | it ends in the middle of a text: a double quote is missing",
        "{\"a\":\"\\u00 | it ends in the middle of a text: a double quote is missing",
        "{\"a\":1 | it ends in the middle of an object: a } is missing",
        "[1, | it ends in the middle of a list: a ] is missing",
        "{\"a\" 1} | '1' where a colon is due",
        "{\"a\":1 \"b\":2} | '\"' where a comma or } is due",
        "[1 2] | '2' where a comma or ] is due",
        "{a:1} | 'a' where a name in double quotes is due",
        "{\"a\":} | '}' where a value is due",
        "[1,] | ']' where a value is due",
        "{\"a\":x} | 'x' is not a value; texts are in double quotes",
        "{\"a\":NaN} | 'NaN' is not a value; texts are in double quotes",
        "[1} | '}' where ']' is due",
        "// x | '/' where a value is due; JSON has no comments",
        "[01] | a number begins with 0",
        "[-x] | 'x' in a number",
        "[1.x] | 'x' in a number",
        "\"\\q\" | a backslash before a character that needs none",
        "\"a~b\" | a line break or another control character in a text",
        "[1]^[2] | a control character between values",
        "[1] [2] | there is more after the end of the value",
      })
  void isWrittenForPeople(String json, String words) {
    String text = json.replace('~', '\n').replace('^', '\b');
    JsonProcessingException e =
        assertThrows(JsonProcessingException.class, () -> MAPPER.readTree(text));
    assertEquals(words, JsonComplaint.of(e.getOriginalMessage()));
  }

  @Test
  void whatIsNotKnownSaysNothingOfTheParser() {
    assertEquals(
        "it cannot be understood", JsonComplaint.of("Unforeseen FIELD_NAME at java.lang.X"));
    assertEquals("odd", JsonComplaint.of("Odd (start marker at [Source: x])\n at [Source]"));
    assertEquals("it cannot be understood", JsonComplaint.of(""));
  }
}
