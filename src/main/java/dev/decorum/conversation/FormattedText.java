package dev.decorum.conversation;

import java.util.Objects;

/**
 * A conversation that is already in the model's own form: scored as it stands, without a window and
 * without a template.
 *
 * @param text the whole text
 */
public record FormattedText(String text) implements Content {

  public FormattedText {
    Objects.requireNonNull(text);
  }
}
