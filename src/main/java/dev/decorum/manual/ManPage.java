package dev.decorum.manual;

import dev.decorum.manual.Page.Group;
import dev.decorum.manual.Page.Option;
import dev.decorum.manual.Page.Section;
import dev.decorum.manual.Page.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A page in the language of {@code man}. */
final class ManPage {
  private final StringBuilder out = new StringBuilder();

  private ManPage() {}

  /**
   * The source of a page of section 1.
   *
   * @param version of the program
   */
  static String of(Page page, String version) {
    ManPage man = new ManPage();
    man.write(page, version);
    return man.out.toString();
  }

  private void write(Page page, String version) {
    line(
        ".TH "
            + quoted(page.file().toUpperCase(Locale.ROOT))
            + " 1 \"\" "
            + quoted("Decorum " + version)
            + " \"User commands\"");
    line(".nh");
    line(".ad l");
    section("Name");
    line(escaped(page.file()) + " \\- " + escaped(page.brief().replaceFirst("\\.$", "")));
    section("Synopsis");
    String between = "";
    for (String form : page.synopsis()) {
      out.append(between);
      line(text(form));
      between = ".br\n";
    }
    section("Description");
    paragraphs(page.description());
    for (Group group : page.groups()) {
      terms(group.heading(), group.commands());
    }
    options("Arguments", page.parameters());
    if (!page.sections().isEmpty()) {
      section("Options");
    }
    for (Section section : page.sections()) {
      line(".SS " + quoted(section.heading()));
      section.options().forEach(this::option);
    }
    examples(page.examples());
    terms("Exit status", page.exitCodes());
    if (!page.notes().isEmpty()) {
      section("Notes");
      paragraphs(page.notes());
    }
    seeAlso(page);
  }

  private void paragraphs(List<String> paragraphs) {
    String between = "";
    for (String paragraph : paragraphs) {
      out.append(between);
      line(text(paragraph));
      between = ".PP\n";
    }
  }

  private void seeAlso(Page page) {
    section("See also");
    List<String> others = new ArrayList<>();
    if (!page.words().isEmpty()) {
      others.add(page.file().substring(0, page.command().lastIndexOf(' ')));
    }
    for (Term below : page.commands()) {
      others.add(page.file() + "-" + below.term());
    }
    for (int i = 0; i < others.size(); i++) {
      line(".BR " + escaped(others.get(i)) + " (1)" + (i < others.size() - 1 ? "," : ""));
    }
  }

  private void section(String heading) {
    line(".SH " + quoted(heading.toUpperCase(Locale.ROOT)));
  }

  private void terms(String heading, List<Term> terms) {
    if (terms.isEmpty()) {
      return;
    }
    section(heading);
    for (Term term : terms) {
      line(".TP");
      line(".B " + text(term.term()));
      line(text(term.text()));
    }
  }

  private void options(String heading, List<Option> options) {
    if (!options.isEmpty()) {
      section(heading);
      options.forEach(this::option);
    }
  }

  private void option(Option option) {
    line(".TP");
    StringBuilder term = new StringBuilder();
    for (String name : option.names()) {
      term.append(term.length() == 0 ? "" : ", ")
          .append("\\fB")
          .append(escaped(name))
          .append("\\fR");
    }
    if (option.hasValue()) {
      term.append(term.length() == 0 ? "" : " ")
          .append("\\fI")
          .append(escaped(option.value()))
          .append("\\fR");
    }
    line(term.toString());
    boolean first = true;
    for (String paragraph : option.text()) {
      if (!first) {
        line(".IP");
      }
      line(
          text(
              (first && option.required() && !option.names().isEmpty() ? "(required) " : "")
                  + paragraph));
      first = false;
    }
  }

  private void examples(List<Term> examples) {
    if (examples.isEmpty()) {
      return;
    }
    section("Examples");
    String between = "";
    for (Term example : examples) {
      out.append(between);
      between = ".PP\n";
      if (!example.text().isEmpty()) {
        line(text(Sentence.capital(example.text()) + ":"));
      }
      line(".RS 4");
      line(".nf");
      line(text(example.term()));
      line(".fi");
      line(".RE");
    }
  }

  private static String quoted(String text) {
    return '"' + escaped(text).replace("\"", "\\(dq") + '"';
  }

  /** A line of text: dots and apostrophes at its beginning would be requests. */
  private static String text(String text) {
    String escaped = escaped(text.strip());
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("'", "\\(aq")
        .replace("^", "\\(ha")
        .replace("~", "\\(ti")
        .replace("`", "\\(ga");
  }

  private void line(String line) {
    out.append(line).append('\n');
  }
}
