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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A layout in which a row is one conversation, or several with the same beginning. */
abstract class RowLayout implements Layout {

  /**
   * The conversations of a row. A row that is unusable is so before the first; each is made when it
   * is asked for, as many may share a long beginning.
   */
  abstract Iterator<Conversation> conversations(ExportRow row) throws RowException;

  /** A draft as it was said or, where they are wanted, in the versions of its messages. */
  static Iterator<Conversation> of(Draft draft) throws RowException {
    List<Conversation> conversations =
        draft.versionsWanted() ? draft.versions() : List.of(draft.conversation());
    return conversations.iterator();
  }

  @Override
  public Conversations read(Records records, Reading reading) {
    return new OfRows(records, reading);
  }

  private final class OfRows implements Conversations {
    private final Records records;
    private final Reading reading;
    private Iterator<Conversation> rest = Collections.emptyIterator();
    private final UnreadableTimes unreadableTimes = new UnreadableTimes();
    private Row last = Row.NONE;
    private boolean continuesRow;

    OfRows(Records records, Reading reading) {
      this.records = records;
      this.reading = reading;
    }

    @Override
    public @Nullable ReadResult next() throws IOException {
      continuesRow = rest.hasNext();
      while (!rest.hasNext()) {
        ExportRecord record = records.next();
        if (record == null) {
          unreadableTimes.warn(reading.file(), reading.listener());
          return null;
        }
        try {
          ExportRow row = reading.unchecked(record.orThrow());
          Layout own = reading.check().layoutOf(row);
          rest = (own instanceof RowLayout other ? other : RowLayout.this).conversations(row);
          last = record.row();
          reading.listener().unused(reading.file(), row.unused());
          if (row.hasUnreadableTime()) {
            unreadableTimes.seenAt(last.line());
            unreadableTimes.countConversation();
          }
        } catch (RowException e) {
          return new ReadResult.Rejected(record.row().rejection(reading.file(), e));
        }
      }
      try {
        return new ReadResult.Accepted(rest.next());
      } catch (RowFailure e) {
        // One of several conversations of a row, of which others may have been handed out.
        rest = Collections.emptyIterator();
        return new ReadResult.Rejected(last.rejection(reading.file(), e.reason()));
      }
    }

    @Override
    public boolean continuesRow() {
      return continuesRow;
    }

    @Override
    public void close() throws IOException {
      records.close();
    }
  }
}
