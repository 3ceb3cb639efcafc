package dev.decorum.infer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The device or devices that the user chose for the model.
 *
 * @param kind the kind of device
 * @param indices the indices of the devices, each from 0 and without repetition; at least one for
 *     CUDA, none for the others
 */
public record Device(Kind kind, List<Integer> indices) {

  /** The kinds of device. */
  public enum Kind {
    /** The first CUDA device if it works, otherwise the CPU. */
    AUTO,
    CPU,
    CUDA
  }

  /** The processor. */
  public static final Device CPU = new Device(Kind.CPU, List.of());

  private static final Pattern SPELLING =
      Pattern.compile("(?:auto|cpu|cuda|cuda:([0-9]{1,3}(?:,[0-9]{1,3}){0,99}))");

  private static final Pattern INDEX = Pattern.compile("[0-9]+");

  public Device {
    Objects.requireNonNull(kind);
    indices = List.copyOf(indices);
    if ((kind == Kind.CUDA) == indices.isEmpty()
        || indices.stream().anyMatch(index -> index < 0)
        || new HashSet<>(indices).size() < indices.size()) {
      throw new IllegalArgumentException("no devices of " + kind + ": " + indices);
    }
  }

  /** One CUDA device, by its index from 0. */
  public static Device cuda(int index) {
    return new Device(Kind.CUDA, List.of(index));
  }

  /**
   * Reads {@code auto}, {@code cpu}, {@code cuda} (the first), {@code cuda:N}, or several as in
   * {@code cuda:0,1}.
   *
   * @throws IllegalArgumentException for anything else, with a message for the user
   */
  public static Device parse(String spelling) {
    Matcher matcher = SPELLING.matcher(spelling);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + spelling
              + "' is not a device; devices are auto, cpu, cuda, cuda:N and cuda:N,M,...");
    }
    if (spelling.equals("auto")) {
      return new Device(Kind.AUTO, List.of());
    }
    if (spelling.equals("cpu")) {
      return CPU;
    }
    String list = matcher.group(1);
    List<Integer> indices = new ArrayList<>();
    Matcher numbers = INDEX.matcher(list == null ? "0" : list);
    while (numbers.find()) {
      int index = Integer.parseInt(numbers.group());
      if (indices.contains(index)) {
        throw new IllegalArgumentException(
            "'" + spelling + "' names the device " + index + " more than once");
      }
      indices.add(index);
    }
    return new Device(Kind.CUDA, indices);
  }

  /** The devices in one word, as {@link #parse} reads it: {@code cpu}, {@code cuda:0,1}. */
  @Override
  public String toString() {
    return switch (kind) {
      case AUTO -> "auto";
      case CPU -> "cpu";
      case CUDA ->
          indices.stream().map(String::valueOf).collect(Collectors.joining(",", "cuda:", ""));
    };
  }
}
