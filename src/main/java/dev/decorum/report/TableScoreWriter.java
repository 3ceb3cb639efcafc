package dev.decorum.report;

import dev.decorum.conversation.Flag;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreColumns;
import dev.decorum.score.ScoreWriter;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes scores as a table for a terminal, with one line per row and columns of fixed width, so
 * that rows can be shown as they arrive. CSV and JSON Lines have more for programs.
 */
public final class TableScoreWriter extends RowTable {
  private final ScoreColumns columns;

  private TableScoreWriter(OutputStream stream, ScoreColumns columns, LineLayout layout) {
    super(stream, shown(columns, layout));
    this.columns = columns;
  }

  /** A table of all rows. */
  public static ScoreWriter ofAll(OutputStream stream, ScoreColumns columns, LineLayout layout) {
    return new TableScoreWriter(stream, columns, layout);
  }

  /** A table of the first and the last rows, if there are many. */
  public static ScoreWriter ofEnds(OutputStream stream, ScoreColumns columns, LineLayout layout) {
    return new HeadAndTail(new TableScoreWriter(stream, columns, layout));
  }

  private static RowColumns shown(ScoreColumns columns, LineLayout layout) {
    RowColumns shown = new RowColumns(layout).name("id", 28, 16);
    if (columns.withTurn()) {
      shown.number("turn", 6);
    }
    shown.sparedName("bot", 16, 10);
    shown.number(columns.scale() == Scale.REWARD ? "reward" : "appropriate", 12);
    if (columns.calibration() != null) {
      shown.sparedNumber("calibrated", 12);
    }
    return shown.sparedNumber("delta", 10).sparedNumber("tokens", 8).rest("flags");
  }

  @Override
  List<String> cells(ConversationScore score) {
    List<String> cells = new ArrayList<>();
    cells.add(score.id().conversationId());
    if (columns.withTurn()) {
      cells.add(Integer.toString(score.id().turn()));
    }
    cells.add(score.context().botName());
    cells.add(NumberFormat.PROBABILITY.text(score.value()));
    if (columns.calibration() != null) {
      cells.add(NumberFormat.PROBABILITY.text(columns.calibrated(score)));
    }
    cells.add(NumberFormat.DELTA_PERCENT.text(score.baselineDeltaPercent()));
    cells.add(Integer.toString(score.tokens()));
    cells.add(score.flags().stream().map(Flag::outputName).collect(Collectors.joining(" ")));
    return cells;
  }
}
