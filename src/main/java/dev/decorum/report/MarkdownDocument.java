package dev.decorum.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A document as GitHub-flavoured Markdown, for pull requests. Text from chat logs is escaped. */
public final class MarkdownDocument {
  private static final String SPECIAL = "\\`*_{}[]<>#|~&!";
  private static final String ZERO_WIDTH_SPACE = "&#8203;";

  private static final Pattern WEB = Pattern.compile("(?i)(www)\\.");

  private MarkdownDocument() {}

  /** The lines of {@code document}. */
  public static List<String> lines(Document document) {
    List<String> lines = new ArrayList<>();
    boolean titled = false;
    for (Document.Block block : document.blocks()) {
      if (block instanceof Document.Block.Figures
          || block instanceof Document.Block.Drawing
          || block instanceof Document.Block.Drawings
          || block instanceof Document.Block.Listing
          || block instanceof Document.Block.Footnote) {
        continue;
      }
      if (!lines.isEmpty()) {
        lines.add("");
      }
      if (block instanceof Document.Block.Heading heading) {
        lines.add((titled ? "### " : "## ") + escaped(heading.text()));
        titled = true;
      } else if (block instanceof Document.Block.Paragraph paragraph) {
        lines.add(noList(escaped(paragraph.text())));
      } else if (block instanceof Document.Block.Table table) {
        addTable(table, lines);
      } else if (block instanceof Document.Block.Excerpts conversations) {
        addTable(conversations.table(), lines);
      } else if (block instanceof Document.Block.Chat chat) {
        addTable(chat.table(), lines);
      } else if (block instanceof Document.Block.Contrasts contrasts) {
        addTable(contrasts.table(), lines);
        addTexts(contrasts.contrasts(), lines);
      }
    }
    return lines;
  }

  private static void addTexts(ContrastTable contrasts, List<String> lines) {
    if (!contrasts.hasTexts()) {
      return;
    }
    ContrastText text = new ContrastText(contrasts);
    for (ContrastTable.Contrast contrast : contrasts.contrasts()) {
      lines.add("");
      lines.add("**" + escaped(text.title(contrast)) + "**");
      lines.add("");
      text.lines(contrast).forEach(line -> lines.add("- " + escaped(line)));
    }
  }

  private static void addTable(Document.Block.Table table, List<String> lines) {
    lines.add(row(table.columns().stream().map(TableColumn::heading)));
    lines.add(rule(table.columns()));
    table.rows().forEach(row -> lines.add(row(row.stream().map(Cell::text))));
  }

  private static String row(Stream<String> cells) {
    return cells.map(MarkdownDocument::escaped).collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String rule(List<TableColumn> columns) {
    StringBuilder rule = new StringBuilder("|");
    for (TableColumn column : columns) {
      rule.append(
          switch (column.kind()) {
            case NAMES -> "---|";
            case VALUES, REMARKS -> "--:|";
          });
    }
    return rule.toString();
  }

  /** Keeps a paragraph that begins with a version's name from becoming a list or code. */
  private static String noList(String line) {
    return line.stripLeading().replaceFirst("^(\\d*)([-+.)])", "$1\\\\$2");
  }

  /** Keeps GitHub from turning addresses into links; they read the same. */
  private static String withoutLinks(String line) {
    return WEB.matcher(line.replace("://", "&#58;//")).replaceAll("$1&#46;");
  }

  /** A text on one line that reads as it is. */
  public static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    String line = TerminalText.harmless(text);
    for (int i = 0; i < line.length(); i++) {
      if (SPECIAL.indexOf(line.charAt(i)) >= 0) {
        escaped.append('\\');
      }
      escaped.append(line.charAt(i));
      if (line.charAt(i) == '@') {
        // A name in a chat log must not notify the GitHub user of that name.
        escaped.append(ZERO_WIDTH_SPACE);
      }
    }
    return withoutLinks(escaped.toString());
  }
}
