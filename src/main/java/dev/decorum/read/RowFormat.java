package dev.decorum.read;

import dev.decorum.conversation.Content;

/** One export's way of writing down a conversation in a JSON object. */
interface RowFormat {

  /** What was said. */
  Content content(JsonRow row) throws RowException;

  /** The bot's name: the row's own, else the one that stands in for it. */
  default String botName(JsonRow row) throws RowException {
    return row.botName();
  }
}
