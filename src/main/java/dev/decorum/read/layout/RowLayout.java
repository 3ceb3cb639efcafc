package dev.decorum.read.layout;

import dev.decorum.conversation.Conversation;
import dev.decorum.read.dialogue.Draft;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.row.ExportRecord;
import dev.decorum.read.row.Records;
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
  public Conversations read(Records records, Reading reading) {
    return new OfRows(records, reading);
  }

  private final class OfRows implements Conversations {
    private final Records records;
    private final Reading reading;
    private final ReadyConversations ready = new ReadyConversations();
    private final FileNotices notices = new FileNotices();
    private Row last = Row.NONE;

    OfRows(Records records, Reading reading) {
      this.records = records;
      this.reading = reading;
    }

    @Override
    public @Nullable ReadResult next() throws IOException {
      while (!ready.hasNext()) {
        ExportRecord record = records.next();
        if (record == null) {
          notices.tell(reading);
          return null;
        }
        try {
          ExportRow row = reading.unchecked(record.orThrow());
          row.begin();
          RowReader own = reading.check().readerOf(row);
          ready.begin((own == null ? RowLayout.this : own).conversations(row));
          last = record.row();
          notices.sound(ready.hasNext());
          if (row.hasUnreadableTime()) {
            notices.unreadableTime(last.line());
          }
          reading.listener().unused(reading.file(), row.unused());
        } catch (RowException e) {
          ready.begin(Collections.emptyIterator());
          return new ReadResult.Rejected(record.row().rejection(reading.file(), e));
        }
      }
      try {
        return new ReadResult.Accepted(ready.next());
      } catch (RowFailure e) {
        // One of several conversations of a row, of which others may have been handed out.
        ready.giveUp();
        return new ReadResult.Rejected(last.rejection(reading.file(), e.reason()));
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
