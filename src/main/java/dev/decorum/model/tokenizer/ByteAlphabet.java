package dev.decorum.model.tokenizer;

import java.util.ArrayList;
import java.util.List;

/**
 * The 256 characters that stand for bytes in the vocabularies of byte-level tokenizers.
 *
 * <p>Source: {@code bytes_to_unicode} in OpenAI's {@code encoder.py}: printable bytes stand for
 * themselves in Latin-1, the others are moved behind U+00FF.
 */
final class ByteAlphabet {
  static final int SIZE = 256;

  private static final char[] CHARACTERS = new char[SIZE];

  /** The place of a byte's character among all 256, in the order of the code points. */
  private static final int[] PLACES = new int[SIZE];

  private static final List<String> SORTED = new ArrayList<>(SIZE);

  static {
    char moved = SIZE;
    for (int value = 0; value < SIZE; value++) {
      CHARACTERS[value] = isPrintable(value) ? (char) value : moved++;
    }
    for (int value = 0; value < SIZE; value++) {
      for (char other : CHARACTERS) {
        PLACES[value] += other < CHARACTERS[value] ? 1 : 0;
      }
    }
    String[] sorted = new String[SIZE];
    for (int value = 0; value < SIZE; value++) {
      sorted[PLACES[value]] = String.valueOf(CHARACTERS[value]);
    }
    SORTED.addAll(List.of(sorted));
  }

  private ByteAlphabet() {}

  private static boolean isPrintable(int value) {
    return (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD);
  }

  /** The characters in the order of their code points. */
  static List<String> sorted() {
    return List.copyOf(SORTED);
  }

  /** The place of a byte's character in {@link #sorted}. */
  static int place(byte value) {
    return PLACES[Byte.toUnsignedInt(value)];
  }
}
