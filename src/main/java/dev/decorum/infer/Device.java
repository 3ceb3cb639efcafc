package dev.decorum.infer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the user wants the model to run.
 *
 * @param kind the kind of device
 * @param index which of several, from 0
 */
public record Device(Kind kind, int index) {

  /** The kinds of device. */
  public enum Kind {
    /** CUDA where it works, else the CPU. */
    AUTO,
    CPU,
    CUDA
  }

  private static final Pattern SPELLING = Pattern.compile("(auto|cpu|cuda)(?::(\\d{1,3}))?");

  public Device {
    if (index < 0) {
      throw new IllegalArgumentException("negative device index: " + index);
    }
  }

  /**
   * Reads {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}.
   *
   * @throws IllegalArgumentException for anything else, with a message for the user
   */
  public static Device parse(String spelling) {
    Matcher matcher = SPELLING.matcher(spelling);
    if (!matcher.matches() || (matcher.group(2) != null && !spelling.startsWith("cuda"))) {
      throw new IllegalArgumentException(
          "'" + spelling + "' is no device; devices are auto, cpu, cuda and cuda:N");
    }
    Kind kind =
        switch (matcher.group(1)) {
          case "auto" -> Kind.AUTO;
          case "cpu" -> Kind.CPU;
          default -> Kind.CUDA;
        };
    String index = matcher.group(2);
    return new Device(kind, index == null ? 0 : Integer.parseInt(index));
  }
}
