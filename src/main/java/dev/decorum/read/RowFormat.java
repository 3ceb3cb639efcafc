package dev.decorum.read;

import dev.decorum.conversation.Content;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Location;
import java.util.Iterator;
import java.util.List;

/** One export's way of writing down a conversation in a JSON object. */
interface RowFormat {

  /** What was said. */
  Content content(JsonRow row) throws RowException;

  /**
   * The conversations of the row: one, unless the format says otherwise. A row that is unusable is
   * so before the first; each is made when it is asked for, as many may share a long beginning.
   */
  default Iterator<Conversation> conversations(JsonRow row, Location location, String rowId)
      throws RowException {
    return List.of(row.conversation(this, location, rowId)).iterator();
  }

  /** The bot's name: the row's own, else the one that stands in for it. */
  default String botName(JsonRow row) throws RowException {
    return row.botName();
  }
}
