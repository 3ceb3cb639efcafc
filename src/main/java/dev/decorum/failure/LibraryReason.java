package dev.decorum.failure;

import java.util.regex.Pattern;

/**
 * Why a library failed, for the end of a sentence: its message without the codes, classes and
 * places in its source that it begins with.
 */
public final class LibraryReason {
  /** What is said where there is nothing to say. */
  public static final String NONE = "it gives no reason";

  private static final int LONGEST = 400;

  /** As in {@code Error code - ORT_FAIL - message:} and {@code ai.onnxruntime.OrtException:}. */
  private static final Pattern BEGINNING =
      Pattern.compile(
          "^(?:Error code - \\w+ - message: *"
              + "|\\[ONNXRuntimeError\\] : \\d+ : \\w+ : *"
              + "|\\[SQLITE_\\w+\\] *"
              + "|SQLITE_\\w+: *"
              + "|(?:[a-z]+\\.)+[A-Z][\\w$]*(?:Exception|Error): *"
              + "|[A-Z]\\w*Exception: *"
              + "|/?[\\w./-]+\\.(?:cc|cpp|h|cu|rs):\\d+ *[^ ]*(?:\\([^)]*\\))? *)");

  /** What is left is of Java still. */
  private static final Pattern OF_JAVA =
      Pattern.compile(
          "(?:\\bjava|javax|sun|jdk|com|org|dev|ai)\\.[a-z]+\\.|Exception\\b|^null$|^Cannot (?:invoke|read|load|store|throw|assign) |@[0-9a-f]{5}|^class ");

  private LibraryReason() {}

  /** The first line of the exception's message, for people. */
  public static String of(Throwable e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
    String plain = BEGINNING.matcher(line).replaceFirst("");
    while (!plain.equals(line)) {
      line = plain;
      plain = BEGINNING.matcher(line).replaceFirst("");
    }
    if (line.isEmpty() || OF_JAVA.matcher(line).find()) {
      return NONE;
    }
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
