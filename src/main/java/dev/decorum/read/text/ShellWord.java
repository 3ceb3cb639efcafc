package dev.decorum.read.text;

/** Words of a command line that can be pasted into a shell. */
public final class ShellWord {
  private static final String PLAIN = "._-@:+/=,%";

  private ShellWord() {}

  /** The word, in quotes if a shell would take it for something else. */
  public static String of(String word) {
    boolean plain = !word.isEmpty();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      plain &= Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0;
    }
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
