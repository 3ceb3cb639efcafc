package dev.decorum.read;

import dev.decorum.conversation.Content;

/** One export's way of writing down a conversation in a JSON object. */
interface RowFormat {

  /** What was said. */
  Content content(JsonRow row) throws RowException;
}
