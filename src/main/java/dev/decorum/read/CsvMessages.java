package dev.decorum.read;

import dev.decorum.conversation.Content;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Label;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Rejection;
import dev.decorum.conversation.Speaker;
import dev.decorum.read.bytes.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table with one message a row.
 *
 * <p>Rows of one conversation may lie anywhere in the file, so nothing is complete before the file
 * has been read to its end: all rows are sorted, by conversation first and then by the place at
 * which the conversation began. Small files are sorted in memory, large ones with temporary files.
 *
 * <p>A bad row leaves a hole in its conversation, and a conversation with a hole would be judged by
 * what nobody said. So the first bad row whose conversation is known rejects the conversation.
 */
final class CsvMessages implements FileRows {
  private static final long DEFAULT_SORT_MEMORY = 32 << 20;
  private static final byte MESSAGE = 0;
  private static final byte REJECTION = 1;

  private final InputFile file;
  private final TableRows rows;
  private final TableColumns columns;
  private final InputOptions options;
  private final InputListener listener;
  private final ExternalSort byConversation;
  private final ExternalSort byFirstRow;
  private final UnreadableTimes unreadableTimes = new UnreadableTimes();
  private ExternalSort.@Nullable Entry ahead;
  private boolean sorted;

  CsvMessages(
      InputFile file,
      TableRows rows,
      TableColumns columns,
      InputOptions options,
      InputListener listener) {
    this(file, rows, columns, options, listener, DEFAULT_SORT_MEMORY);
  }

  CsvMessages(
      InputFile file,
      TableRows rows,
      TableColumns columns,
      InputOptions options,
      InputListener listener,
      long sortMemory) {
    this.file = file;
    this.rows = rows;
    this.columns = columns;
    this.options = options;
    this.listener = listener;
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
    ExternalSort.Entry first = ahead;
    if (first == null) {
      unreadableTimes.warn(file.name(), listener);
      return null;
    }
    ConversationRows conversation = new ConversationRows();
    for (ExternalSort.Entry entry = first;
        entry != null && entry.major() == first.major();
        entry = ahead) {
      conversation.add(entry.payload());
      ahead = byFirstRow.next();
    }
    return conversation.result();
  }

  private void sortRows() throws IOException {
    long sequence = 0;
    for (Row row = rows.next(); row != null; row = rows.next()) {
      if (row.fault() != null) {
        byte[] bad = rejection("", row.rejection(file.name(), row.fault()));
        byFirstRow.add(sequence, sequence, bad);
      } else {
        addRow(row, sequence);
      }
      sequence++;
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
      // Within one hash rows lie in file order, so the first of an id is its first of all.
      long sequenceOfRow = entry.minor();
      Long first = firstRows.putIfAbsent(idOf(entry.payload()), sequenceOfRow);
      byFirstRow.add(first == null ? sequenceOfRow : first, sequenceOfRow, entry.payload());
    }
    byConversation.close();
    byFirstRow.sort();
  }

  private void addRow(Row row, long sequence) throws IOException {
    String id;
    byte[] payload;
    try {
      List<String> cells = rows.cells(row);
      id = cells.get(columns.conversationId()).strip();
      if (id.isEmpty()) {
        throw new RowException(
            rows.header().name(columns.conversationId())
                + " is empty, the conversation's id is due");
      }
      payload = message(id, row);
    } catch (RowException e) {
      List<String> cells = rows.uncheckedCells(row);
      id = cells.size() > columns.conversationId() ? cells.get(columns.conversationId()) : "";
      id = id.indexOf('\ufffd') >= 0 || id.length() > 1000 ? "" : id.strip();
      payload = rejection(id, row.rejection(file.name(), e));
    }
    if (id.isEmpty()) {
      byFirstRow.add(sequence, sequence, payload);
    } else {
      byConversation.add(hash(id), sequence, payload);
    }
  }

  private static long hash(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  private static byte[] message(String id, Row row) {
    byte[] idBytes = id.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + 4 + idBytes.length + 8 + row.length())
        .put(MESSAGE)
        .putInt(idBytes.length)
        .put(idBytes)
        .putLong(row.line())
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
    try {
      byConversation.close();
    } finally {
      byFirstRow.close();
    }
  }

  /** A message with what its place in the conversation depends on. */
  private record Turn(String sender, String text, @Nullable Instant time, Row row) {}

  /** The rows of one conversation. */
  private final class ConversationRows {
    private List<Turn> turns = new ArrayList<>();
    private final Map<String, FieldValue> kept = new LinkedHashMap<>();
    private String id = "";
    private long line;
    private long bytes;
    private String botName = "";
    private String userName = "";
    private String memory = "";
    private String prompt = "";
    private @Nullable Label label;
    private @Nullable Rejection rejection;

    void add(byte[] payload) {
      if (rejection != null) {
        return;
      }
      ByteBuffer in = ByteBuffer.wrap(payload);
      byte kind = in.get();
      id = readText(in);
      long rowLine = in.getLong();
      if (kind == REJECTION) {
        long column = in.getLong();
        String reason = readText(in);
        rejection =
            new Rejection(
                new Location(file.name(), rowLine, column),
                id.isEmpty() ? reason : leftOut(reason),
                readText(in));
        return;
      }
      if (line == 0) {
        line = rowLine;
      }
      Row row = new Row(payload, in.position(), payload.length, rowLine, 1, null);
      bytes += row.length();
      try {
        if (bytes > options.maxRowBytes()) {
          throw new RowException(
              "the conversation is longer than " + RowLimit.describe(options.maxRowBytes()));
        }
        add(rows.cells(row), row);
      } catch (RowException e) {
        reject(row, e.getMessage());
      }
    }

    private void reject(Row row, String reason) {
      rejection = row.rejection(file.name(), leftOut(reason));
      turns = List.of();
    }

    private String leftOut(String reason) {
      return reason + "; conversation \"" + JsonRow.shorten(id) + "\" is left out";
    }

    private void add(List<String> cells, Row row) throws RowException {
      botName = firstOf(botName, cells, columns.botName());
      userName = firstOf(userName, cells, columns.userName());
      memory = firstOf(memory, cells, columns.memory());
      prompt = firstOf(prompt, cells, columns.prompt());
      columns
          .keptOf(cells)
          .forEach((name, value) -> kept.merge(name, value, (a, b) -> a.text().isEmpty() ? b : a));
      addLabel(TableColumns.cell(cells, columns.label()));
      String time = TableColumns.cell(cells, columns.timestamp());
      Instant instant = Timestamps.parse(time);
      if (columns.timestamp() >= 0 && instant == null) {
        unreadableTimes.seenAt(row.line());
      }
      turns.add(
          new Turn(
              cells.get(columns.sender()).strip(), cells.get(columns.message()), instant, row));
    }

    private void addLabel(String text) throws RowException {
      if (text.isEmpty()) {
        return;
      }
      Label read = options.labelWords().of(text);
      if (read == null) {
        throw new RowException(
            "label is \"" + JsonRow.shorten(text) + "\", " + options.labelWords().due());
      }
      if (label != null && label != read) {
        throw new RowException("label contradicts that of an earlier row");
      }
      label = read;
    }

    private String firstOf(String earlier, List<String> cells, int column) {
      return earlier.isEmpty() ? TableColumns.cell(cells, column) : earlier;
    }

    ReadResult result() {
      if (botName.isEmpty()) {
        botName = options.botName();
      }
      if (userName.isEmpty()) {
        userName = options.userName();
      }
      // Only now are the names known by which the sides may be told.
      for (Turn turn : turns) {
        if (role(turn.sender()) == null) {
          reject(turn.row(), unknownSender(turn.sender()));
          break;
        }
      }
      return rejection != null
          ? new ReadResult.Rejected(rejection)
          : new ReadResult.Accepted(
              new Conversation(
                  id, new Location(file.name(), line, 0), botName, content(), label, kept));
    }

    private @Nullable Role role(String sender) {
      boolean bot = sender.equals(botName);
      boolean user = sender.equals(userName);
      return bot == user ? Role.ofTable(sender) : bot ? Role.BOT : Role.USER;
    }

    private String unknownSender(String sender) {
      return rows.header().name(columns.sender())
          + " is \""
          + JsonRow.shorten(sender)
          + "\", which is neither a known user nor a known bot: give it as --user-name or"
          + " --bot-name, or another column by --map sender=COLUMN";
    }

    private Content content() {
      List<Turn> ordered = new ArrayList<>(turns);
      boolean timed = columns.timestamp() >= 0;
      for (Turn turn : turns) {
        timed &= turn.time() != null;
      }
      if (timed) {
        ordered.sort(
            Comparator.comparing(turn -> turn.time() == null ? Instant.EPOCH : turn.time()));
      } else if (columns.timestamp() >= 0) {
        unreadableTimes.countConversation();
      }
      List<String> memories = new ArrayList<>();
      if (!memory.isEmpty()) {
        memories.add(memory);
      }
      List<Message> messages = new ArrayList<>(ordered.size());
      int omitted = 0;
      for (Turn turn : ordered) {
        switch (Objects.requireNonNull(role(turn.sender()))) {
          case SYSTEM -> memories.add(turn.text());
          case USER -> messages.add(new Message(Speaker.USER, turn.text()));
          case BOT -> messages.add(new Message(Speaker.BOT, turn.text()));
          case TOOL -> omitted++;
        }
      }
      return new Dialogue(userName, String.join("\n", memories), prompt, messages, omitted);
    }
  }
}
