package dev.decorum.read;

import java.util.ArrayList;
import java.util.List;

/** The exports that Decorum can read, by the names that the command line gives them. */
public enum InputFormat {
  /** Told from the fields of each file. */
  AUTO("auto"),
  /** JSON rows with {@code chat_history} of {@code sender} and {@code message}. */
  CHAI("chai"),
  /** One JSON document whose {@code feedback} is an object of conversations. */
  CHAI_FEEDBACK("chai-feedback"),
  /** JSON rows with {@code messages} of {@code role} and {@code content}. */
  OPENAI("openai"),
  /** JSON rows with a {@code chosen} and a {@code rejected} answer. */
  PREFERENCE("preference"),
  /** JSON rows with a context and several replies to it. */
  CANDIDATES("candidates"),
  /** JSON rows with a {@code prompt} and a {@code completion}. */
  COMPLETION("completion"),
  /** JSON rows with {@code conversations} of {@code from} and {@code value}. */
  SHAREGPT("sharegpt"),
  /** A chat with a JSON row for its header and one for each message. */
  SILLYTAVERN("sillytavern"),
  /** A table with one conversation a row. */
  CSV("csv"),
  /** A table with one message a row. */
  CSV_MESSAGES("csv-messages"),
  /** JSON rows whose {@code text} is already in the model's own form. */
  TEXT("text");

  private final String commandLineName;

  InputFormat(String commandLineName) {
    this.commandLineName = commandLineName;
  }

  /** The name on the command line. */
  public String commandLineName() {
    return commandLineName;
  }

  /**
   * The format of a name on the command line.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static InputFormat ofName(String name) {
    for (InputFormat format : values()) {
      if (format.commandLineName.equals(name)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "unknown input format \"" + name + "\"; known are " + String.join(", ", names()));
  }

  /** All names, {@code auto} first. */
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    for (InputFormat format : values()) {
      names.add(format.commandLineName);
    }
    return names;
  }

  /** Whether the file is a table with a header and not JSON. */
  boolean isTable() {
    return this == CSV || this == CSV_MESSAGES;
  }

  @Override
  public String toString() {
    return commandLineName;
  }
}
