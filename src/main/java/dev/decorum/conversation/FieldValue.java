package dev.decorum.conversation;

/**
 * The value of a field that is carried from the input row to the score row.
 *
 * @param text the value as text: of a JSON string its content, of anything else its JSON form
 * @param json whether {@code text} is a JSON literal (number, boolean, null, array or object) and
 *     goes into JSON output unquoted
 */
public record FieldValue(String text, boolean json) {

  public FieldValue {
    text = Unpaired.escaped(text);
  }

  /** A string, to be quoted in JSON. */
  public static FieldValue string(String text) {
    return new FieldValue(text, false);
  }

  /** A JSON literal, to be written as it is. */
  public static FieldValue literal(String json) {
    return new FieldValue(json, true);
  }

  /** Whether there is nothing in it: an empty string, or JSON's null. */
  public boolean isNothing() {
    return text.isEmpty() || (json && text.equals("null"));
  }
}
