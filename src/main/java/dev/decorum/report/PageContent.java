package dev.decorum.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data of a page for its templates. Invisible and control characters have been made visible in
 * all texts; escaping is done by the templates. Public only because compiled templates are in a
 * package of their own.
 *
 * @param title the title of the page
 * @param provenance where the scores came from, in one line; empty if there are none
 * @param demo whether any of them came from the bundled demo model
 * @param sections the document, cut at its headings
 * @param origins where the scores came from, in full
 * @param charts the numbers of all charts as JSON; empty where there is no chart
 * @param listings the rows of all listings as JSON; empty where there is none
 * @param generator this program and its version
 * @param code the style sheet, the scripts and the policy
 */
public record PageContent(
    String title,
    String provenance,
    boolean demo,
    List<Section> sections,
    List<Origin> origins,
    String charts,
    String listings,
    String generator,
    PageCode code) {

  /** A part of a section. */
  public sealed interface Block {}

  /**
   * A heading and the blocks under it.
   *
   * @param id the target of links
   * @param heading empty if a document begins without one
   * @param answer whether this is the document's answer
   */
  public record Section(String id, String heading, boolean answer, List<Block> blocks) {}

  /**
   * Running text.
   *
   * @param lead whether it is to be read first
   */
  public record Paragraph(String text, boolean lead) implements Block {}

  /** What a number is in the terms of statistics. */
  public record Footnote(String text) implements Block {}

  /** Numbers that are shown large. */
  public record Figures(List<Figure> figures) implements Block {}

  /**
   * A number that is shown large.
   *
   * @param tone {@code neutral}, {@code good} or {@code bad}
   */
  public record Figure(String label, Cell value, String note, String tone) {}

  /**
   * The place of a chart.
   *
   * @param number the number of the chart on the page
   */
  public record Plot(int number, String title, String description) implements Block {}

  /** Small charts beside each other, with one scale. */
  public record Plots(String title, String description, List<Plot> plots) implements Block {}

  /**
   * The place of a table of very many rows, which a script fills.
   *
   * @param number the number of the table among those of its kind on the page
   * @param noun what its rows are, in the plural
   */
  public record Listing(String id, String caption, int number, String noun) implements Block {}

  /**
   * A table.
   *
   * @param id the id of the caption
   * @param caption for screen readers; the visible heading says the same
   * @param sortable whether its rows may be reordered
   */
  public record Table(
      String id, String caption, boolean sortable, List<Column> columns, List<List<Cell>> rows)
      implements Block {}

  /**
   * A column.
   *
   * @param unseen a name for screen readers if {@code name} is empty
   * @param kind the name of its {@link TableColumn.Kind} in small letters
   */
  public record Column(String name, String unseen, String kind) {}

  /**
   * A cell.
   *
   * @param text what is read first
   * @param interval the interval, shown in a lighter tone; empty for none
   * @param numbers the numbers behind the text
   * @param fit {@code line} for a short text that never wraps, {@code box} for a long one that
   *     scrolls in a box of its own, {@code text} otherwise
   */
  public record Cell(String text, String interval, Numbers numbers, String fit) {}

  /**
   * The numbers of a cell with all of their digits, each {@code null} if there is none.
   *
   * @param value the number that the cell shows
   * @param low the lower end of its interval
   * @param high the upper end of its interval
   * @param key what to sort by where the cell shows no single number
   */
  public record Numbers(
      @Nullable String value, @Nullable String low, @Nullable String high, @Nullable String key) {
    static final Numbers NONE = new Numbers(null, null, null, null);
  }

  /** Conversations, one row each, with their texts below. */
  public record Talks(String id, String caption, List<Column> columns, List<Talk> talks)
      implements Block {}

  /**
   * A conversation.
   *
   * @param names the cells before the score
   * @param score its score
   * @param delta its difference from the baseline
   * @param numbers the cells after the difference
   * @param saying the length of the conversation in words; empty if its text is not shown
   * @param last the beginning of what the bot said last; empty if it is not known
   * @param left how many earlier messages are not shown, in words; empty for none
   * @param messages the messages
   * @param formatted the formatted text of a conversation without messages; empty for none
   */
  public record Talk(
      List<Cell> names,
      Cell score,
      Cell delta,
      List<Cell> numbers,
      String saying,
      String last,
      String left,
      List<Said> messages,
      String formatted) {}

  /** Rows of two versions, with their texts side by side below. */
  public record Contrasts(String id, String caption, List<Column> columns, List<Contrast> contrasts)
      implements Block {}

  /**
   * A row of two versions.
   *
   * @param cells its name and its scores
   * @param name its name, for screen readers
   * @param last the beginning of what the later version's bot said last; empty if it is not known
   * @param sides the two conversations; empty if no text is shown
   */
  public record Contrast(List<Cell> cells, String name, String last, List<Side> sides) {}

  /**
   * One of two conversations.
   *
   * @param version the name of its version
   * @param score its score
   * @param known whether its text was found
   * @param left how many earlier messages are not shown, in words; empty for none
   * @param messages the messages
   * @param formatted the formatted text of a conversation without messages; empty for none
   */
  public record Side(
      String version,
      String score,
      boolean known,
      String left,
      List<Said> messages,
      String formatted) {}

  /**
   * A message.
   *
   * @param side {@code bot}, {@code user} or {@code setting}
   * @param name the name of the speaker
   * @param gauge what the message is to the score; {@code null} if it is not known
   */
  public record Said(String side, String name, String text, @Nullable Gauge gauge) {}

  /**
   * What a message is to the score.
   *
   * @param share the length of a bar for the score after it, from 0 to 100; {@code null} for none
   * @param baseline the place of a mark on the bar, likewise
   * @param numbers the score and its changes, in words
   * @param remark what is special about the message; empty for nothing
   */
  public record Gauge(
      @Nullable String share, @Nullable String baseline, String numbers, String remark) {}

  /**
   * A conversation with scores.
   *
   * @param left how many earlier messages are not shown, in words; empty for none
   */
  public record Chat(String left, List<Said> messages) implements Block {}

  /**
   * Where scores came from, or what several sources have in common.
   *
   * @param known whether there is a manifest
   * @param demo whether the model is the bundled demo
   * @param facts names and values
   * @param hashes the hashes of the model's files and of the formatter
   * @param inputs the inputs
   * @param manyInputs whether there are so many inputs that they are folded
   */
  public record Origin(
      String name,
      boolean known,
      boolean demo,
      List<Fact> facts,
      List<Fact> hashes,
      List<Input> inputs,
      boolean manyInputs) {}

  /** A fact with its name. */
  public record Fact(String name, String value) {}

  /** An input. */
  public record Input(String path, String bytes, String sha256) {}
}
