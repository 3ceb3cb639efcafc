package dev.decorum.model.tokenizer;

/**
 * Splits a text as GPT-2 does before any merge: into words with the space before them, numbers,
 * runs of other characters, and white space. No token spans two of these pre-tokens.
 *
 * <p>Source: the expression in OpenAI's {@code encoder.py} and in {@code ByteLevel} of Hugging
 * Face's tokenizers, {@code 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|
 * \s+}, which matches at every character.
 */
final class PreTokens {
  private PreTokens() {}

  /**
   * Where the pre-token ends that begins at {@code from}.
   *
   * @param from the beginning of the text, or the end of a pre-token
   * @return larger than {@code from}
   */
  static int end(String text, int from) {
    int contraction = contraction(text, from);
    if (contraction > 0) {
      return from + contraction;
    }
    int first = text.charAt(from) == ' ' && from + 1 < text.length() ? from + 1 : from;
    byte kind = CharacterClasses.of(text.codePointAt(first));
    if (kind != CharacterClasses.SPACE) {
      return endOfRun(text, first, kind);
    }
    int end = endOfRun(text, from, CharacterClasses.SPACE);
    // The last one goes to what follows; all white space is one char each.
    return end == text.length() || end == from + 1 ? end : end - 1;
  }

  private static int endOfRun(String text, int from, byte kind) {
    int at = from;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      if (CharacterClasses.of(codePoint) != kind) {
        break;
      }
      at += Character.charCount(codePoint);
    }
    return at;
  }

  /** The length of the contraction that begins at {@code from}; 0 if none does. */
  private static int contraction(String text, int from) {
    if (text.charAt(from) != '\'' || from + 1 == text.length()) {
      return 0;
    }
    char second = text.charAt(from + 1);
    char third = from + 2 < text.length() ? text.charAt(from + 2) : ' ';
    return switch (second) {
      case 's', 't', 'm', 'd' -> 2;
      case 'r', 'v' -> third == 'e' ? 3 : 0;
      case 'l' -> third == 'l' ? 3 : 0;
      default -> 0;
    };
  }
}
