package dev.decorum.model.tokenizer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * What GPT-2's expression takes for a letter ({@code \p{L}}), a number ({@code \p{N}}) or white
 * space ({@code \s}), from a table of all code points.
 *
 * <p>Java's own classes follow the Unicode version of each JDK: with them, one Java would train
 * another tokenizer than the next, and both another one than Hugging Face.
 */
final class CharacterClasses {
  static final byte OTHER = 0;
  static final byte LETTER = 1;
  static final byte NUMBER = 2;
  static final byte SPACE = 3;

  private static final String TABLE = "characters.txt";

  private static final byte[] CLASSES = read();

  private CharacterClasses() {}

  /** The class of a code point; halves of surrogate pairs are {@link #OTHER}, as U+FFFD is. */
  static byte of(int codePoint) {
    return CLASSES[codePoint];
  }

  private static byte[] read() {
    byte[] classes = new byte[Character.MAX_CODE_POINT + 1];
    try (InputStream in =
            Objects.requireNonNull(CharacterClasses.class.getResourceAsStream(TABLE), TABLE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] range = line.split(" ", -1);
          int from = Integer.parseInt(range[1], 16);
          int to = Integer.parseInt(range[2], 16) + 1;
          Arrays.fill(classes, from, to, classOf(range[0]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return classes;
  }

  private static byte classOf(String name) {
    return switch (name) {
      case "L" -> LETTER;
      case "N" -> NUMBER;
      case "S" -> SPACE;
      default -> throw new IllegalStateException(TABLE + ": " + name);
    };
  }
}
