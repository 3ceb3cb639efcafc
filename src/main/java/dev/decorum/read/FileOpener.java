package dev.decorum.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.conversation.Location;
import dev.decorum.read.bytes.ByteWindow;
import dev.decorum.read.bytes.EncodingHint;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.bytes.UnpackedFile;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.FieldUse;
import dev.decorum.read.dialogue.Fields;
import dev.decorum.read.dialogue.RowField;
import dev.decorum.read.dialogue.View;
import dev.decorum.read.layout.ConversationCursor;
import dev.decorum.read.layout.FeedbackLayout;
import dev.decorum.read.layout.FileContext;
import dev.decorum.read.layout.Layout;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import dev.decorum.read.row.ExportRecords;
import dev.decorum.read.row.FeedbackRecords;
import dev.decorum.read.row.FirstValue;
import dev.decorum.read.row.Json;
import dev.decorum.read.row.JsonRecords;
import dev.decorum.read.row.MadeRecords;
import dev.decorum.read.row.NestedRows;
import dev.decorum.read.row.Row;
import dev.decorum.read.row.RowException;
import dev.decorum.read.row.TableRecords;
import dev.decorum.read.row.TableRows;
import dev.decorum.read.row.Wrappers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds out how the text of a file is cut into rows, and of which layout they are. */
final class FileOpener {
  /** What may be said once of all rows. */
  private static final List<RowField> COMMON =
      List.of(RowField.BOT_NAME, RowField.USER_NAME, RowField.MEMORY, RowField.SYSTEM);

  private final String name;
  private final String shortName;
  private final boolean live;
  private final InputOptions options;
  private final FieldUse fieldUse;
  private final InputListener listener;
  private final Json json;

  private FileOpener(
      String name,
      String shortName,
      boolean live,
      InputOptions options,
      FieldUse fieldUse,
      InputListener listener) {
    this.name = name;
    this.shortName = shortName;
    this.live = live;
    this.options = options;
    this.fieldUse = fieldUse;
    this.listener = listener;
    this.json = new Json(options.maxRowBytes());
  }

  /**
   * The conversations of a file.
   *
   * @param live whether rows may come slowly, so that no more may be waited for than needed
   */
  static ConversationCursor open(
      UnpackedFile unpacked,
      boolean live,
      InputOptions options,
      FieldUse fieldUse,
      InputListener listener)
      throws IOException {
    FileOpener opener =
        new FileOpener(unpacked.name(), unpacked.shortName(), live, options, fieldUse, listener);
    return unpacked.kind() == UnpackedFile.Kind.PARQUET
        ? opener.parquet(unpacked.path())
        : opener.soundText(new ByteWindow(unpacked.stream()));
  }

  /** What cannot be found out of data that are damaged near their beginning, for this reason. */
  private ConversationCursor soundText(ByteWindow window) throws IOException {
    try {
      return text(window);
    } catch (InputException e) {
      IOException failure = window.failure();
      if (failure == null) {
        throw e;
      }
      failure.addSuppressed(e);
      throw failure;
    }
  }

  private ConversationCursor parquet(Path file) throws IOException {
    ParquetRows rows = ParquetRows.open(name, file, options.maxRowBytes());
    return new LayoutDetection(name, shortName, options, fieldUse, listener, json)
        .read(new JsonRecords(rows, json), live);
  }

  private ConversationCursor text(ByteWindow window) throws IOException {
    int first = FirstValue.firstNonBlank(window);
    if (first < 0) {
      listener.warning(name + ": the file is empty");
      return () -> null;
    }
    if (FirstValue.hasLoneReturns(window)) {
      window.takeReturnsForFeeds();
    }
    if (options.layout().equals(FeedbackLayout.NAME) || (options.isAuto() && isFeedback(window))) {
      return feedback(window);
    }
    return new LayoutDetection(name, shortName, options, fieldUse, listener, json)
        .read(records(window), live);
  }

  private ConversationCursor feedback(ByteWindow window) {
    if (options.isAuto()) {
      listener.formatDetected(
          name, FeedbackLayout.NAME, "of the field \"feedback\" of conversations");
    }
    ExportRecords records = new FeedbackRecords(window, options.maxRowBytes(), json);
    Fields fields = new Fields(options, json, fieldUse);
    return new FeedbackLayout()
        .read(records, new FileContext(name, shortName, fields, listener, row -> null));
  }

  private boolean isFeedback(ByteWindow window) throws IOException {
    // Most files end this with their first row: a pipe must not have to deliver more before.
    return window.at(FirstValue.firstNonBlank(window)) == '{'
        && json.firstObjectHas(window.peeking(1 << 18), "feedback")
        && FeedbackRecords.areIn(FirstValue.headBytes(window), json);
  }

  private ExportRecords records(ByteWindow window) throws IOException {
    byte b = window.at(FirstValue.firstNonBlank(window));
    boolean mayBeJson = !Layouts.isTable(options.layout());
    if (mayBeJson
        && (b == '{' || b == '[' || FirstValue.isEncodedTwice(window) || !isTable(window))) {
      return jsonRecords(window);
    }
    TableRows rows =
        TableRows.open(name, window, options.maxRowBytes())
            .orElseThrow(
                () -> new InputException(name + ": the first line is not the header of a table"));
    return new TableRecords(rows);
  }

  /**
   * Whether the first line is the header of a table that can be read. If it is not, it may be the
   * one broken line of a file of JSON rows; without such rows the file is something else.
   */
  private boolean isTable(ByteWindow window) throws IOException {
    Optional<TableRows> rows = TableRows.open(name, FirstValue.head(window), options.maxRowBytes());
    boolean jsonRows = FirstValue.hasCompleteLine(window, 0);
    if (rows.isEmpty()) {
      if (jsonRows) {
        return false;
      }
      byte[] head = FirstValue.headBytes(window);
      throw neitherJsonNorTable(name, EncodingHint.of(head, 0, head.length).orElse(""));
    }
    return !jsonRows || isKnown(rows.get());
  }

  static InputException neitherJsonNorTable(String file, String hint) {
    return new InputException(
        file
            + ": the format cannot be recognised: it is neither JSON nor a table with a header"
            + hint);
  }

  private boolean isKnown(TableRows rows) throws IOException {
    TableRecords records = new TableRecords(rows);
    var record = records.next();
    if (record == null || record.content() == null) {
      return false;
    }
    try {
      return Layouts.recognise(row(record.object())).isPresent();
    } catch (RowException e) {
      return true;
    }
  }

  private ExportRow row(ObjectNode object) {
    return new ExportRow(
        object, new Fields(options, json, fieldUse), new Location(name, 0, 0), () -> "");
  }

  private ExportRecords jsonRecords(ByteWindow window) throws IOException {
    byte[] first = FirstValue.object(window, options.maxRowBytes());
    if (first.length > 0) {
      ExportRecords within = within(first, window);
      if (within != null) {
        return within;
      }
    }
    return new JsonRecords(FirstValue.jsonRows(window, options.maxRowBytes()), json);
  }

  /** The rows that a document holds further inside; {@code null} if it is one itself. */
  private @Nullable ExportRecords within(byte[] first, ByteWindow window) throws IOException {
    ObjectNode document;
    try {
      document = json.object(new Row(first, 0, first.length, 1, 1, null));
    } catch (RowException e) {
      return null;
    }
    if (isRowItself(document)) {
      return null;
    }
    Wrappers wrappers = new Wrappers(this::judge);
    Wrappers.Place place = wrappers.place(document);
    if (place != null) {
      String lists = place.lists().size() == 1 ? "list" : "lists";
      listener.note(
          name + ": the rows are those of the " + lists + " \"" + place.described() + "\"");
      JsonNode around = place.outer() == null ? document : document.path(place.outer());
      return new JsonRecords(
          new NestedRows(window, options.maxRowBytes(), place), json, completion(document, around));
    }
    List<ObjectNode> table = wrappers.table(document);
    if (table == null && !isRow(document)) {
      table = wrappers.byKey(document);
    }
    return table == null ? null : new MadeRecords(table, json);
  }

  /** What the objects around the rows say of all of them: names and the persona. */
  private UnaryOperator<ObjectNode> completion(JsonNode... around) {
    Fields fields = new Fields(options, json, fieldUse);
    Map<RowField, Map.Entry<String, JsonNode>> common = new EnumMap<>(RowField.class);
    for (JsonNode object : around) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        for (RowField meaning : COMMON) {
          boolean said = field.getValue().isTextual() && !field.getValue().asText().isBlank();
          if (said && fields.means(field.getKey(), meaning)) {
            common.putIfAbsent(meaning, Map.entry(field.getKey(), field.getValue()));
          }
        }
      }
    }
    // Beside data these are about the data.
    Map.Entry<String, JsonNode> instructions = common.get(RowField.SYSTEM);
    if (instructions != null && instructions.getKey().startsWith("instruction")) {
      common.remove(RowField.SYSTEM);
      listener.note(
          name + ": the field \"" + instructions.getKey() + "\" beside the rows is not used");
    }
    if (common.isEmpty()) {
      return UnaryOperator.identity();
    }
    return row -> {
      View<RowField> own = fields.part(row);
      common.forEach(
          (meaning, field) -> {
            if (!own.has(meaning)) {
              row.set(field.getKey(), field.getValue());
            }
          });
      return row;
    };
  }

  /** Whether an object is told by what only one program writes, whatever lists it has. */
  private boolean isRowItself(ObjectNode document) {
    try {
      Optional<Layouts.Recognised> recognised = Layouts.recognise(row(document));
      return recognised.isPresent() && recognised.get().layout().ofOneProgram();
    } catch (RowException e) {
      return false;
    }
  }

  private boolean isRow(ObjectNode document) {
    Fields fields = new Fields(options, json, fieldUse);
    boolean known = false;
    for (Iterator<String> names = document.fieldNames(); names.hasNext(); ) {
      known |= fields.isKnown(names.next());
    }
    try {
      return known && Layouts.recognise(row(document)).isPresent();
    } catch (RowException e) {
      // Something in it is ambiguous; it says so when it is read.
      return true;
    }
  }

  private Wrappers.Inner judge(ObjectNode object) {
    ExportRow row = row(object);
    try {
      Optional<Layouts.Recognised> recognised = Layouts.recognise(row);
      if (recognised.isEmpty()) {
        return Wrappers.Inner.NONE;
      }
      Layout layout = recognised.get().layout();
      if (layout.name().equals("message-rows")) {
        return row.conversationId() == null ? Wrappers.Inner.LONE_MESSAGE : Wrappers.Inner.MESSAGE;
      }
      return row.list() == null && !layout.ofOneProgram()
          ? Wrappers.Inner.EXCHANGE
          : Wrappers.Inner.CONVERSATION;
    } catch (RowException e) {
      // Something in it is ambiguous, so it is something that is known.
      return Wrappers.Inner.CONVERSATION;
    }
  }
}
