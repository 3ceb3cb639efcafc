package dev.decorum.report;

import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Flag;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a ranking as a table for a terminal, with the replies of a group below each other, best
 * first.
 */
public final class RankingTableWriter extends RowTable {

  /** The field for the group of a reply. */
  public static final String GROUP = "group";

  /** The field for a reply's place in the group. */
  public static final String RANK = "rank";

  /** The field for the distance to the best reply. */
  public static final String MARGIN = "margin";

  /** The field for the file and the row in which a reply stood, where there are several files. */
  public static final String SOURCE = "source";

  private static final int FLAGS_WIDTH = 10;

  private final boolean withSource;
  private String lastGroup = "";
  private boolean begun;

  private RankingTableWriter(
      OutputStream stream, Scale scale, boolean withSource, LineLayout layout) {
    super(stream, shown(scale, withSource, layout));
    this.withSource = withSource;
  }

  /**
   * A table of all rows.
   *
   * @param withSource whether rows tell where replies stood
   */
  public static ScoreWriter ofAll(
      OutputStream stream, Scale scale, boolean withSource, LineLayout layout) {
    return new RankingTableWriter(stream, scale, withSource, layout);
  }

  /** A table of the first and the last rows, if there are many. */
  public static ScoreWriter ofEnds(
      OutputStream stream, Scale scale, boolean withSource, LineLayout layout) {
    return new HeadAndTail(new RankingTableWriter(stream, scale, withSource, layout));
  }

  private static RowColumns shown(Scale scale, boolean withSource, LineLayout layout) {
    return new RowColumns(layout)
        .name("group", 22, 8)
        .number("rank", 5)
        .name("id", 28, 10)
        .number(scale == Scale.REWARD ? "reward" : "appropriate", 13)
        .sparedNumber("delta", 9)
        .sparedNumber("margin", 8)
        .rest(withSource ? withSource("flags", "source") : "flags");
  }

  private static String withSource(String flags, String source) {
    return TerminalText.cell(flags, Math.max(FLAGS_WIDTH, flags.length() + 1)) + source;
  }

  @Override
  List<String> cells(ConversationScore score) {
    String group = field(score, GROUP);
    String flags = score.flags().stream().map(Flag::outputName).collect(Collectors.joining(" "));
    List<String> cells = new ArrayList<>();
    cells.add(begun && group.equals(lastGroup) ? "" : group);
    cells.add(field(score, RANK));
    cells.add(score.id().conversationId());
    cells.add(NumberFormat.PROBABILITY.text(score.value()));
    cells.add(NumberFormat.DELTA_PERCENT.text(score.baselineDeltaPercent()));
    cells.add(NumberFormat.PROBABILITY.text(Double.parseDouble(field(score, MARGIN))));
    cells.add(withSource ? withSource(flags, field(score, SOURCE)) : flags);
    lastGroup = group;
    begun = true;
    return cells;
  }

  /** Below the gap the group is named again. */
  @Override
  void gap(String text) throws IOException {
    super.gap(text);
    begun = false;
  }

  private static String field(ConversationScore score, String name) {
    FieldValue value = score.context().fields().get(name);
    return value == null ? "" : value.text();
  }
}
