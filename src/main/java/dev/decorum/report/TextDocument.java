package dev.decorum.report;

import java.util.ArrayList;
import java.util.List;

/** A document as plain text for a terminal: paragraphs are wrapped, columns aligned. */
public final class TextDocument {
  private static final int WIDEST_NAME = 44;

  private TextDocument() {}

  /** The lines of {@code document}. */
  public static List<String> lines(Document document) {
    List<String> lines = new ArrayList<>();
    for (Document.Block block : document.blocks()) {
      if (block instanceof Document.Block.Heading heading) {
        separate(lines);
        wrap(TerminalText.harmless(heading.text()), "", document.width(), lines);
      } else if (block instanceof Document.Block.Paragraph paragraph) {
        boolean underHeading = !lines.isEmpty() && !lines.get(lines.size() - 1).isEmpty();
        wrap(
            TerminalText.harmless(paragraph.text()),
            underHeading ? "  " : "",
            document.width(),
            lines);
      } else if (block instanceof Document.Block.Table table) {
        addTable(table, lines);
      } else if (block instanceof Document.Block.Excerpts conversations) {
        addTable(conversations.table(), lines);
      } else if (block instanceof Document.Block.Chat chat) {
        lines.addAll(chat.lines());
      } else if (block instanceof Document.Block.Contrasts contrasts) {
        addTable(contrasts.table(), lines);
        addTexts(contrasts.contrasts(), document.width(), lines);
      }
    }
    return lines;
  }

  private static void separate(List<String> lines) {
    if (!lines.isEmpty()) {
      lines.add("");
    }
  }

  private static void wrap(String text, String indent, int width, List<String> lines) {
    StringBuilder line = new StringBuilder(indent);
    for (String word : text.split(" ", -1)) {
      if (line.length() > indent.length() && TerminalText.width(line + " " + word) > width) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
      }
      line.append(line.length() > indent.length() ? " " : "").append(word);
    }
    lines.add(line.toString());
  }

  private static void addTexts(ContrastTable contrasts, int width, List<String> lines) {
    if (!contrasts.hasTexts()) {
      return;
    }
    ContrastText text = new ContrastText(contrasts);
    for (ContrastTable.Contrast contrast : contrasts.contrasts()) {
      lines.add("");
      wrap(TerminalText.harmless(text.title(contrast)), "  ", width, lines);
      for (String line : text.lines(contrast)) {
        wrap(TerminalText.harmless(line), "    ", width, lines);
      }
    }
    lines.add("");
  }

  private static void addTable(Document.Block.Table table, List<String> lines) {
    List<TableColumn> columns = table.columns();
    List<List<String>> rows = new ArrayList<>();
    rows.add(columns.stream().map(TableColumn::heading).toList());
    table.rows().forEach(row -> rows.add(row.stream().map(Cell::text).toList()));
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], TerminalText.width(row.get(i)));
      }
      if (columns.get(i).kind() == TableColumn.Kind.NAMES) {
        widths[i] = Math.min(WIDEST_NAME, widths[i]);
      }
    }
    rows.forEach(row -> lines.add(line(row, columns, widths)));
  }

  private static String line(List<String> row, List<TableColumn> columns, int[] widths) {
    StringBuilder line = new StringBuilder(" ");
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? " " : "  ");
      String cell = row.get(i);
      switch (columns.get(i).kind()) {
        case NAMES -> line.append(widths[i] > 0 ? TerminalText.cell(cell, widths[i]) : "");
        case VALUES, REMARKS ->
            line.append(" ".repeat(widths[i] - TerminalText.width(cell)))
                .append(TerminalText.harmless(cell));
      }
    }
    return line.toString().stripTrailing();
  }
}
