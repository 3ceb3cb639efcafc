package dev.decorum.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A document as plain text: paragraphs are wrapped, columns aligned. Harmless for a terminal, whose
 * only escape sequences are those of the layout's colours.
 */
public final class TextDocument {
  private final Document document;
  private final LineLayout layout;
  private final int width;
  private final List<String> lines = new ArrayList<>();

  private TextDocument(Document document, LineLayout layout) {
    this.document = document;
    this.layout = layout;
    this.width = Math.min(document.width(), layout.forReading());
  }

  /** The lines of {@code document} for a file. */
  public static List<String> lines(Document document) {
    return lines(document, LineLayout.FILE);
  }

  /** The lines of {@code document}. */
  public static List<String> lines(Document document, LineLayout layout) {
    TextDocument text = new TextDocument(document, layout);
    text.addBlocks();
    return text.lines;
  }

  private void addBlocks() {
    for (Document.Block block : document.blocks()) {
      if (block instanceof Document.Block.Heading heading) {
        if (!lines.isEmpty()) {
          lines.add("");
        }
        wrap(TerminalText.harmless(heading.text()), "");
      } else if (block instanceof Document.Block.Paragraph paragraph) {
        boolean underHeading = !lines.isEmpty() && !lines.get(lines.size() - 1).isEmpty();
        wrap(painted(paragraph), underHeading ? "  " : "");
      } else if (block instanceof Document.Block.Table table) {
        lines.addAll(TextTable.lines(table, layout));
      } else if (block instanceof Document.Block.Excerpts conversations) {
        lines.addAll(TextTable.lines(conversations.table(), layout));
      } else if (block instanceof Document.Block.Chat chat) {
        lines.addAll(chat.lines().apply(layout.columns()));
      } else if (block instanceof Document.Block.Contrasts contrasts) {
        lines.addAll(TextTable.lines(contrasts.table(), layout));
        addTexts(contrasts.contrasts());
      }
    }
  }

  private String painted(Document.Block.Paragraph paragraph) {
    String text = paragraph.text();
    int from = paragraph.verdictFrom();
    int to = paragraph.verdictTo();
    return TerminalText.harmless(text.substring(0, from))
        + layout.paint(TerminalText.harmless(text.substring(from, to)), paragraph.tone())
        + TerminalText.harmless(text.substring(to));
  }

  private void wrap(String text, String indent) {
    StringBuilder line = new StringBuilder(indent);
    for (String word : text.split(" ", -1)) {
      if (line.length() > indent.length() && LineFolding.width(line + " " + word) > width) {
        add(line.toString(), indent);
        line = new StringBuilder(indent);
      }
      line.append(line.length() > indent.length() ? " " : "").append(word);
    }
    add(line.toString(), indent);
  }

  /** A word that is too long for the terminal, as that of a path, goes on below. */
  private void add(String line, String indent) {
    if (layout.isNarrow(LineFolding.width(line))) {
      lines.addAll(LineFolding.fold(line, layout.columns(), indent));
    } else {
      lines.add(line);
    }
  }

  private void addTexts(ContrastTable contrasts) {
    if (!contrasts.hasTexts()) {
      return;
    }
    ContrastText text = new ContrastText(contrasts);
    for (ContrastTable.Contrast contrast : contrasts.contrasts()) {
      lines.add("");
      wrap(TerminalText.harmless(text.title(contrast)), "  ");
      for (String line : text.lines(contrast)) {
        wrap(TerminalText.harmless(line), "    ");
      }
    }
    lines.add("");
  }
}
