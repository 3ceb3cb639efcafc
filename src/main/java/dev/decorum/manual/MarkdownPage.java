package dev.decorum.manual;

import dev.decorum.manual.Page.Group;
import dev.decorum.manual.Page.Option;
import dev.decorum.manual.Page.Section;
import dev.decorum.manual.Page.Term;
import java.util.List;

/** A page of the documentation's reference. */
final class MarkdownPage {
  private final StringBuilder out = new StringBuilder();

  private MarkdownPage() {}

  static String of(Page page) {
    MarkdownPage markdown = new MarkdownPage();
    markdown.write(page);
    return markdown.out.toString();
  }

  private void write(Page page) {
    paragraph("# " + page.command());
    paragraph(escaped(page.description().get(0)));
    paragraph("```text\n" + String.join("\n", page.synopsis()) + "\n```");
    page.description()
        .subList(1, page.description().size())
        .forEach(text -> paragraph(escaped(text)));
    for (Group group : page.groups()) {
      paragraph("## " + group.heading());
      table("command");
      for (Term command : group.commands()) {
        String words = (page.words() + " " + command.term()).strip();
        out.append("| [")
            .append(words)
            .append("](")
            .append(words.replace(' ', '-'))
            .append(".md) | ")
            .append(cell(command.text()))
            .append(" |\n");
      }
      out.append('\n');
    }
    options("Arguments", page.parameters());
    for (Section section : page.sections()) {
      options(section.heading(), section.options());
    }
    if (!page.examples().isEmpty()) {
      paragraph("## Examples");
      for (Term example : page.examples()) {
        if (!example.text().isEmpty()) {
          paragraph(escaped(Sentence.capital(example.text())) + ":");
        }
        paragraph("```text\n" + example.term() + "\n```");
      }
    }
    if (!page.exitCodes().isEmpty()) {
      paragraph("## Exit codes");
      table("exit code");
      for (Term code : page.exitCodes()) {
        out.append("| ").append(code.term()).append(" | ").append(cell(code.text())).append(" |\n");
      }
      out.append('\n');
    }
    page.notes().forEach(text -> paragraph(escaped(text)));
  }

  private void options(String heading, List<Option> options) {
    if (options.isEmpty()) {
      return;
    }
    paragraph("## " + heading);
    table("option");
    for (Option option : options) {
      out.append("| `").append(option.term().replace("|", "\\|")).append("` | ");
      if (option.required() && !option.names().isEmpty()) {
        out.append("**Required.** ");
      }
      out.append(String.join(" ", option.text().stream().map(MarkdownPage::cell).toList()))
          .append(" |\n");
    }
    out.append('\n');
  }

  /** Begins a table, whose rows follow. */
  private void table(String heading) {
    out.append("| ").append(heading).append(" | |\n|---|---|\n");
  }

  private void paragraph(String text) {
    out.append(text).append("\n\n");
  }

  private static String cell(String text) {
    return escaped(text).replace("|", "\\|");
  }

  /** Text with nothing in it that Markdown would take for its own. */
  private static String escaped(String text) {
    return text.replaceAll("([\\\\`*_\\[\\]<>])", "\\\\$1");
  }
}
