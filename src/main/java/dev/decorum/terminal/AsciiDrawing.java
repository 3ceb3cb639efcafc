package dev.decorum.terminal;

/**
 * The characters that Decorum draws with, for terminals of another charset than UTF-8. Text of
 * conversations stays as it is.
 */
public final class AsciiDrawing {
  private static final String DRAWN = "█░▏▎▍▌▋▊▉│─…▼▲·";
  private static final String ASCII = "#-.::||##|-~v^.";

  private AsciiDrawing() {}

  /** {@code text} with characters of ASCII in place of these, of the same width. */
  public static String of(String text) {
    StringBuilder plain = new StringBuilder(text);
    for (int i = 0; i < plain.length(); i++) {
      int place = DRAWN.indexOf(plain.charAt(i));
      if (place >= 0) {
        plain.setCharAt(i, ASCII.charAt(place));
      }
    }
    return plain.toString();
  }
}
