package dev.decorum.report;

import dev.decorum.conversation.Flag;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreColumns;
import dev.decorum.score.ScoreWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes scores as a table for a terminal, with one line per row and columns of fixed width, so
 * that rows can be shown as they arrive. CSV and JSON Lines have more for programs.
 */
public final class TableScoreWriter implements ScoreWriter {
  private static final int ID_WIDTH = 28;
  private static final int BOT_WIDTH = 16;

  private final Writer out;
  private final ScoreColumns columns;

  private boolean begun;

  /**
   * Creates a table whose header is written with the first row, so that notes about the input come
   * above it.
   */
  public TableScoreWriter(OutputStream stream, ScoreColumns columns) {
    this.out = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    this.columns = columns;
  }

  @Override
  public void write(ConversationScore score) throws IOException {
    if (!begun) {
      line(
          "id",
          "turn",
          "bot",
          columns.scale() == Scale.REWARD ? "reward" : "appropriate",
          "calibrated",
          "delta",
          "tokens",
          "flags");
      begun = true;
    }
    line(
        score.id().conversationId(),
        Integer.toString(score.id().turn()),
        score.context().botName(),
        NumberFormat.PROBABILITY.text(score.value()),
        columns.calibration() == null
            ? ""
            : NumberFormat.PROBABILITY.text(columns.calibrated(score)),
        NumberFormat.DELTA_PERCENT.text(score.baselineDeltaPercent()),
        Integer.toString(score.tokens()),
        score.flags().stream().map(Flag::outputName).collect(Collectors.joining(" ")));
  }

  private void line(
      String id,
      String turn,
      String bot,
      String probability,
      String calibrated,
      String delta,
      String tokens,
      String flags)
      throws IOException {
    StringBuilder line = new StringBuilder(96);
    line.append(TerminalText.cell(id, ID_WIDTH));
    if (columns.withTurn()) {
      line.append(String.format(Locale.ROOT, " %5s", turn));
    }
    line.append("  ").append(TerminalText.cell(bot, BOT_WIDTH));
    line.append(String.format(Locale.ROOT, "%12s", probability));
    if (columns.calibration() != null) {
      line.append(String.format(Locale.ROOT, "%12s", calibrated));
    }
    line.append(String.format(Locale.ROOT, "%10s%8s  ", delta, tokens));
    line.append(flags);
    out.write(line.toString().stripTrailing());
    out.write('\n');
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
