package dev.decorum.score;

import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.Label;
import dev.decorum.conversation.Rejection;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import dev.decorum.read.FlatRecord;
import dev.decorum.read.RecordReader;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.bytes.RowMemory;
import dev.decorum.read.options.LabelWords;
import dev.decorum.read.text.NearestNames;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads score files: CSV, JSON Lines or Parquet with at least {@code id} and {@code
 * appropriate_probability}, written by {@code decorum score} or by another program with the same
 * names. The probability is computed from the two logits if the row has them, since they have all
 * of its digits. Not thread-safe.
 */
public final class ScoreFileReader implements Closeable {
  private static final int MAX_ROW_BYTES = RowMemory.ofThisProcess().bytes();

  /** The tolerance for probabilities: nine decimals are written, and float32 has seven digits. */
  private static final double ROUNDING = 2e-6;

  /** The result for one row. */
  public sealed interface Result {

    /** The row is a score. */
    record Accepted(ScoredRow row) implements Result {}

    /** The row is unusable; reading continues with the next one. */
    record Rejected(Rejection rejection) implements Result {}
  }

  private final String name;
  private final RecordReader records;
  private final Iterable<String> fields;
  private final List<String> labelColumns;
  private final LabelWords labelWords;
  private final boolean isCsv;
  private boolean checked;
  private @Nullable FlatRecord last;
  private @Nullable List<String> otherNames;

  private ScoreFileReader(
      String name,
      RecordReader records,
      Iterable<String> fields,
      List<String> labelColumns,
      LabelWords labelWords) {
    this.name = name;
    this.records = records;
    this.fields = fields;
    this.labelColumns = labelColumns;
    this.labelWords = labelWords;
    this.isCsv = records.headerLine().isPresent();
  }

  /** The original of a text in a cell of CSV; other forms do not change texts. */
  private String original(String text) {
    return isCsv ? CsvText.original(text) : text;
  }

  /** Columns that make a row a conversation, even if it has a probability as well. */
  private static final List<String> TEXTS =
      List.of(
          "text",
          "prompt",
          "completion",
          "response",
          "reply",
          "content",
          "message",
          "conversation",
          "dialogue",
          "transcript");

  /**
   * Whether this is a score file, by its beginning. A row with texts and without logits is a
   * conversation, even if it has the column of a probability. What a cluster has scored is told by
   * its folder, since some of the files there have no row.
   *
   * @param file the path; {@code null} for standard input
   * @param markable the bytes of the file; reset to their beginning afterwards
   */
  public static boolean isScoreFile(@Nullable Path file, InputStream markable) {
    if (file != null && RunReport.folderOf(file).isPresent()) {
      return true;
    }
    return RecordReader.firstRecordHas(
            file, markable, ScoreColumn.APPROPRIATE_PROBABILITY.outputName())
        && (RecordReader.firstRecordHas(file, markable, ScoreColumn.LOGIT_APPROPRIATE.outputName())
            || (!RecordReader.firstRecordHasObjects(markable)
                && TEXTS.stream()
                    .noneMatch(text -> RecordReader.firstRecordHas(file, markable, text))));
  }

  /**
   * Opens a score file.
   *
   * @param name the file as the user named it
   * @param file the path; {@code null} for standard input
   * @param in the bytes of the file, compressed or not; has to support {@link InputStream#mark}
   * @param fields the kept fields to read
   * @param labelColumn the column of the label; {@code null} for {@code label} or else {@code
   *     thumbs_up}
   * @param labelWords the meaning of words in labels
   * @throws InputException if the file cannot be read
   */
  public static ScoreFileReader open(
      String name,
      @Nullable Path file,
      InputStream in,
      Iterable<String> fields,
      @Nullable String labelColumn,
      LabelWords labelWords) {
    return new ScoreFileReader(
        name,
        RecordReader.open(name, file, in, MAX_ROW_BYTES),
        fields,
        labelColumn == null ? List.of("label", "thumbs_up") : List.of(labelColumn),
        labelWords);
  }

  /** Opens a score file and ignores its labels. */
  static ScoreFileReader withoutLabels(
      String name, Path file, InputStream in, Iterable<String> fields) {
    return new ScoreFileReader(
        name,
        RecordReader.open(name, file, in, MAX_ROW_BYTES),
        fields,
        List.of(),
        LabelWords.standard());
  }

  /** Whether the file is Parquet. */
  boolean isParquet() {
    return records.isParquet();
  }

  /** The names of the columns of CSV or Parquet, in order; empty for JSON Lines. */
  List<String> columns() {
    return records.columns();
  }

  /** The header of a CSV file, unchanged; empty for other forms. */
  Optional<String> headerLine() {
    return records.headerLine();
  }

  /** The last row from {@link #next}, with all of its columns; {@code null} if it has none. */
  @Nullable FlatRecord record() {
    return last;
  }

  /**
   * The texts of the last row's fields that are neither scores nor labels, by name. Fields that the
   * first row lacks are left out.
   */
  public Map<String, String> otherFields() {
    Map<String, String> others = new LinkedHashMap<>();
    FlatRecord row = last;
    if (row == null) {
      return others;
    }
    if (otherNames == null) {
      List<String> names = row.names();
      otherNames =
          names.stream()
              .filter(name -> Collections.frequency(names, name) == 1)
              .filter(name -> !labelColumns.contains(name))
              .filter(
                  name ->
                      Arrays.stream(ScoreColumn.values())
                          .noneMatch(own -> own.outputName().equals(name)))
              .toList();
    }
    for (String field : otherNames) {
      FieldValue value = row.value(field);
      if (value != null && !value.isNothing()) {
        others.put(original(field), original(value.text()));
      }
    }
    return others;
  }

  /** Writes that row as it is in the file, without a line end. */
  void writeRow(OutputStream out) throws IOException {
    records.writeRow(out);
  }

  /**
   * The next row in the order of the file; empty at the end.
   *
   * @throws InputException if the rest of the file cannot be read, or a requested field is missing
   */
  public Optional<Result> next() {
    Optional<RecordReader.Result> next = records.next();
    if (next.isEmpty()) {
      return Optional.empty();
    }
    if (next.get() instanceof RecordReader.Result.Rejected rejected) {
      last = null;
      return Optional.of(new Result.Rejected(rejected.rejection()));
    }
    FlatRecord record = ((RecordReader.Result.Accepted) next.get()).record();
    last = record;
    if (!checked) {
      requireFields(record);
      checked = true;
    }
    try {
      return Optional.of(new Result.Accepted(row(record)));
    } catch (UnusableRowException e) {
      return Optional.of(new Result.Rejected(new Rejection(record.location(), e.getMessage(), "")));
    }
  }

  /**
   * The last row that {@link #next} accepted, as the run that scored it gave it, with the requested
   * fields as kept ones.
   *
   * @param row the number of the row, from 0
   * @param scorer makes the row's probability and its difference from the baseline of the logits
   * @throws InputException if the row lacks a column that {@code decorum score} writes
   */
  public ConversationScore score(long row, Scorer scorer) {
    FlatRecord record = Objects.requireNonNull(last, "no row was accepted");
    try {
      return score(record, row, scorer);
    } catch (UnusableRowException e) {
      throw new InputException(record.location() + ": " + e.getMessage());
    }
  }

  private ConversationScore score(FlatRecord record, long row, Scorer scorer)
      throws UnusableRowException {
    OptionalDouble reward = reward(record);
    float inappropriate = 0;
    float appropriate = (float) reward.orElse(0);
    if (reward.isEmpty()) {
      inappropriate = (float) number(record, ScoreColumn.LOGIT_INAPPROPRIATE);
      appropriate = (float) number(record, ScoreColumn.LOGIT_APPROPRIATE);
    }
    FieldValue window = value(record, ScoreColumn.WINDOW_SHA256);
    FieldValue id = value(record, ScoreColumn.ID);
    if (!Float.isFinite(inappropriate)
        || !Float.isFinite(appropriate)
        || window == null
        || id == null) {
      throw new UnusableRowException(
          "has no logits or no " + ScoreColumn.WINDOW_SHA256 + ", as decorum score writes them");
    }
    int turn = count(record, ScoreColumn.TURN);
    Map<String, FieldValue> keptFields = new LinkedHashMap<>();
    for (String field : fields) {
      FieldValue value = kept(record, field);
      if (value != null && !ScoredRow.OWN_FIELDS.contains(field)) {
        keptFields.put(field, isCsv ? FieldValue.string(original(value.text())) : value);
      }
    }
    FieldValue botName = value(record, ScoreColumn.BOT_NAME);
    double probability = Scale.probability(inappropriate, appropriate);
    return new ConversationScore(
        new SampleId(row, original(id.text()), turn),
        new RowContext(
            record.location(),
            botName == null ? "" : original(botName.text()),
            label(record),
            keptFields),
        probability,
        scorer.deltaPercent(probability),
        inappropriate,
        appropriate,
        count(record, ScoreColumn.TOKENS),
        count(record, ScoreColumn.TOKENS_DROPPED),
        count(record, ScoreColumn.MESSAGES),
        count(record, ScoreColumn.MESSAGES_USED),
        flags(record),
        window.text(),
        reward.isPresent() ? Scale.REWARD : Scale.PROBABILITY);
  }

  private static Set<Flag> flags(FlatRecord record) throws UnusableRowException {
    FieldValue value = value(record, ScoreColumn.FLAGS);
    EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
    if (value == null || value.isNothing()) {
      return flags;
    }
    String joined = value.json() ? FlagNames.joined(value.text()) : value.text();
    if (joined.isEmpty()) {
      return flags;
    }
    for (String name : FlagNames.separated(joined)) {
      flags.add(
          Arrays.stream(Flag.values())
              .filter(flag -> flag.outputName().equals(name))
              .findFirst()
              .orElseThrow(() -> new UnusableRowException("'" + name + "' is not a flag")));
    }
    return flags;
  }

  private void requireFields(FlatRecord record) {
    List<String> missing = new ArrayList<>();
    for (String field : fields) {
      if (!ScoredRow.OWN_FIELDS.contains(field)
          && !record.names().contains(field)
          && !record.names().contains(CsvText.neutralised(field))) {
        missing.add(field);
      }
    }
    if (!missing.isEmpty()) {
      List<String> nearest = NearestNames.nearest(missing.get(0), record.names());
      throw new InputException(
          name
              + ": the score file has no column "
              + String.join(", ", missing)
              + (nearest.isEmpty() || missing.size() > 1
                  ? ""
                  : "; did you mean \"" + String.join("\" or \"", nearest) + "\"?")
              + (nearest.isEmpty() || missing.size() > 1 ? "; score" : " Otherwise score")
              + " again with --keep "
              + String.join(",", missing));
    }
  }

  private ScoredRow row(FlatRecord record) throws UnusableRowException {
    FieldValue id = value(record, ScoreColumn.ID);
    if (id == null) {
      throw new UnusableRowException("id is missing");
    }
    int turn = count(record, ScoreColumn.TURN);
    Map<String, String> values = new HashMap<>();
    for (String field : fields) {
      String value = text(record, field, turn);
      if (!value.isEmpty()) {
        values.put(field, value);
      }
    }
    OptionalDouble reward = reward(record);
    return new ScoredRow(
        ScoredRow.name(original(id.text()), turn),
        reward.isPresent() ? reward.getAsDouble() : logit(record),
        count(record, ScoreColumn.TOKENS),
        isTruncated(record),
        label(record),
        values,
        reward.isPresent() ? Scale.REWARD : Scale.PROBABILITY);
  }

  /**
   * The reward of a row: its probability is the sigmoid of the reward, and it has no logits.
   * Otherwise, a field of this name comes from the input.
   */
  private static OptionalDouble reward(FlatRecord record) throws UnusableRowException {
    if (!ScoreColumn.REWARD.isIn(record.names())) {
      return OptionalDouble.empty();
    }
    if (value(record, ScoreColumn.REWARD) == null) {
      throw new UnusableRowException(ScoreColumn.REWARD + " is missing");
    }
    double reward = number(record, ScoreColumn.REWARD);
    double probability = number(record, ScoreColumn.APPROPRIATE_PROBABILITY);
    if (!(Math.abs(Scale.probability(0, reward) - probability) <= ROUNDING)) {
      throw new UnusableRowException(
          ScoreColumn.APPROPRIATE_PROBABILITY + " is not the sigmoid of the row's reward");
    }
    return OptionalDouble.of(reward);
  }

  /** The text of a field, the same as in a newly scored row; empty if there is none. */
  private String text(FlatRecord record, String field, int turn) {
    if (field.equals(ScoredRow.TURN)) {
      return turn > 0 ? Integer.toString(turn) : "";
    }
    FieldValue value = kept(record, field);
    if (value == null || value.isNothing()) {
      return "";
    }
    return field.equals(ScoredRow.FLAGS) && value.json()
        ? FlagNames.joined(value.text())
        : original(value.text());
  }

  /** The value of a kept field, whose name the CSV writer may have neutralised. */
  private static @Nullable FieldValue kept(FlatRecord record, String field) {
    FieldValue value = record.value(field);
    return value == null ? record.value(CsvText.neutralised(field)) : value;
  }

  private static double logit(FlatRecord record) throws UnusableRowException {
    double probability = number(record, ScoreColumn.APPROPRIATE_PROBABILITY);
    if (Double.isNaN(probability)) {
      throw new UnusableRowException(ScoreColumn.APPROPRIATE_PROBABILITY + " is missing");
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw new UnusableRowException(
          ScoreColumn.APPROPRIATE_PROBABILITY
              + " is "
              + probability
              + ", expected a number from 0 to 1");
    }
    double inappropriate = number(record, ScoreColumn.LOGIT_INAPPROPRIATE);
    double appropriate = number(record, ScoreColumn.LOGIT_APPROPRIATE);
    if (Double.isNaN(inappropriate) || Double.isNaN(appropriate)) {
      if (probability == 0 || probability == 1) {
        throw new UnusableRowException(
            ScoreColumn.APPROPRIATE_PROBABILITY
                + " is exactly "
                + (int) probability
                + ", and there are no logits that say how near");
      }
      return Math.log(probability) - Math.log1p(-probability);
    }
    if (!(Math.abs(Scale.probability(inappropriate, appropriate) - probability) <= ROUNDING)) {
      throw new UnusableRowException(
          ScoreColumn.APPROPRIATE_PROBABILITY + " is not the softmax of the row's logits");
    }
    return appropriate - inappropriate;
  }

  private static @Nullable FieldValue value(FlatRecord record, ScoreColumn column) {
    return record.value(column.outputName());
  }

  /** The number in a column, with the precision of the column's kind; NaN if there is none. */
  private static double number(FlatRecord record, ScoreColumn column) throws UnusableRowException {
    FieldValue value = value(record, column);
    if (value == null) {
      return Double.NaN;
    }
    double number = finite(column, value.text());
    return column.kind() == ColumnKind.LOGIT ? single(column, number) : number;
  }

  private static double finite(ScoreColumn column, String text) throws UnusableRowException {
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new UnusableRowException(column + " is '" + shorten(text) + "', expected a number");
  }

  /** Logits are float32: as such they are the same number whether scored just now or read back. */
  private static float single(ScoreColumn column, double number) throws UnusableRowException {
    float single = (float) number;
    if (Float.isInfinite(single)) {
      throw new UnusableRowException(
          column + " is larger than a number in single precision, which a model gives, can be");
    }
    return single;
  }

  private static int count(FlatRecord record, ScoreColumn column) throws UnusableRowException {
    FieldValue value = value(record, column);
    if (value == null) {
      return 0;
    }
    try {
      int number = Integer.parseInt(value.text());
      // Java takes the digits of all scripts for numbers.
      if (number >= 0 && value.text().chars().allMatch(c -> c < 0x80)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new UnusableRowException(
        column + " is '" + shorten(value.text()) + "', expected a number of 0 or more");
  }

  private static boolean isTruncated(FlatRecord record) throws UnusableRowException {
    FieldValue flags = value(record, ScoreColumn.FLAGS);
    return count(record, ScoreColumn.TOKENS_DROPPED) > 0
        || (flags != null && flags.text().contains(Flag.TRUNCATED.outputName()));
  }

  private @Nullable Label label(FlatRecord record) throws UnusableRowException {
    for (String column : labelColumns) {
      FieldValue value = kept(record, column);
      if (value != null) {
        Label label = labelWords.of(value.text());
        if (label == null && labelWords.isOfScale(value.text())) {
          throw new InputException(
              record.location()
                  + ": "
                  + column
                  + " is "
                  + shorten(value.text())
                  + ", "
                  + LabelWords.ofScale());
        }
        if (label == null) {
          throw new UnusableRowException(
              column + " is '" + shorten(value.text()) + "', " + labelWords.expected());
        }
        return label;
      }
    }
    return null;
  }

  private static String shorten(String value) {
    return value.length() <= 80 ? value : value.substring(0, 80) + "…";
  }

  @Override
  public void close() throws IOException {
    records.close();
  }

  /** Why a row cannot be used. */
  private static final class UnusableRowException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableRowException(String reason) {
      super(reason, null, false, false);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
