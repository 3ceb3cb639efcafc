package dev.decorum.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Rejection;
import dev.decorum.read.bytes.InputFile;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads SillyTavern's chats: a header, then a message a row, until the file ends or a further
 * header begins a further chat. Holds one chat at a time.
 *
 * <p>A chat is called as its file, a further one also by the line on which it begins: {@code
 * NAME#LINE}. Where its swipes are wanted, the chat becomes a group of candidates for each message
 * that has several, {@code CHAT@MESSAGE#SWIPE}. Both are counted from 1, messages without those
 * that are hidden, swipes as the export numbers them; so numbers of empty and repeated ones are
 * missing.
 */
final class SillyTavernConversations implements FileRows {
  private static final String[] ENDINGS = {".gz", ".zst", ".jsonl"};

  private final InputFile file;
  private final RowSource rows;
  private final InputOptions options;
  private final InputListener listener;
  private final RowFields fields;
  private final Json json;
  private final String name;

  /** Conversations of one message or one chat that are complete. */
  private Iterator<Conversation> ready = Collections.emptyIterator();

  private boolean continuesRow;

  /** The chat that is being read. */
  private @Nullable SillyTavernChat chat;

  /** The chat that has been read to its end. */
  private @Nullable SillyTavernChat complete;

  private int nextMessage;
  private long lastHeaderLine;
  private boolean hadChat;
  private boolean hadCompleteChat;
  private boolean hadSwipes;

  SillyTavernConversations(
      InputFile file, RowSource rows, InputOptions options, InputListener listener) {
    this.file = file;
    this.rows = rows;
    this.options = options;
    this.listener = listener;
    this.fields = new RowFields(options);
    this.json = new Json(options.maxRowBytes());
    this.name = withoutEndings(file.shortName());
  }

  private static String withoutEndings(String fileName) {
    String name = fileName;
    for (String ending : ENDINGS) {
      if (name.length() > ending.length() && name.toLowerCase(Locale.ROOT).endsWith(ending)) {
        name = name.substring(0, name.length() - ending.length());
      }
    }
    return name;
  }

  @Override
  public @Nullable ReadResult next() throws IOException {
    continuesRow = ready.hasNext();
    while (!isReady()) {
      Row row = rows.next();
      Rejection rejection = row == null ? null : read(row);
      if (rejection != null) {
        return new ReadResult.Rejected(rejection);
      }
      if (row == null && chat == null) {
        if (hadCompleteChat && options.swipes() && !hadSwipes) {
          listener.warning(file.name() + ": no message has alternatives");
        }
        return null;
      }
      if (row == null) {
        completeChat();
      }
    }
    return new ReadResult.Accepted(ready.next());
  }

  @Override
  public boolean continuesRow() {
    return continuesRow;
  }

  /** Goes on with the complete chat where nothing else is ready. */
  private boolean isReady() {
    while (!ready.hasNext() && complete != null) {
      if (!options.swipes()) {
        ready = List.of(complete.conversation()).iterator();
        complete = null;
      } else if (nextMessage > complete.size()) {
        complete = null;
      } else {
        ready = complete.candidates(nextMessage++);
        hadSwipes |= ready.hasNext();
      }
    }
    return ready.hasNext();
  }

  private void completeChat() {
    complete = chat == null || chat.isTooLong() ? null : chat;
    hadCompleteChat |= complete != null;
    nextMessage = 1;
    chat = null;
  }

  private @Nullable Rejection read(Row row) {
    if (row.fault() != null) {
      return row.rejection(file.name(), row.fault());
    }
    try {
      ObjectNode object = json.object(row);
      JsonRow jsonRow = new JsonRow(object, fields, options);
      return SillyTavernHeader.sign(object) == null
          ? addMessage(row, SillyTavernMessage.of(jsonRow, options.swipes()))
          : begin(row, jsonRow);
    } catch (RowException e) {
      return row.rejection(file.name(), e);
    }
  }

  private @Nullable Rejection begin(Row row, JsonRow jsonRow) throws RowException {
    completeChat();
    String id = name;
    if (hadChat) {
      // In a list, several may begin on one line.
      id += "#" + row.line() + (row.line() == lastHeaderLine ? ":" + row.column() : "");
    }
    lastHeaderLine = row.line();
    // A broken header does not take its messages along.
    begin(row, SillyTavernHeader.missing(id));
    return begin(row, SillyTavernHeader.of(jsonRow, id)).count(row);
  }

  private @Nullable Rejection addMessage(Row row, SillyTavernMessage message) {
    SillyTavernChat current = chat == null ? begin(row, SillyTavernHeader.missing(name)) : chat;
    Rejection tooLong = current.count(row);
    current.add(message);
    return tooLong;
  }

  private SillyTavernChat begin(Row row, SillyTavernHeader header) {
    hadChat = true;
    SillyTavernChat begun = new SillyTavernChat(header, file.name(), row, options);
    chat = begun;
    return begun;
  }
}
