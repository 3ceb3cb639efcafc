package dev.decorum.manual;

import dev.decorum.manual.Page.Group;
import dev.decorum.manual.Page.Option;
import dev.decorum.manual.Page.Section;
import dev.decorum.manual.Page.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page as help on a terminal: in brief, for a screen, or whole. No line is wider than the
 * terminal, unless a single word is.
 */
public final class HelpText {
  private static final int WIDEST = 100;
  private static final int NARROWEST = 20;

  /** The widest terms that still have their text beside them. */
  private static final int TERMS = 26;

  /** From here on, texts stand beside terms, and below them on narrower terminals. */
  private static final int TWO_COLUMNS = 60;

  private static final int EXAMPLES_IN_BRIEF = 3;

  private static final String QUOTED = "(?:'[^']*'|\"[^\"]*\")";

  /** What a command line is not broken within: an option with its value, and quotes. */
  private static final Pattern TOGETHER =
      Pattern.compile("(?<!\\S)(?:--?\\w[\\w-]* (?:" + QUOTED + "|[^\\s'\"-]\\S*)|" + QUOTED + ")");

  private static final char NO_BREAK_SPACE = '\u00a0';

  private final List<String> lines = new ArrayList<>();
  private final int width;
  private final boolean bold;

  private HelpText(int width, boolean bold) {
    this.width = Math.max(NARROWEST, Math.min(width, WIDEST));
    this.bold = bold;
  }

  /**
   * Usage, the options that matter most and three examples.
   *
   * @param width of the terminal, in columns
   * @param bold whether headings are bold
   */
  public static List<String> brief(Page page, int width, boolean bold) {
    HelpText text = new HelpText(width, bold);
    text.paragraph(0, page.brief());
    text.usage(page);
    if (page.keyOptions().isEmpty() && !page.groups().isEmpty()) {
      text.groupsInBrief(page);
    }
    text.terms("Options", page.keyOptions(), text.column(page.keyOptions()));
    text.examples(page.examples().subList(0, Math.min(EXAMPLES_IN_BRIEF, page.examples().size())));
    if (!page.words().isEmpty()) {
      text.blank();
    }
    text.paragraph(0, whereMoreIs(page));
    return List.copyOf(text.lines);
  }

  /**
   * All there is to say.
   *
   * @param width of the terminal, in columns
   * @param bold whether headings are bold
   */
  public static List<String> whole(Page page, int width, boolean bold) {
    HelpText text = new HelpText(width, bold);
    text.paragraph(0, page.description().get(0));
    text.usage(page);
    for (String paragraph : page.description().subList(1, page.description().size())) {
      text.blank();
      text.paragraph(0, paragraph);
    }
    text.groups(page);
    text.options("Arguments", page.parameters());
    for (Section section : page.sections()) {
      text.options(section.heading(), section.options());
    }
    text.examples(page.examples());
    text.terms("Exit codes", page.exitCodes(), text.column(page.exitCodes()));
    for (String note : page.notes()) {
      text.blank();
      text.paragraph(0, note);
    }
    return List.copyOf(text.lines);
  }

  private static String whereMoreIs(Page page) {
    return page.words().isEmpty()
        ? "decorum COMMAND -h shows a command in brief, decorum COMMAND --help all of it."
        : page.command()
            + " --help shows all "
            + page.options().size()
            + " options, and what they do.";
  }

  private void usage(Page page) {
    blank();
    String before = "Usage: ";
    for (String form : page.synopsis()) {
      hanging(before, form, before.length() + 2);
      before = " ".repeat(before.length());
    }
  }

  private void groups(Page page) {
    for (Group group : page.groups()) {
      terms(group.heading(), group.commands(), column(page.commands()));
    }
  }

  /** Without blank lines between them, and the last one as a list of names. */
  private void groupsInBrief(Page page) {
    int column = column(page.commands());
    int last = page.groups().size() - 1;
    for (Group group : page.groups().subList(0, Math.max(1, last))) {
      lines.add(bold(group.heading() + ":"));
      for (Term command : group.commands()) {
        term(command.term(), List.of(command.text()), column);
      }
    }
    if (last > 0) {
      Group more = page.groups().get(last);
      String names = String.join(", ", more.commands().stream().map(Term::term).toList());
      hanging(bold(more.heading() + ":") + " ", names, 2);
    }
  }

  private void options(String heading, List<Option> options) {
    if (options.isEmpty()) {
      return;
    }
    heading(heading);
    for (Option option : options) {
      String term =
          option.names().size() == 1 && option.name().startsWith("--")
              ? "    " + option.term()
              : option.term();
      List<String> text = new ArrayList<>(option.text());
      if (option.required() && !option.names().isEmpty()) {
        text.set(0, "(required) " + text.get(0));
      }
      term(term, text, TERMS);
    }
  }

  private void terms(String heading, List<Term> terms, int column) {
    if (terms.isEmpty()) {
      return;
    }
    heading(heading);
    for (Term term : terms) {
      term(term.term(), List.of(term.text()), column);
    }
  }

  /** How wide the column of terms is. */
  private int column(List<Term> terms) {
    int widest = 0;
    for (Term term : terms) {
      widest = Math.max(widest, term.term().length());
    }
    return Math.min(widest, TERMS);
  }

  /** A term with its text beside it, or below it where there is no room. */
  private void term(String term, List<String> text, int column) {
    int indent = width < TWO_COLUMNS ? 6 : column + 4;
    List<String> paragraphs = new ArrayList<>(text);
    if (width < TWO_COLUMNS) {
      hanging("  ", term.strip(), 6);
    } else if (term.length() > column) {
      hanging("  ", term, 6);
    } else if (!paragraphs.isEmpty()) {
      hanging("  " + term + " ".repeat(column - term.length() + 2), paragraphs.remove(0), indent);
    }
    for (String paragraph : paragraphs) {
      paragraph(indent, paragraph);
    }
  }

  private void examples(List<Term> examples) {
    if (examples.isEmpty()) {
      return;
    }
    heading("Examples");
    // What examples do stands beside them where that fits, in a column of its own.
    int column = 0;
    for (Term example : examples) {
      int both = example.term().length() + example.text().length() + 5;
      if (!example.text().isEmpty() && both <= width) {
        column = Math.max(column, example.term().length());
      }
    }
    for (Term example : examples) {
      String term = example.term();
      String padded = term + " ".repeat(Math.max(0, column - term.length()));
      if (!example.text().isEmpty() && 5 + padded.length() + example.text().length() <= width) {
        lines.add("  " + padded + "   " + example.text());
      } else {
        command(term);
        if (!example.text().isEmpty()) {
          paragraph(6, example.text());
        }
      }
    }
  }

  /** A command line, which a backslash continues where it is too long. */
  private void command(String line) {
    if (line.length() + 2 <= width) {
      lines.add("  " + line);
      return;
    }
    String held =
        TOGETHER
            .matcher(line)
            .replaceAll(
                part ->
                    Matcher.quoteReplacement(
                        part.group().length() > width - 8
                            ? part.group()
                            : part.group().replace(' ', NO_BREAK_SPACE)));
    List<String> parts = Wrap.at(held, width - 4, width - 8);
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i).replace(NO_BREAK_SPACE, ' ');
      lines.add((i == 0 ? "  " : "      ") + part + (i < parts.size() - 1 ? " \\" : ""));
    }
  }

  private void heading(String heading) {
    blank();
    lines.add(bold(heading + ":"));
  }

  private String bold(String text) {
    return bold ? "\033[1m" + text + "\033[0m" : text;
  }

  private void blank() {
    if (!lines.isEmpty()) {
      lines.add("");
    }
  }

  private void paragraph(int indent, String text) {
    hanging(" ".repeat(indent), text, indent);
  }

  private void hanging(String before, String text, int indent) {
    List<String> parts = Wrap.at(text, width - before.length(), width - indent);
    for (int i = 0; i < parts.size(); i++) {
      lines.add((i == 0 ? before : " ".repeat(indent)) + parts.get(i));
    }
  }
}
