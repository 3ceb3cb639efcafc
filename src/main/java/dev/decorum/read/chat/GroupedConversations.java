package dev.decorum.read.chat;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Label;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Rejection;
import dev.decorum.read.bytes.RowMemory;
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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conversations whose messages are rows of their own.
 *
 * <p>Rows of one conversation may be anywhere in the file, so nothing is complete before the file
 * has been read to its end: all rows are sorted, by conversation first and then by the place at
 * which the conversation began. Small files are sorted in memory, large ones with temporary files.
 *
 * <p>A bad row leaves a hole in its conversation, and a conversation with a hole would be judged by
 * what nobody said. So the first bad row rejects its conversation. Where nobody can tell to which
 * one a bad row belongs, it rejects those of the rows before and after it.
 */
final class GroupedConversations implements ConversationCursor {
  /** Both sorts hold as much at one time, beside a conversation of the same size. */
  private static final long DEFAULT_SORT_MEMORY = RowMemory.ofThisProcess().bytes();

  private static final byte MESSAGE = 0;
  private static final byte REJECTION = 1;

  /** Rows without an id are one conversation, where no row has one. */
  private static final String NO_ID = "";

  private static final String WITHOUT_ID =
      "the row has no conversation id, while other rows of the file have one";

  /** What the rows of a layout say. */
  interface RowTurns {
    List<Turn> of(ExportRow row) throws RowException;
  }

  private final ExportRecords records;
  private final FileContext context;
  private final RowTurns turns;
  private final ExternalSort byConversation;
  private final ExternalSort byFirstRow;
  private final FileNotices notices = new FileNotices();
  private final ReadyConversations ready = new ReadyConversations();
  private ExternalSort.@Nullable Entry ahead;
  private boolean sorted;
  private boolean someHaveIds;

  /** A row that belongs to an unknown conversation, until the next row is known. */
  private @Nullable Rejection homeless;

  private String before = NO_ID;
  private boolean anyBefore;

  GroupedConversations(ExportRecords records, FileContext context, RowTurns turns) {
    this(records, context, turns, DEFAULT_SORT_MEMORY);
  }

  GroupedConversations(
      ExportRecords records, FileContext context, RowTurns turns, long sortMemory) {
    this.records = records;
    this.context = context;
    this.turns = turns;
    this.byConversation = new ExternalSort(sortMemory);
    this.byFirstRow = new ExternalSort(sortMemory);
  }

  @Override
  public @Nullable ReadResult next() throws IOException {
    if (!sorted) {
      sortRows();
      sorted = true;
      ahead = byFirstRow.next();
    }
    while (!ready.hasNext()) {
      ExternalSort.Entry first = ahead;
      if (first == null) {
        notices.tell(context);
        return null;
      }
      RowsOfOne rows = new RowsOfOne();
      for (ExternalSort.Entry entry = first;
          entry != null && entry.major() == first.major();
          entry = ahead) {
        rows.add(entry.payload());
        ahead = byFirstRow.next();
      }
      try {
        ready.begin(rows.conversations());
      } catch (RowException e) {
        ready.begin(Collections.emptyIterator());
        return new ReadResult.Rejected(rows.rejection(e));
      }
    }
    return new ReadResult.Accepted(ready.next());
  }

  @Override
  public boolean continuesRow() {
    return ready.continuesRow();
  }

  private void sortRows() throws IOException {
    long sequence = 0;
    for (ExportRecord record = records.next(); record != null; record = records.next()) {
      addRow(record, sequence++);
    }
    if (homeless != null) {
      addRejection(before, homeless, sequence);
    }
    if (sequence > 0 && !someHaveIds) {
      context
          .listener()
          .note(
              context.file()
                  + ": no row names its conversation, so all rows are taken as one; if a field does,"
                  + " name it with --map id=FIELD");
    }
    byConversation.sort();
    long hash = 0;
    Map<String, Long> firstRows = new HashMap<>();
    for (ExternalSort.Entry entry = byConversation.next();
        entry != null;
        entry = byConversation.next()) {
      if (entry.major() != hash) {
        hash = entry.major();
        firstRows.clear();
      }
      // Rows with one hash are in file order, so the first of an id is its first of all.
      long sequenceOfRow = entry.minor();
      Long first = firstRows.putIfAbsent(idOf(entry.payload()), sequenceOfRow);
      byFirstRow.add(first == null ? sequenceOfRow : first, sequenceOfRow, entry.payload());
    }
    byConversation.close();
    byFirstRow.sort();
  }

  private void addRow(ExportRecord record, long sequence) throws IOException {
    String id;
    try {
      ExportRow row = context.row(record.orThrow());
      String found = row.conversationId();
      if (found == null && someHaveIds) {
        // It may belong to either of its neighbours, so these are not whole.
        Rejection bad = record.row().rejection(context.file(), WITHOUT_ID);
        addRejection(NO_ID, bad, sequence);
        homeless = homeless == null ? bad : homeless;
        return;
      }
      id = found != null ? found : record.section() == 0 ? NO_ID : tableId(record.section());
      someHaveIds |= found != null;
    } catch (RowException e) {
      addBad(record, e, sequence);
      return;
    }
    if (homeless != null) {
      Rejection bad = homeless;
      homeless = null;
      addRejection(id, bad, sequence);
      if (anyBefore && !before.equals(id)) {
        addRejection(before, bad, sequence);
      }
    }
    before = id;
    anyBefore = true;
    byConversation.add(hash(id), sequence, message(id, record));
  }

  /** What the only conversation of a table is called that is not the first of its file. */
  private String tableId(int section) {
    return context.shortName() + "#" + (section + 1);
  }

  private void addBad(ExportRecord record, RowException e, long sequence) throws IOException {
    Rejection rejection = record.row().rejection(context.file(), e);
    String id = idIn(record);
    if (id == null) {
      if (homeless == null) {
        homeless = rejection;
      }
    } else {
      addRejection(id, rejection, sequence);
    }
  }

  /** The conversation of a row that is otherwise unusable; {@code null} if it is unknown. */
  private @Nullable String idIn(ExportRecord record) {
    try {
      return record.content() != null
          ? context.unchecked(record).conversationId()
          : context.fields().idInBroken(record.row().raw());
    } catch (RowException e) {
      return null;
    }
  }

  private void addRejection(String id, Rejection rejection, long sequence) throws IOException {
    byConversation.add(hash(id), sequence, rejection(id, rejection));
  }

  private static long hash(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  private static byte[] message(String id, ExportRecord record) {
    byte[] idBytes = id.getBytes(StandardCharsets.UTF_8);
    byte[] place = record.place().getBytes(StandardCharsets.UTF_8);
    Row row = record.row();
    return ByteBuffer.allocate(1 + 4 + idBytes.length + 8 + 4 + place.length + row.length())
        .put(MESSAGE)
        .putInt(idBytes.length)
        .put(idBytes)
        .putLong(row.line())
        .putInt(place.length)
        .put(place)
        .put(row.bytes(), row.from(), row.length())
        .array();
  }

  private static byte[] rejection(String id, Rejection rejection) {
    byte[] idBytes = id.getBytes(StandardCharsets.UTF_8);
    byte[] reason = rejection.reason().getBytes(StandardCharsets.UTF_8);
    byte[] raw = rejection.raw().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + 4 + idBytes.length + 16 + 4 + reason.length + 4 + raw.length)
        .put(REJECTION)
        .putInt(idBytes.length)
        .put(idBytes)
        .putLong(rejection.location().line())
        .putLong(rejection.location().column())
        .putInt(reason.length)
        .put(reason)
        .putInt(raw.length)
        .put(raw)
        .array();
  }

  private static String readText(ByteBuffer in) {
    byte[] text = new byte[in.getInt()];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static String idOf(byte[] payload) {
    return readText(ByteBuffer.wrap(payload).position(1));
  }

  @Override
  public void close() throws IOException {
    try (records;
        byConversation) {
      byFirstRow.close();
    }
  }

  /** The rows of one conversation. */
  private final class RowsOfOne {
    private @Nullable Draft draft;
    private String id = NO_ID;
    private long bytes;
    private @Nullable Label label;
    private Map<String, FieldValue> kept = new LinkedHashMap<>();
    private @Nullable Rejection rejected;
    private long line;
    private String raw = "";

    void add(byte[] payload) {
      if (rejected != null) {
        return;
      }
      ByteBuffer in = ByteBuffer.wrap(payload);
      byte kind = in.get();
      id = readText(in);
      long rowLine = in.getLong();
      if (kind == REJECTION) {
        long column = in.getLong();
        String reason = readText(in);
        reject(new Rejection(new Location(context.file(), rowLine, column), reason, readText(in)));
        return;
      }
      String place = readText(in);
      Row row = new Row(payload, in.position(), payload.length, rowLine, 1, null);
      if (line == 0) {
        line = rowLine;
        raw = row.raw();
      }
      bytes += row.length();
      try {
        if (bytes > context.options().maxRowBytes()) {
          throw new RowException(
              "the conversation is longer than "
                  + RowLimit.describe(context.options().maxRowBytes()));
        }
        ExportRecord record = records.again(payload, in.position(), payload.length, rowLine, place);
        add(context.unchecked(record.orThrow()));
      } catch (RowException e) {
        reject(row.rejection(context.file(), e));
      }
    }

    private void reject(Rejection bad) {
      boolean one = id.isEmpty() && !someHaveIds;
      rejected =
          new Rejection(
              bad.location(),
              bad.reason()
                  + (one
                      ? "; the conversation is left out"
                      : id.isEmpty()
                          ? ""
                          : "; conversation \"" + RowException.shorten(id) + "\" is left out"),
              bad.raw());
      draft = null;
    }

    private void add(ExportRow row) throws RowException {
      row.begin();
      String ofConversation = row.conversationId();
      if (id.isEmpty() && someHaveIds) {
        throw new RowException(WITHOUT_ID);
      }
      Draft current = draft;
      if (current == null) {
        current =
            ofConversation == null
                ? row.draftWithoutLabel()
                : row.draftWithoutLabel(ofConversation);
        draft = current;
      } else {
        row.describeFurther(current);
      }
      row.kept().forEach((name, value) -> kept.merge(name, value, (a, b) -> a.isNothing() ? b : a));
      Label read = row.label();
      if (read != null) {
        if (label != null && label != read) {
          throw new RowException("label contradicts that of an earlier row");
        }
        label = read;
      }
      current.addTold(turns.of(row));
      context.listener().unused(context.file(), row.unused());
    }

    Rejection rejection(RowException e) {
      return rejected != null
          ? rejected
          : new Rejection(
              new Location(context.file(), line, 0),
              id.isEmpty()
                  ? e.getMessage()
                  : e.getMessage()
                      + "; conversation \""
                      + RowException.shorten(id)
                      + "\" is left out",
              raw);
    }

    Iterator<Conversation> conversations() throws RowException {
      Draft current = draft;
      if (rejected != null || current == null) {
        throw new RowException(rejected == null ? "there is no message" : rejected.reason());
      }
      current.setLabel(label);
      current.setKept(kept);
      List<Conversation> conversations =
          current.versionsWanted() ? current.versions() : List.of(current.conversation());
      notices.sound(!conversations.isEmpty());
      if (current.hasUnreadableTime()) {
        notices.unreadableTime(line);
      }
      return conversations.iterator();
    }
  }
}
