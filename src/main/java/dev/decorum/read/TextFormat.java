package dev.decorum.read;

import dev.decorum.conversation.Content;
import dev.decorum.conversation.FormattedText;

/** A conversation that somebody else has formatted already, in the field {@code text}. */
final class TextFormat implements RowFormat {

  @Override
  public Content content(JsonRow row) throws RowException {
    return new FormattedText(row.requiredString("text", "text"));
  }
}
