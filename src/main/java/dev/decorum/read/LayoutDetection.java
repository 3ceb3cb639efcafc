package dev.decorum.read;

import dev.decorum.read.bytes.InputException;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.FieldUse;
import dev.decorum.read.dialogue.Fields;
import dev.decorum.read.dialogue.RowField;
import dev.decorum.read.layout.ConversationCursor;
import dev.decorum.read.layout.FileContext;
import dev.decorum.read.layout.Layout;
import dev.decorum.read.layout.RowReader;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import dev.decorum.read.row.ExportRecord;
import dev.decorum.read.row.ExportRecords;
import dev.decorum.read.row.Json;
import dev.decorum.read.row.JsonRecords;
import dev.decorum.read.row.RowException;
import dev.decorum.read.row.TableRecords;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the layout of a file by its first rows, and checks every further row against it: a row
 * of another layout is rejected, and a file in which layouts are mixed is refused.
 */
final class LayoutDetection {
  private static final Pattern JSON_NAME =
      Pattern.compile("\\.(json|jsonl|ndjson)\\b", Pattern.CASE_INSENSITIVE);

  private static final int MOST_ROWS = 200;
  private static final int MOST_BYTES = 1 << 20;

  /** Of so many rows that are known, one may be of another layout. */
  private static final int FEW = 10;

  private final String name;
  private final String shortName;
  private final InputOptions options;
  private final FieldUse fieldUse;
  private final InputListener listener;
  private final Json json;

  /** How many of the rows that were looked at are of a layout, and what first showed it. */
  private static final class Count {
    private final Layouts.Recognised first;
    private final String place;
    private int rows;

    Count(Layouts.Recognised first, String place) {
      this.first = first;
      this.place = place;
    }
  }

  LayoutDetection(
      String name,
      String shortName,
      InputOptions options,
      FieldUse fieldUse,
      InputListener listener,
      Json json) {
    this.name = name;
    this.shortName = shortName;
    this.options = options;
    this.fieldUse = fieldUse;
    this.listener = listener;
    this.json = json;
  }

  ConversationCursor read(ExportRecords records, boolean live) throws IOException {
    Fields fields = new Fields(options, json, fieldUse);
    Optional<Layout> given = Layouts.ofName(options.layout());
    if (given.isPresent()) {
      ExportRecords noticed = new Noticed(records, fieldUse);
      ExportRecords rows = live ? noticed : checkedForTypos(noticed);
      return given
          .get()
          .read(rows, new FileContext(name, shortName, fields, listener, row -> null));
    }
    Deque<ExportRecord> looked = new ArrayDeque<>();
    Map<String, Count> counts = new LinkedHashMap<>();
    @Nullable ExportRecord unknown = null;
    long bytes = 0;
    Resumed all = new Resumed(looked, records);
    for (ExportRecord record = all.look(); record != null; record = all.look()) {
      ExportRecord copy = record.copy();
      looked.add(copy);
      bytes += copy.row().length();
      if (copy.isSound()) {
        fieldUse.saw(copy.object());
      }
      if (copy.isSound() && !count(copy, fields, counts) && unknown == null) {
        unknown = copy;
      }
      boolean enough = live && !counts.isEmpty() && !isGrouped(counts);
      if (enough || looked.size() == MOST_ROWS || bytes > MOST_BYTES) {
        break;
      }
    }
    fieldUse.checkForTypos(name, options);
    refuseCommas(looked);
    refuseRejects(looked);
    if (counts.isEmpty() && records instanceof TableRecords table) {
      // No row has a cell in the columns that matter, or fits the header, or there is none.
      ExportRecord header = table.headerAsRow();
      unknown = count(header, fields, counts) ? null : unknown == null ? header : unknown;
    }
    if (counts.isEmpty()) {
      if (unknown != null) {
        throw new InputException(name + ": " + unknown(unknown, records));
      }
      // Nothing but broken rows: they are rejected one by one, whatever the layout is.
      return Layouts.ofName("openai")
          .orElseThrow()
          .read(all, new FileContext(name, shortName, fields, listener, row -> null));
    }
    Count most = most(counts);
    Layouts.Recognised recognised = most.first;
    listener.formatDetected(name, recognised.layout().name(), recognised.because());
    Fields forReading =
        isGrouped(counts) && idsRepeat(looked, fields)
            ? new Fields(options.withIdIsConversation(true), json, fieldUse)
            : fields;
    return recognised
        .layout()
        .read(
            all,
            new FileContext(
                name, shortName, forReading, listener, row -> readerOf(row, recognised.layout())));
  }

  /** The same rows, of which the first have been looked at for fields that the user names. */
  private ExportRecords checkedForTypos(ExportRecords records) throws IOException {
    Deque<ExportRecord> looked = new ArrayDeque<>();
    long bytes = 0;
    Resumed all = new Resumed(looked, records);
    while (looked.size() < MOST_ROWS && bytes <= MOST_BYTES) {
      ExportRecord record = all.look();
      if (record == null) {
        break;
      }
      ExportRecord copy = record.copy();
      looked.add(copy);
      bytes += copy.row().length();
      if (copy.isSound()) {
        fieldUse.saw(copy.object());
      }
    }
    fieldUse.checkForTypos(name, options);
    return all;
  }

  /** Refuses the rows of a list that have been cut out of it with their commas. */
  private void refuseCommas(Deque<ExportRecord> looked) {
    ExportRecord first = looked.peekFirst();
    RowException problem = first == null ? null : first.problem();
    if (first != null && problem != null && problem.getMessage().startsWith(JsonRecords.COMMA)) {
      throw new InputException(name + ":" + first.place() + ": " + problem.getMessage());
    }
  }

  /** Refuses rows of a rejects file, in which there are parts of conversations. */
  private void refuseRejects(Deque<ExportRecord> looked) {
    ExportRecord first = looked.peekFirst();
    if (first != null && first.isSound() && options.columns().isEmpty()) {
      Set<String> fields = new HashSet<>();
      first.object().fieldNames().forEachRemaining(fields::add);
      if (KnownFile.isRejects(fields)) {
        throw new InputException(name + ": " + KnownFile.described(name, fields));
      }
    }
  }

  /**
   * Whether the rows are messages, which are all read before the first conversation is complete.
   */
  private static boolean isGrouped(Map<String, Count> counts) {
    return counts.containsKey("message-rows");
  }

  private boolean count(ExportRecord record, Fields fields, Map<String, Count> counts) {
    ExportRow row = row(record, fields);
    Optional<Layouts.Recognised> recognised;
    try {
      recognised = Layouts.recognise(row);
    } catch (RowException e) {
      // Something is ambiguous; the row says so when it is read.
      return true;
    }
    if (recognised.isEmpty()) {
      return false;
    }
    counts.computeIfAbsent(
            recognised.get().layout().family(),
            family -> new Count(recognised.get(), record.place()))
        .rows++;
    return true;
  }

  private ExportRow row(ExportRecord record, Fields fields) {
    return new ExportRow(
        record.object(),
        fields,
        new dev.decorum.conversation.Location(name, record.row().line(), 0),
        () -> shortName + ":" + record.place());
  }

  private Count most(Map<String, Count> counts) {
    Iterator<Count> each = counts.values().iterator();
    Count most = each.next();
    int all = most.rows;
    @Nullable Count second = null;
    while (each.hasNext()) {
      Count next = each.next();
      all += next.rows;
      if (next.rows > most.rows) {
        second = most;
        most = next;
      } else if (second == null || next.rows > second.rows) {
        second = next;
      }
    }
    if (second != null && second.rows * FEW > all) {
      throw new InputException(
          name
              + ": layouts are mixed: of the first "
              + all
              + " rows "
              + most.rows
              + " are "
              + described(most)
              + " and "
              + second.rows
              + " are "
              + described(second)
              + "; put each into a file of its own, or name the one to read with --input-format "
              + most.first.layout().name()
              + ", so that rows of others are rejected");
    }
    return most;
  }

  private static String described(Count count) {
    return count.first.layout().name()
        + " (first on line "
        + count.place
        + ", because "
        + count.first.because()
        + ")";
  }

  /** Whether the plain ids of messages repeat, so that they must be those of conversations. */
  private boolean idsRepeat(Iterable<ExportRecord> records, Fields fields) {
    if (options.columns().containsKey("id")) {
      return false;
    }
    Set<String> ids = new HashSet<>();
    boolean repeat = false;
    for (ExportRecord record : records) {
      if (record.isSound()) {
        ExportRow row = row(record, fields);
        if (row.conversationIdField() != null || !row.view().has(RowField.ID)) {
          return false;
        }
        try {
          repeat |= !ids.add(row.id());
        } catch (RowException e) {
          return false;
        }
      }
    }
    return repeat;
  }

  private @Nullable RowReader readerOf(ExportRow row, Layout layout) throws RowException {
    Optional<Layouts.Recognised> recognised = Layouts.recognise(row);
    Layout own = recognised.isPresent() ? recognised.get().layout() : layout;
    if (own != layout && !own.family().equals(layout.family())) {
      throw new RowException(
          "the row is of the layout "
              + own.name()
              + ", because "
              + recognised.get().because()
              + "; the file is read as "
              + layout.name());
    }
    listener.rowOf(name, own.name());
    return own.rowReader();
  }

  /** The message where nothing fits. */
  private String unknown(ExportRecord record, ExportRecords records) {
    List<String> names = new ArrayList<>();
    record.object().fieldNames().forEachRemaining(names::add);
    if (records instanceof TableRecords table) {
      names = table.header().names();
      if (!table.twice().isEmpty()) {
        return "the layout cannot be recognised from its columns, of which some occur twice ("
            + String.join(", ", table.twice())
            + "); give each column a name of its own";
      }
    }
    String known = KnownFile.described(name, new HashSet<>(names));
    if (!known.isEmpty()) {
      return known;
    }
    String found = names.isEmpty() ? "none" : RowException.shorten(String.join(", ", names));
    boolean table = records instanceof TableRecords;
    return (table && JSON_NAME.matcher(name).find()
            ? "the file does not begin like JSON, and as a table "
            : "")
        + "the layout cannot be recognised from its "
        + (table ? "columns (" : "fields (")
        + found
        + "). If a field holds a list of messages, name it: --map messages=FIELD. If a row is one"
        + " message: --map sender=FIELD,message=FIELD,id=FIELD. If a row is a question and an"
        + " answer: --map prompt=FIELD,reply=FIELD. If it is formatted text: --map text=FIELD";
  }

  /** Rows of which the first tell what fields there are. */
  private static final class Noticed implements ExportRecords {
    private final ExportRecords records;
    private final FieldUse fieldUse;
    private int left = MOST_ROWS;

    Noticed(ExportRecords records, FieldUse fieldUse) {
      this.records = records;
      this.fieldUse = fieldUse;
    }

    @Override
    public @Nullable ExportRecord next() throws IOException {
      ExportRecord next = records.next();
      if (left > 0 && next != null && next.isSound()) {
        left--;
        fieldUse.saw(next.object());
      }
      return next;
    }

    @Override
    public ExportRecord again(byte[] bytes, int from, int to, long line, String place)
        throws RowException {
      return records.again(bytes, from, to, line, place);
    }

    @Override
    public void close() throws IOException {
      records.close();
    }
  }

  /** Rows that were looked at, and those after them. */
  private static final class Resumed implements ExportRecords {
    private final Deque<ExportRecord> looked;
    private final ExportRecords rest;
    private @Nullable IOException failure;

    Resumed(Deque<ExportRecord> looked, ExportRecords rest) {
      this.looked = looked;
      this.rest = rest;
    }

    /** A row to look at; {@code null} also where damage ends them, which is said in its place. */
    @Nullable ExportRecord look() throws IOException {
      try {
        return rest.next();
      } catch (IOException e) {
        if (looked.isEmpty()) {
          throw e;
        }
        failure = e;
        return null;
      }
    }

    @Override
    public @Nullable ExportRecord next() throws IOException {
      ExportRecord next = looked.pollFirst();
      if (next == null && failure != null) {
        throw failure;
      }
      return next == null ? rest.next() : next;
    }

    @Override
    public ExportRecord again(byte[] bytes, int from, int to, long line, String place)
        throws RowException {
      return rest.again(bytes, from, to, line, place);
    }

    @Override
    public void close() throws IOException {
      rest.close();
    }
  }
}
