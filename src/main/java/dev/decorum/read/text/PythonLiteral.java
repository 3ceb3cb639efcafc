package dev.decorum.read.text;

import org.jspecify.annotations.Nullable;

/**
 * Lists and dictionaries as Python prints them, which is how data frames write a column of messages
 * into a CSV file: {@code [{'role': 'user', 'content': "It's me", 'name': None}]}.
 *
 * <p>Understood are lists, tuples, sets and dictionaries, strings of all kinds but bytes, numbers,
 * {@code True}, {@code False} and {@code None}, trailing commas, and what the libraries around it
 * print:
 *
 * <ul>
 *   <li>{@code nan}, {@code inf}, {@code NaT} and {@code <NA>} become null: JSON has no such
 *       numbers;
 *   <li>{@code datetime.datetime(2025, 1, 25, 10, 0)}, {@code Timestamp('…')}, {@code UUID('…')},
 *       {@code ObjectId('…')} and their like become texts, times in ISO 8601;
 *   <li>NumPy's {@code array([…], dtype=object)}, {@code list([…])}, {@code np.int64(3)}, and its
 *       arrays without commas between the elements;
 *   <li>{@code OrderedDict([('role', 'user')])}, and Spark's {@code Row(role='user')} and other
 *       objects with named arguments, as dictionaries. For LangChain's {@code
 *       HumanMessage(content='…')} the class becomes the field {@code type}.
 * </ul>
 *
 * <p>Texts that were cut off, with {@code ...} where elements are missing, are not understood.
 */
public final class PythonLiteral {
  private PythonLiteral() {}

  /**
   * The same in JSON, at most 1,000 levels deep; {@code null} if the text is not a list or a
   * dictionary that Python has printed.
   */
  public static @Nullable String toJson(String text) {
    int start = WhiteSpace.end(text, 0);
    if (start == text.length()) {
      return null;
    }
    char c = text.charAt(start);
    boolean opens = c == '[' || c == '{' || c == '(';
    return opens || PythonScan.opensCall(text, start) ? new PythonScan(text).toJson() : null;
  }
}
