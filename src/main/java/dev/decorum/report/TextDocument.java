package dev.decorum.report;

import java.util.ArrayList;
import java.util.List;

/** A document as plain text for a terminal: paragraphs are wrapped, columns aligned. */
public final class TextDocument {
  private static final int WIDTH = 100;
  private static final int WIDEST_NAME = 40;

  private TextDocument() {}

  /** The lines of {@code document}. */
  public static List<String> lines(Document document) {
    List<String> lines = new ArrayList<>();
    for (Document.Block block : document.blocks()) {
      if (block instanceof Document.Block.Heading heading) {
        separate(lines);
        wrap(TerminalText.harmless(heading.text()), "", lines);
      } else if (block instanceof Document.Block.Paragraph paragraph) {
        boolean underHeading = !lines.isEmpty() && !lines.get(lines.size() - 1).isEmpty();
        wrap(TerminalText.harmless(paragraph.text()), underHeading ? "  " : "", lines);
      } else if (block instanceof Document.Block.Table table) {
        addTable(table, lines);
      } else if (block instanceof Document.Block.Conversations conversations) {
        addTable(conversations.table(), lines);
      }
    }
    return lines;
  }

  private static void separate(List<String> lines) {
    if (!lines.isEmpty()) {
      lines.add("");
    }
  }

  private static void wrap(String text, String indent, List<String> lines) {
    StringBuilder line = new StringBuilder(indent);
    for (String word : text.split(" ", -1)) {
      if (line.length() > indent.length() && TerminalText.width(line + " " + word) > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
      }
      line.append(line.length() > indent.length() ? " " : "").append(word);
    }
    lines.add(line.toString());
  }

  private static void addTable(Document.Block.Table table, List<String> lines) {
    int[] widths = new int[table.header().size()];
    widen(widths, table.header());
    table.rows().forEach(row -> widen(widths, row));
    for (int column = 0; column < table.names(); column++) {
      widths[column] = Math.min(WIDEST_NAME, widths[column]);
    }
    lines.add(row(table.header(), widths, table.names()));
    for (List<String> row : table.rows()) {
      lines.add(row(row, widths, table.names()));
    }
  }

  private static void widen(int[] widths, List<String> cells) {
    for (int column = 0; column < widths.length; column++) {
      widths[column] = Math.max(widths[column], TerminalText.width(cells.get(column)));
    }
  }

  private static String row(List<String> cells, int[] widths, int names) {
    StringBuilder line = new StringBuilder(" ");
    for (int column = 0; column < widths.length; column++) {
      line.append(column == 0 ? " " : "  ");
      String cell = cells.get(column);
      if (column >= names) {
        line.append(" ".repeat(widths[column] - TerminalText.width(cell)));
        line.append(TerminalText.harmless(cell));
      } else if (widths[column] > 0) {
        line.append(TerminalText.cell(cell, widths[column]));
      }
    }
    return line.toString().stripTrailing();
  }
}
