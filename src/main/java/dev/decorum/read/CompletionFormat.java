package dev.decorum.read;

import dev.decorum.conversation.Content;

/** One answer to a prompt, {@code completion}, perhaps with a label (TRL's unpaired preference). */
final class CompletionFormat implements RowFormat {
  static final String COMPLETION = "completion";

  @Override
  public Content content(JsonRow row) throws RowException {
    return PromptedAnswer.content(row, COMPLETION);
  }
}
