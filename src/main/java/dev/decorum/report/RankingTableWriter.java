package dev.decorum.report;

import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Flag;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes a ranking as a table for a terminal, with the replies of a group below each other, best
 * first.
 */
public final class RankingTableWriter implements ScoreWriter {

  /** The field for the group of a reply. */
  public static final String GROUP = "group";

  /** The field for a reply's place in the group. */
  public static final String RANK = "rank";

  /** The field for the distance to the best reply. */
  public static final String MARGIN = "margin";

  /** The field for the file and the row in which a reply stood, where there are several files. */
  public static final String SOURCE = "source";

  private static final int FLAGS_WIDTH = 10;
  private static final int GROUP_WIDTH = 22;
  private static final int ID_WIDTH = 28;

  private final Writer out;
  private final boolean isReward;
  private final boolean withSource;
  private String lastGroup = "";
  private boolean begun;

  /**
   * Creates a table, without deltas for rewards, which have no baseline by default.
   *
   * @param withSource whether rows tell where replies stood
   */
  public RankingTableWriter(OutputStream stream, Scale scale, boolean withSource) {
    this.withSource = withSource;
    this.isReward = scale == Scale.REWARD;
    this.out = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
  }

  @Override
  public void write(ConversationScore score) throws IOException {
    if (!begun) {
      line(
          "group",
          "rank",
          "id",
          isReward ? "reward" : "appropriate",
          "delta",
          "margin",
          "flags",
          "source");
    }
    String group = field(score, GROUP);
    line(
        begun && group.equals(lastGroup) ? "" : group,
        field(score, RANK),
        score.id().conversationId(),
        NumberFormat.PROBABILITY.text(score.value()),
        NumberFormat.DELTA_PERCENT.text(score.baselineDeltaPercent()),
        NumberFormat.PROBABILITY.text(Double.parseDouble(field(score, MARGIN))),
        score.flags().stream().map(Flag::outputName).collect(Collectors.joining(" ")),
        field(score, SOURCE));
    lastGroup = group;
    begun = true;
  }

  private static String field(ConversationScore score, String name) {
    FieldValue value = score.context().fields().get(name);
    return value == null ? "" : value.text();
  }

  private void line(
      String group,
      String rank,
      String id,
      String probability,
      String delta,
      String margin,
      String flags,
      String source)
      throws IOException {
    String line =
        TerminalText.cell(group, GROUP_WIDTH)
            + String.format(Locale.ROOT, " %4s  ", rank)
            + TerminalText.cell(id, ID_WIDTH)
            + String.format(Locale.ROOT, "%13s%9s%8s  ", probability, delta, margin)
            + (withSource
                ? TerminalText.cell(flags, Math.max(FLAGS_WIDTH, flags.length() + 1))
                    + TerminalText.harmless(source)
                : flags);
    out.write(line.stripTrailing());
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
