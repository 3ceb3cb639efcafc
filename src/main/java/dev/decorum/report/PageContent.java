package dev.decorum.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the templates of a page read. Every text in it is visible and harmless but not yet escaped,
 * which the templates do. Public only because compiled templates live in a package of their own.
 *
 * @param title what the page is called
 * @param provenance where the scores came from, in a line
 * @param demo whether any of them came from the bundled demo model
 * @param sections the document, cut at its headings
 * @param origins where the scores came from, in full
 * @param charts the numbers of all charts as JSON; empty where there is no chart
 * @param generator this program and its version
 * @param code style, scripts and what the browser may run of them
 */
public record PageContent(
    String title,
    String provenance,
    boolean demo,
    List<Section> sections,
    List<Origin> origins,
    String charts,
    String generator,
    PageCode code) {

  /** A part of a section. */
  public sealed interface Block {}

  /**
   * A heading and what stands under it.
   *
   * @param id to be linked to
   * @param heading empty where a document begins without one
   * @param answer whether the document's answer stands here
   */
  public record Section(String id, String heading, boolean answer, List<Block> blocks) {}

  /**
   * Running text.
   *
   * @param lead whether it is to be read before anything else
   */
  public record Paragraph(String text, boolean lead) implements Block {}

  /** Numbers to be shown large. */
  public record Figures(List<Figure> figures) implements Block {}

  /**
   * A number to be shown large.
   *
   * @param tone {@code neutral}, {@code good} or {@code bad}
   */
  public record Figure(String label, Cell value, String note, String tone) {}

  /**
   * The place of a chart.
   *
   * @param number which of the page's charts
   */
  public record Plot(int number, String title, String description) implements Block {}

  /**
   * A table.
   *
   * @param id of its caption
   * @param caption read aloud; the heading above says the same to those who see it
   * @param sortable whether its rows may stand in another order
   */
  public record Table(
      String id, String caption, boolean sortable, List<Column> columns, List<List<Cell>> rows)
      implements Block {}

  /**
   * A column.
   *
   * @param unseen a name to be read aloud where {@code name} is empty
   */
  public record Column(String name, String unseen, boolean number) {}

  /**
   * A cell.
   *
   * @param text what is read first
   * @param interval its interval, in a lighter tone; empty for none
   * @param value the number by which it is sorted, with all of its digits; {@code null} for none
   * @param fit {@code line} where it is short enough never to be broken, {@code box} where it is so
   *     long that it scrolls in a box of its own, {@code text} otherwise
   */
  public record Cell(String text, String interval, @Nullable String value, String fit) {}

  /** Conversations, each a row, with what was said under it. */
  public record Talks(String id, String caption, List<Column> columns, List<Talk> talks)
      implements Block {}

  /**
   * A conversation.
   *
   * @param names the cells before the score
   * @param score its score
   * @param delta its difference to the baseline
   * @param bar the length of a bar for that difference, from -100 to 100
   * @param numbers the cells after it
   * @param saying how much was said; empty where nothing is shown
   * @param left how many earlier messages are not shown, in words; empty for none
   * @param messages what was said
   * @param formatted a text that was formatted already; empty for none
   */
  public record Talk(
      List<Cell> names,
      Cell score,
      Cell delta,
      long bar,
      List<Cell> numbers,
      String saying,
      String left,
      List<Said> messages,
      String formatted) {}

  /**
   * A message.
   *
   * @param side {@code bot} or {@code user}
   * @param name who said it
   */
  public record Said(String side, String name, String text) {}

  /**
   * Where scores came from.
   *
   * @param known whether there is a manifest
   * @param demo whether the model is the bundled demo
   * @param facts names and values
   * @param hashes of the model's files and of the formatter
   * @param inputs what was read
   * @param manyInputs whether they are so many that they are folded
   */
  public record Origin(
      String name,
      boolean known,
      boolean demo,
      List<Fact> facts,
      List<Fact> hashes,
      List<Input> inputs,
      boolean manyInputs) {}

  /** A fact by its name. */
  public record Fact(String name, String value) {}

  /** An input. */
  public record Input(String path, String bytes, String sha256) {}
}
