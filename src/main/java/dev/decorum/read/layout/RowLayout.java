package dev.decorum.read.layout;

import dev.decorum.conversation.Conversation;
import dev.decorum.read.dialogue.Draft;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.row.ExportRecord;
import dev.decorum.read.row.ExportRecords;
import dev.decorum.read.row.Row;
import dev.decorum.read.row.RowException;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A layout in which a row is one conversation, or several with the same beginning. */
abstract class RowLayout implements Layout, RowReader {

  /** A draft as it was said or, where they are wanted, in the versions of its messages. */
  static Iterator<Conversation> of(Draft draft) throws RowException {
    return draft.conversations().iterator();
  }

  @Override
  public RowReader rowReader() {
    return this;
  }

  @Override
  public ConversationCursor read(ExportRecords records, FileContext context) {
    return new OfRows(records, context);
  }

  private final class OfRows implements ConversationCursor {
    private final ExportRecords records;
    private final FileContext context;
    private final ReadyConversations ready = new ReadyConversations();
    private final FileNotices notices = new FileNotices();
    private Row last = Row.NONE;

    OfRows(ExportRecords records, FileContext context) {
      this.records = records;
      this.context = context;
    }

    @Override
    public @Nullable ReadResult next() throws IOException {
      while (!ready.hasNext()) {
        ExportRecord record = records.next();
        if (record == null) {
          notices.tell(context);
          return null;
        }
        try {
          ExportRow row = context.unchecked(record.orThrow());
          row.begin();
          RowReader own = context.check().readerOf(row);
          ready.begin((own == null ? RowLayout.this : own).conversations(row));
          last = record.row();
          notices.sound(ready.hasNext());
          if (row.hasUnreadableTime()) {
            notices.unreadableTime(last.line());
          }
          context.listener().unused(context.file(), row.unused());
        } catch (RowException e) {
          ready.begin(Collections.emptyIterator());
          return new ReadResult.Rejected(record.row().rejection(context.file(), e));
        }
      }
      try {
        return new ReadResult.Accepted(ready.next());
      } catch (RowFailure e) {
        // One of several conversations of a row, of which others may have been handed out.
        ready.giveUp();
        return new ReadResult.Rejected(last.rejection(context.file(), e.reason()));
      }
    }

    @Override
    public boolean continuesRow() {
      return ready.continuesRow();
    }

    @Override
    public void close() throws IOException {
      records.close();
    }
  }
}
