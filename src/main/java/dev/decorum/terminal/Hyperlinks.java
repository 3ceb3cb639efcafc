package dev.decorum.terminal;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Links to files in a terminal's text (OSC 8). There is no way to ask a terminal whether it knows
 * them, and some print garbage, so they are written only to terminals that are known to.
 */
final class Hyperlinks {
  private static final Set<String> PROGRAMS =
      Set.of("iterm.app", "wezterm", "vscode", "hyper", "ghostty", "tabby", "rio");
  private static final Set<String> TERMS =
      Set.of("xterm-kitty", "xterm-ghostty", "foot", "foot-extra", "alacritty", "contour");
  private static final int FIRST_VTE = 5000;
  private static final int FIRST_KONSOLE = 201200;

  private Hyperlinks() {}

  /** Whether the terminal that {@code environment} describes is known to show links to files. */
  static boolean areKnown(Map<String, String> environment) {
    // tmux and screen may sit in any terminal, and files of another machine cannot be opened.
    if (environment.containsKey("TMUX")
        || environment.containsKey("STY")
        || environment.containsKey("SSH_CONNECTION")
        || environment.containsKey("WSL_DISTRO_NAME")) {
      return false;
    }
    return PROGRAMS.contains(word(environment, "TERM_PROGRAM"))
        || TERMS.contains(word(environment, "TERM"))
        || number(environment, "VTE_VERSION") >= FIRST_VTE
        || number(environment, "KONSOLE_VERSION") >= FIRST_KONSOLE
        || environment.containsKey("WT_SESSION");
  }

  /** {@code text}, harmless for a terminal, as a link to {@code file}. */
  static String link(Path file, String text) {
    return "\033]8;;"
        + file.toAbsolutePath().toUri().toASCIIString()
        + "\033\\"
        + text
        + "\033]8;;\033\\";
  }

  private static String word(Map<String, String> environment, String name) {
    return environment.getOrDefault(name, "").toLowerCase(Locale.ROOT);
  }

  private static int number(Map<String, String> environment, String name) {
    String text = environment.getOrDefault(name, "");
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }
}
