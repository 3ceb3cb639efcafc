package dev.decorum.read.chat;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Rejection;
import dev.decorum.read.dialogue.Draft;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.Turn;
import dev.decorum.read.layout.ConversationCursor;
import dev.decorum.read.layout.FileContext;
import dev.decorum.read.layout.FileNotices;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.read.layout.ReadyConversations;
import dev.decorum.read.row.ExportRecord;
import dev.decorum.read.row.ExportRecords;
import dev.decorum.read.row.Row;
import dev.decorum.read.row.RowException;
import dev.decorum.read.row.RowLimit;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chats of one row for the header and one for each message, one chat after the other: a further
 * header begins a further chat. Holds one chat at a time.
 *
 * <p>A chat of which one row cannot be read is rejected as a whole: with a hole it would be another
 * conversation than took place.
 *
 * <p>A chat without an id is called as its file, a further one also by the line on which it begins:
 * {@code NAME#LINE}.
 */
abstract class HeadedChats implements ConversationCursor {
  private static final String[] ENDINGS = {".gz", ".zst", ".bz2", ".xz", ".jsonl", ".json"};

  private final ExportRecords records;
  private final FileContext context;
  private final String name;
  private final FileNotices notices = new FileNotices();

  private final ReadyConversations ready = new ReadyConversations();
  private @Nullable OpenChat chat;
  private @Nullable Rejection rejected;
  private boolean hadChat;
  private boolean ended;

  /** The chat that is being read. */
  private static final class OpenChat {
    private final Draft draft;
    private final Location location;
    private final String raw;
    private @Nullable Rejection rejection;
    private long bytes;

    OpenChat(Draft draft, Location location, String raw) {
      this.draft = draft;
      this.location = location;
      this.raw = raw;
    }
  }

  HeadedChats(ExportRecords records, FileContext context) {
    this.records = records;
    this.context = context;
    this.name = withoutEndings(context.shortName());
  }

  /** Whether a row begins a chat. */
  abstract boolean isHeader(ExportRow row) throws RowException;

  /** Takes what a header says of its chat. */
  abstract void begin(ExportRow header, Draft draft) throws RowException;

  /** What a row after the header says; {@code null} if it is about something else. */
  abstract @Nullable Turn turn(ExportRow row) throws RowException;

  /** Sets up a chat, with a header or without. */
  void prepare(Draft draft) {}

  private static String withoutEndings(String fileName) {
    String name = fileName;
    for (String ending : ENDINGS) {
      if (name.length() > ending.length()
          && name.toLowerCase(java.util.Locale.ROOT).endsWith(ending)) {
        name = name.substring(0, name.length() - ending.length());
      }
    }
    return name;
  }

  FileContext context() {
    return context;
  }

  @Override
  public @Nullable ReadResult next() throws IOException {
    while (!ready.hasNext()) {
      if (rejected != null) {
        Rejection told = rejected;
        rejected = null;
        ready.begin(Collections.emptyIterator());
        return new ReadResult.Rejected(told);
      }
      if (ended) {
        notices.tell(context);
        return null;
      }
      ExportRecord record = records.next();
      if (record == null) {
        complete();
        ended = true;
      } else {
        read(record);
      }
    }
    return new ReadResult.Accepted(ready.next());
  }

  @Override
  public boolean continuesRow() {
    return ready.continuesRow();
  }

  private void read(ExportRecord record) {
    try {
      ExportRow row = context.unchecked(record.orThrow());
      row.begin();
      if (isHeader(row)) {
        complete();
        beginWith(row, record);
      } else {
        OpenChat current = chat == null ? begin(record, name) : chat;
        count(current, record.row());
        context.check().readerOf(row);
        Turn turn = turn(row);
        if (turn != null && current.rejection == null) {
          current.draft.add(turn);
        }
      }
    } catch (RowException e) {
      OpenChat current = chat == null ? begin(record, name) : chat;
      reject(current, record.row().rejection(context.file(), e));
    }
  }

  private void beginWith(ExportRow header, ExportRecord record) throws RowException {
    String id = hadChat ? name + "#" + record.place() : name;
    OpenChat begun = begin(record, id);
    begin(header, begun.draft);
    count(begun, record.row());
  }

  private OpenChat begin(ExportRecord record, String id) {
    hadChat = true;
    Location location = new Location(context.file(), record.row().line(), 0);
    Draft draft = new Draft(context.fields(), location, id);
    prepare(draft);
    OpenChat begun = new OpenChat(draft, location, record.row().raw());
    chat = begun;
    return begun;
  }

  private void count(OpenChat current, Row row) {
    current.bytes += row.length();
    int limit = context.options().maxRowBytes();
    if (current.bytes > limit && current.rejection == null) {
      current.rejection =
          new Rejection(
              current.location, "the chat is longer than " + RowLimit.describe(limit), current.raw);
      current.draft.clear();
    }
  }

  private static void reject(OpenChat current, Rejection why) {
    if (current.rejection == null) {
      current.rejection =
          new Rejection(
              why.location(),
              why.reason()
                  + "; chat \""
                  + RowException.shorten(current.draft.id())
                  + "\" is left out",
              why.raw());
      current.draft.clear();
    }
  }

  private void complete() {
    OpenChat done = chat;
    chat = null;
    if (done == null) {
      return;
    }
    if (done.rejection != null) {
      rejected = done.rejection;
      return;
    }
    try {
      List<Conversation> conversations =
          done.draft.versionsWanted() ? done.draft.versions() : List.of(done.draft.conversation());
      notices.sound(!conversations.isEmpty());
      if (done.draft.hasUnreadableTime()) {
        notices.unreadableTime(done.location.line());
      }
      ready.begin(conversations.iterator());
    } catch (RowException e) {
      rejected = new Rejection(done.location, e.getMessage(), done.raw);
    }
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
