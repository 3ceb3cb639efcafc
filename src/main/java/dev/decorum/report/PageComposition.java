package dev.decorum.report;

import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.score.RunManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lays a document out for the templates: sections, cells, and what is read first. */
final class PageComposition {
  /** A number and its interval, as {@link Numbers#withInterval} writes them. */
  private static final Pattern WITH_INTERVAL = Pattern.compile("([^()]+) (\\([^()]+\\))");

  /** A table of fewer rows is looked at, not sorted. */
  private static final int FEWEST_TO_SORT = 3;

  /** Longer names may be broken into lines, and so may longer numbers. */
  private static final int SHORT_NAME = 28;

  private static final int SHORT_NUMBER = 48;

  /** Longer cells scroll in a box. */
  private static final int LONGEST_OUTSIDE_A_BOX = 400;

  private final HtmlPage page;
  private final List<PageContent.Section> sections = new ArrayList<>();
  private final List<Chart> charts = new ArrayList<>();

  private List<PageContent.Block> blocks = new ArrayList<>();
  private String heading = "";
  private boolean headed;
  private boolean answered;
  private int tables;
  private int tablesInSection;

  PageComposition(HtmlPage page) {
    this.page = page;
  }

  PageContent content() throws IOException {
    for (Document.Block block : page.document().blocks()) {
      add(block);
    }
    endSection();
    return new PageContent(
        VisibleText.line(page.title()),
        provenance(),
        page.sources().stream().anyMatch(PageComposition::isDemo),
        List.copyOf(sections),
        page.sources().stream().map(PageOrigins::of).toList(),
        charts.isEmpty() ? "" : ChartData.json(charts),
        VisibleText.line(page.generator()),
        PageCode.load(!charts.isEmpty()));
  }

  private static boolean isDemo(Source source) {
    RunManifest run = source.run();
    return run != null && run.model().demo();
  }

  /** Which models scored how many sources. */
  private String provenance() {
    Set<String> models = new LinkedHashSet<>();
    int unknown = 0;
    for (Source source : page.sources()) {
      RunManifest run = source.run();
      if (run == null) {
        unknown++;
      } else {
        models.add(VisibleText.beginning(run.model().name(), 100));
      }
    }
    List<String> parts = new ArrayList<>();
    if (!models.isEmpty()) {
      parts.add((models.size() == 1 ? "Model " : "Models ") + String.join(", ", models));
    }
    parts.add(Numbers.counted(page.sources().size(), "source"));
    if (unknown > 0) {
      parts.add(unknown + " without a manifest");
    }
    return String.join(" · ", parts);
  }

  private void add(Document.Block block) {
    if (block instanceof Document.Block.Heading start) {
      endSection();
      heading = VisibleText.line(start.text());
      answered = headed;
      headed = true;
    } else if (block instanceof Document.Block.Paragraph paragraph) {
      blocks.add(new PageContent.Paragraph(VisibleText.lines(paragraph.text()), !answered));
    } else if (block instanceof Document.Block.Figures figures) {
      blocks.add(
          new PageContent.Figures(
              figures.figures().stream().map(PageComposition::figure).toList()));
    } else if (block instanceof Document.Block.Drawing drawing) {
      Chart chart = drawing.chart();
      blocks.add(
          new PageContent.Plot(
              charts.size(),
              VisibleText.line(chart.title()),
              VisibleText.lines(chart.description())));
      charts.add(chart);
      answered = true;
    } else if (block instanceof Document.Block.Table table) {
      blocks.add(table(table));
      answered = true;
    } else if (block instanceof Document.Block.Conversations conversations) {
      blocks.add(talks(conversations.excerpts()));
      answered = true;
    }
  }

  private void endSection() {
    if (!heading.isEmpty() || !blocks.isEmpty()) {
      boolean answer =
          blocks.stream().anyMatch(b -> b instanceof PageContent.Paragraph p && p.lead());
      sections.add(
          new PageContent.Section(
              "part-" + (sections.size() + 1), heading, answer, List.copyOf(blocks)));
    }
    heading = "";
    blocks = new ArrayList<>();
    tablesInSection = 0;
  }

  private static PageContent.Figure figure(Document.Figure figure) {
    return new PageContent.Figure(
        VisibleText.line(figure.label()),
        VisibleText.line(figure.value()),
        VisibleText.line(figure.note()),
        figure.tone().name().toLowerCase(Locale.ROOT));
  }

  private String tableId() {
    tables++;
    return "table-" + tables;
  }

  private String caption() {
    tablesInSection++;
    String name = heading.isEmpty() ? page.title() : heading;
    return VisibleText.beginning(name, 200)
        + (tablesInSection == 1 ? "" : ", table " + tablesInSection);
  }

  private PageContent.Table table(Document.Block.Table table) {
    List<PageContent.Column> columns = new ArrayList<>();
    for (int column = 0; column < table.header().size(); column++) {
      columns.add(column(table.header().get(column), column == 0, column >= table.names()));
    }
    List<List<PageContent.Cell>> rows = new ArrayList<>();
    for (List<String> row : table.rows()) {
      List<PageContent.Cell> cells = new ArrayList<>();
      for (int column = 0; column < row.size(); column++) {
        cells.add(cell(row.get(column), column >= table.names()));
      }
      rows.add(cells);
    }
    return new PageContent.Table(tableId(), caption(), isSortable(table), columns, rows);
  }

  /** A row without a name belongs to the one above and has to stay there. */
  private static boolean isSortable(Document.Block.Table table) {
    return table.rows().size() >= FEWEST_TO_SORT
        && table.rows().stream().noneMatch(row -> row.isEmpty() || row.get(0).isEmpty());
  }

  private static PageContent.Column column(String name, boolean first, boolean number) {
    return new PageContent.Column(VisibleText.line(name), first ? "name" : "remark", number);
  }

  private static PageContent.Cell cell(String text, boolean number) {
    if (text.length() > LONGEST_OUTSIDE_A_BOX) {
      return new PageContent.Cell(VisibleText.line(text), "", "box");
    }
    String fit = text.length() <= (number ? SHORT_NUMBER : SHORT_NAME) ? "line" : "text";
    Matcher parts = WITH_INTERVAL.matcher(text);
    return number && parts.matches()
        ? new PageContent.Cell(
            VisibleText.line(parts.group(1)), VisibleText.line(parts.group(2)), fit)
        : new PageContent.Cell(VisibleText.line(text), "", fit);
  }

  private PageContent.Talks talks(List<Excerpt> excerpts) {
    List<PageContent.Column> columns = new ArrayList<>();
    columns.add(column("id", true, false));
    if (!excerpts.isEmpty()) {
      List<Excerpt.Fact> facts = excerpts.get(0).facts();
      facts.stream()
          .filter(fact -> !fact.number())
          .forEach(fact -> columns.add(column(fact.name(), false, false)));
      columns.add(column("score", false, true));
      columns.add(column("delta", false, true));
      facts.stream()
          .filter(Excerpt.Fact::number)
          .forEach(fact -> columns.add(column(fact.name(), false, true)));
    }
    double longest =
        excerpts.stream()
            .mapToDouble(excerpt -> Math.abs(excerpt.deltaPercent()))
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    return new PageContent.Talks(
        tableId(),
        caption(),
        columns,
        excerpts.stream().map(excerpt -> talk(excerpt, longest)).toList());
  }

  private static PageContent.Talk talk(Excerpt excerpt, double longest) {
    List<PageContent.Cell> names = new ArrayList<>();
    List<PageContent.Cell> numbers = new ArrayList<>();
    names.add(cell(excerpt.id(), false));
    for (Excerpt.Fact fact : excerpt.facts()) {
      (fact.number() ? numbers : names).add(cell(fact.value(), fact.number()));
    }
    double share = longest > 0 ? excerpt.deltaPercent() / longest : 0;
    Excerpt.Text text = excerpt.text();
    return new PageContent.Talk(
        names,
        Numbers.probability(excerpt.probability()),
        Numbers.deltaPercent(excerpt.deltaPercent()),
        Double.isFinite(share) ? Math.round(share * 100) : 0,
        numbers,
        text == null ? "" : saying(text),
        text == null || text.left() == 0
            ? ""
            : Numbers.counted(text.left(), "earlier message")
                + (text.left() == 1 ? " is" : " are")
                + " not shown",
        text == null ? List.of() : text.messages().stream().map(m -> said(text, m)).toList(),
        text == null ? "" : VisibleText.lines(text.formatted()));
  }

  private static String saying(Excerpt.Text text) {
    return text.formatted().isEmpty()
        ? Numbers.counted(text.messages().size(), "message")
        : "Formatted text";
  }

  private static PageContent.Said said(Excerpt.Text text, Message message) {
    boolean bot = message.speaker() == Speaker.BOT;
    return new PageContent.Said(
        bot ? "bot" : "user",
        VisibleText.beginning(bot ? text.botName() : text.userName(), 200),
        VisibleText.lines(message.text()));
  }
}
