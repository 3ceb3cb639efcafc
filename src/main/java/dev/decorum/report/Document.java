package dev.decorum.report;

import dev.decorum.stats.Estimate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A report as headings, paragraphs, tables and charts, independent of its rendering. Renderings
 * without charts, as on a terminal, lose nothing: the tables have the same numbers.
 */
public final class Document {

  /** A part of a document. */
  public sealed interface Block {

    /** A heading; the first of a document is its title. */
    record Heading(String text) implements Block {
      public Heading {
        Objects.requireNonNull(text);
      }
    }

    /**
     * Running text, one or more sentences.
     *
     * @param verdictFrom where the word of the text begins that is its verdict
     * @param verdictTo where that word ends; the same place if there is none
     * @param tone whether the verdict is good news
     */
    record Paragraph(String text, int verdictFrom, int verdictTo, Tone tone) implements Block {
      public Paragraph {
        Objects.requireNonNull(text);
        Objects.checkFromToIndex(verdictFrom, verdictTo, text.length());
        Objects.requireNonNull(tone);
      }

      /** Text without a verdict. */
      public Paragraph(String text) {
        this(text, 0, 0, Tone.NEUTRAL);
      }
    }

    /**
     * What a number is in the terms of statistics, for renderings that have room for footnotes.
     * Where there is none, it is left out, or is a paragraph if the user asked for it.
     */
    record Footnote(String text) implements Block {
      public Footnote {
        Objects.requireNonNull(text);
      }
    }

    /** Rows of two versions side by side, with their texts only if the user asked for them. */
    record Contrasts(ContrastTable contrasts) implements Block {
      public Contrasts {
        Objects.requireNonNull(contrasts);
      }

      /** The rows as a table, without texts. */
      Table table() {
        return Table.of(contrasts.columns(), contrasts.contrasts());
      }
    }

    /**
     * A table.
     *
     * @param columns from left to right
     * @param rows one cell for each column
     */
    record Table(List<TableColumn> columns, List<List<Cell>> rows) implements Block {
      public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Cell> row : rows) {
          if (row.size() != columns.size()) {
            throw new IllegalArgumentException(
                row.size() + " cells in " + columns.size() + " columns");
          }
        }
      }

      /** A row for each of {@code rows}. */
      static <T> Table of(Columns<T> columns, List<T> rows) {
        return new Table(columns.columns(), rows.stream().map(columns::cells).toList());
      }

      /** The table without columns that have neither a heading nor any text. */
      Table withoutEmptyColumns() {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          int column = i;
          if (!columns.get(i).heading().isEmpty()
              || rows.stream().anyMatch(row -> !row.get(column).equals(Cell.EMPTY))) {
            kept.add(i);
          }
        }
        return new Table(pick(columns, kept), rows.stream().map(row -> pick(row, kept)).toList());
      }

      private static <E> List<E> pick(List<E> all, List<Integer> places) {
        return places.stream().map(all::get).toList();
      }
    }

    /** The main numbers, for renderings that can show them large; they are in the text as well. */
    record Figures(List<Figure> figures) implements Block {
      public Figures {
        figures = List.copyOf(figures);
      }
    }

    /** A chart, for renderings that can draw it; its numbers are in tables as well. */
    record Drawing(Chart chart) implements Block {
      public Drawing {
        Objects.requireNonNull(chart);
      }
    }

    /**
     * Small charts of the same kind, for renderings that can draw them beside each other with one
     * scale; their numbers are in tables as well.
     */
    record Drawings(String title, String description, List<Chart> charts) implements Block {
      public Drawings {
        Objects.requireNonNull(title);
        Objects.requireNonNull(description);
        charts = List.copyOf(charts);
      }
    }

    /**
     * A section of its own with very many rows, for renderings in which they can be searched.
     *
     * @param rows gathered only where they are shown
     */
    record Listing(String heading, Supplier<RowListing> rows) implements Block {
      public Listing {
        Objects.requireNonNull(heading);
        Objects.requireNonNull(rows);
      }
    }

    /**
     * An explained conversation: lines for a terminal, a chat for a page, and a table for other
     * renderings, all with the same contents.
     *
     * @param lines the lines for a number of columns, harmless for a terminal
     * @param left how many earlier messages are not shown
     */
    record Chat(
        IntFunction<List<String>> lines, Table table, int left, List<ScoredMessage> messages)
        implements Block {
      public Chat {
        Objects.requireNonNull(lines);
        Objects.requireNonNull(table);
        messages = List.copyOf(messages);
      }
    }

    /** Conversations, one row each, with their texts only if the user asked for them. */
    record Excerpts(List<Excerpt> excerpts) implements Block {
      public Excerpts {
        excerpts = List.copyOf(excerpts);
      }

      /** The conversations as a table, without texts. */
      Table table() {
        Columns<Excerpt> columns = new Columns<Excerpt>().name("id", Excerpt::id);
        if (!excerpts.isEmpty()) {
          addFacts(columns, TableColumn.Kind.NAMES);
          columns.values("score", Excerpt::score).values("delta", Excerpt::delta);
          addFacts(columns, TableColumn.Kind.VALUES);
        }
        return Table.of(columns, excerpts);
      }

      private void addFacts(Columns<Excerpt> columns, TableColumn.Kind kind) {
        List<Excerpt.Fact> facts = excerpts.get(0).facts();
        for (int i = 0; i < facts.size(); i++) {
          int place = i;
          if (facts.get(i).kind() == kind) {
            columns.add(facts.get(i).name(), kind, row -> row.facts().get(place).value());
          }
        }
      }
    }
  }

  /**
   * A main number, which is read before anything else.
   *
   * @param label the name of the number
   * @param value the number without its interval
   * @param note its interval, or the value to compare it with
   * @param tone whether it is good news
   */
  public record Figure(String label, Cell.Quantity value, String note, Tone tone) {
    public Figure {
      Objects.requireNonNull(label);
      Objects.requireNonNull(value);
      Objects.requireNonNull(note);
      Objects.requireNonNull(tone);
    }

    /** A figure with the interval as its note. */
    static Figure of(String label, Estimate estimate, NumberFormat format, Tone tone) {
      return new Figure(
          label, new Cell.Quantity(estimate.value(), format), format.interval(estimate), tone);
    }

    /** A figure for a count, which is neither good nor bad news. */
    static Figure of(String label, long count, String note) {
      return new Figure(label, new Cell.Quantity(count, NumberFormat.COUNT), note, Tone.NEUTRAL);
    }
  }

  /** Whether a number is good news, which is shown by more than colour. */
  public enum Tone {
    NEUTRAL,
    GOOD,
    BAD
  }

  private static final int USUAL_WIDTH = 100;

  private final List<Block> blocks = new ArrayList<>();
  private int width = USUAL_WIDTH;
  private boolean explains;

  /** Wraps paragraphs at another width where the document is plain text; 100 columns by default. */
  Document wrappedAt(int columns) {
    width = columns;
    return this;
  }

  /** Makes paragraphs of what {@link #explain} adds, for a user who asked for explanations. */
  Document explaining(boolean wanted) {
    explains = wanted;
    return this;
  }

  Document heading(String text) {
    blocks.add(new Block.Heading(text));
    return this;
  }

  Document paragraph(String text) {
    blocks.add(new Block.Paragraph(text));
    return this;
  }

  /**
   * Adds a paragraph with a verdict.
   *
   * @param before the text before it
   * @param verdict the word or the words that say it
   * @param after the text behind it
   */
  Document verdict(String before, String verdict, String after, Tone tone) {
    int from = before.length();
    blocks.add(new Block.Paragraph(before + verdict + after, from, from + verdict.length(), tone));
    return this;
  }

  /**
   * Says what a number is in the terms of statistics: in a footnote, or in a paragraph if the user
   * asked for explanations.
   */
  Document explain(String text) {
    blocks.add(explains ? new Block.Paragraph(text) : new Block.Footnote(text));
    return this;
  }

  /** Adds a table with a row for each of {@code rows}, without empty columns. */
  <T> Document table(Columns<T> columns, List<T> rows) {
    return add(Block.Table.of(columns, rows).withoutEmptyColumns());
  }

  /** Adds a part of another document. */
  Document add(Block block) {
    blocks.add(block);
    return this;
  }

  Document figures(List<Figure> figures) {
    blocks.add(new Block.Figures(figures));
    return this;
  }

  /** Adds a chart; one of estimates of which there are none is left out. */
  Document chart(Chart chart) {
    if (chart instanceof Chart.Intervals intervals && intervals.items().isEmpty()) {
      return this;
    }
    blocks.add(new Block.Drawing(chart));
    return this;
  }

  Document charts(String title, String description, List<Chart> charts) {
    blocks.add(new Block.Drawings(title, description, charts));
    return this;
  }

  Document listing(String heading, Supplier<RowListing> rows) {
    blocks.add(new Block.Listing(heading, rows));
    return this;
  }

  Document conversations(List<Excerpt> excerpts) {
    blocks.add(new Block.Excerpts(excerpts));
    return this;
  }

  /** The number of columns at which paragraphs are wrapped in plain text. */
  int width() {
    return width;
  }

  Document contrasts(ContrastTable contrasts) {
    blocks.add(new Block.Contrasts(contrasts));
    return this;
  }

  /** The parts in order. */
  public List<Block> blocks() {
    return Collections.unmodifiableList(blocks);
  }
}
