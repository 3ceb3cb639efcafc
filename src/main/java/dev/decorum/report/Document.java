package dev.decorum.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** A report as headings, paragraphs and tables, before anybody decides how it looks. */
public final class Document {

  /** A part of a document. */
  public sealed interface Block {

    /** A heading; the first of a document is its title. */
    record Heading(String text) implements Block {
      public Heading {
        Objects.requireNonNull(text);
      }
    }

    /** Running text, a sentence or several. */
    record Paragraph(String text) implements Block {
      public Paragraph {
        Objects.requireNonNull(text);
      }
    }

    /**
     * A table. Cells are aligned to the left in the first {@code names} columns, to the right in
     * the others.
     *
     * @param names how many columns hold names and not numbers
     * @param header one text a column
     * @param rows as many cells each as the header has
     */
    record Table(int names, List<String> header, List<List<String>> rows) implements Block {
      public Table {
        header = List.copyOf(header);
        List<List<String>> copies = new ArrayList<>();
        for (List<String> row : rows) {
          if (row.size() != header.size()) {
            throw new IllegalArgumentException(
                row.size() + " cells under " + header.size() + " headings");
          }
          copies.add(List.copyOf(row));
        }
        rows = Collections.unmodifiableList(copies);
      }
    }
  }

  private final List<Block> blocks = new ArrayList<>();

  Document heading(String text) {
    blocks.add(new Block.Heading(text));
    return this;
  }

  Document paragraph(String text) {
    blocks.add(new Block.Paragraph(text));
    return this;
  }

  /** A table without the columns that are empty from top to bottom. */
  Document table(int names, List<String> header, List<List<String>> rows) {
    Block.Table whole = new Block.Table(names, header, rows);
    List<Integer> filled = new ArrayList<>();
    int filledNames = 0;
    for (int column = 0; column < header.size(); column++) {
      if (!isEmpty(whole, column)) {
        filled.add(column);
        filledNames += column < names ? 1 : 0;
      }
    }
    blocks.add(
        new Block.Table(
            filledNames,
            pick(header, filled),
            rows.stream().map(row -> pick(row, filled)).toList()));
    return this;
  }

  private static boolean isEmpty(Block.Table table, int column) {
    return table.header().get(column).isEmpty()
        && table.rows().stream().allMatch(row -> row.get(column).isEmpty());
  }

  private static List<String> pick(List<String> cells, List<Integer> columns) {
    return columns.stream().map(cells::get).toList();
  }

  /** The parts in their order. */
  public List<Block> blocks() {
    return Collections.unmodifiableList(blocks);
  }
}
