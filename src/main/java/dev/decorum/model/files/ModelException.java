package dev.decorum.model.files;

import dev.decorum.failure.DecorumException;
import java.util.regex.Pattern;

/**
 * Thrown if a model folder is unusable. The message names the file and the reason and may be shown
 * as it is: it is one line of bounded length without control characters, which names inside a model
 * file may contain.
 */
public class ModelException extends DecorumException {
  private static final long serialVersionUID = 1L;

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");

  private static final int LONGEST = 1000;

  public ModelException(String message) {
    super(Kind.UNUSABLE, printable(message), null);
  }

  public ModelException(String message, Throwable cause) {
    super(Kind.UNUSABLE, printable(message), cause);
  }

  private static String printable(String message) {
    String shown = message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message;
    return CONTROL.matcher(shown).replaceAll("?");
  }
}
