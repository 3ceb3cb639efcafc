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
import org.jspecify.annotations.Nullable;

/** Arranges a document for the templates in sections and cells, with the answer first. */
final class PageComposition {
  /** Tables with fewer rows need no sorting. */
  private static final int FEWEST_TO_SORT = 3;

  /** Longer names and numbers may wrap. */
  private static final int SHORT_NAME = 28;

  private static final int SHORT_NUMBER = 48;

  /** A SHA-256 of 64 digits is compared by eye, and does not wrap among values. */
  private static final int LONGEST_HASH = 64;

  /** Longer cells scroll in a box. */
  private static final int LONGEST_OUTSIDE_A_BOX = 400;

  /** So much of a message is shown while it is folded. */
  private static final int LONGEST_BEGINNING = 160;

  private final HtmlPage page;
  private final List<PageContent.Section> sections = new ArrayList<>();
  private final List<Chart> charts = new ArrayList<>();

  private List<PageContent.Block> blocks = new ArrayList<>();
  private String heading = "";
  private boolean headed;
  private boolean answered;
  private final List<RowListing> listings = new ArrayList<>();
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
        SafeText.line(page.title()),
        provenance(),
        page.sources().stream().anyMatch(PageComposition::isDemo),
        List.copyOf(sections),
        PageOrigins.of(page.sources()),
        charts.isEmpty() ? "" : ChartData.json(charts),
        listings.isEmpty() ? "" : ListingData.json(listings),
        SafeText.line(page.generator()),
        PageCode.load(!charts.isEmpty()));
  }

  private static boolean isDemo(ScoreSource source) {
    RunManifest run = source.run();
    return run != null && run.model().demo();
  }

  /** The models, each with the number of sources that it scored; empty without sources. */
  private String provenance() {
    if (page.sources().isEmpty()) {
      return "";
    }
    Set<String> models = new LinkedHashSet<>();
    int unknown = 0;
    for (ScoreSource source : page.sources()) {
      RunManifest run = source.run();
      if (run == null) {
        unknown++;
      } else {
        models.add(SafeText.beginning(run.model().name(), 100));
      }
    }
    List<String> parts = new ArrayList<>();
    if (!models.isEmpty()) {
      parts.add((models.size() == 1 ? "Model " : "Models ") + String.join(", ", models));
    }
    parts.add(NumberText.counted(page.sources().size(), "source"));
    if (unknown > 0) {
      parts.add(unknown + " without a manifest");
    }
    return String.join(" · ", parts);
  }

  private void add(Document.Block block) {
    if (block instanceof Document.Block.Heading start) {
      endSection();
      heading = SafeText.line(start.text());
      answered = headed;
      headed = true;
    } else if (block instanceof Document.Block.Paragraph paragraph) {
      blocks.add(new PageContent.Paragraph(SafeText.lines(paragraph.text()), !answered));
    } else if (block instanceof Document.Block.Figures figures) {
      blocks.add(
          new PageContent.Figures(
              figures.figures().stream().map(PageComposition::figure).toList()));
      answered = true;
    } else if (block instanceof Document.Block.Drawing drawing) {
      blocks.add(plot(drawing.chart()));
      answered = true;
    } else if (block instanceof Document.Block.Drawings drawings) {
      blocks.add(
          new PageContent.Plots(
              SafeText.line(drawings.title()),
              SafeText.lines(drawings.description()),
              drawings.charts().stream().map(this::plot).toList()));
      answered = true;
    } else if (block instanceof Document.Block.Listing listing) {
      endSection();
      heading = SafeText.line(listing.heading());
      headed = true;
      answered = true;
      blocks.add(listing(listing.rows().get()));
    } else if (block instanceof Document.Block.Table table) {
      blocks.add(table(table));
      answered = true;
    } else if (block instanceof Document.Block.Chat chat) {
      blocks.add(
          new PageContent.Chat(
              left(chat.left()), chat.messages().stream().map(PageComposition::said).toList()));
      answered = true;
    } else if (block instanceof Document.Block.Excerpts conversations) {
      blocks.add(talks(conversations));
      answered = true;
    } else if (block instanceof Document.Block.Contrasts table) {
      blocks.add(contrasts(table));
      answered = true;
    } else if (block instanceof Document.Block.Footnote footnote) {
      blocks.add(new PageContent.Footnote(SafeText.lines(footnote.text())));
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

  private PageContent.Listing listing(RowListing rows) {
    listings.add(rows);
    return new PageContent.Listing(tableId(), caption(), listings.size() - 1, rows.noun());
  }

  private PageContent.Plot plot(Chart chart) {
    charts.add(chart);
    return new PageContent.Plot(
        charts.size() - 1, SafeText.line(chart.title()), SafeText.lines(chart.description()));
  }

  private static PageContent.Figure figure(Document.Figure figure) {
    return new PageContent.Figure(
        SafeText.line(figure.label()),
        cell(figure.value(), TableColumn.Kind.VALUES),
        SafeText.line(figure.note()),
        figure.tone().name().toLowerCase(Locale.ROOT));
  }

  private String tableId() {
    tables++;
    return "table-" + tables;
  }

  private String caption() {
    tablesInSection++;
    String name = heading.isEmpty() ? page.title() : heading;
    return SafeText.beginning(name, 200)
        + (tablesInSection == 1 ? "" : ", table " + tablesInSection);
  }

  private PageContent.Table table(Document.Block.Table table) {
    return new PageContent.Table(
        tableId(),
        caption(),
        isSortable(table),
        columns(table),
        table.rows().stream().map(row -> cells(row, table.columns())).toList());
  }

  /** Whether rows may be reordered: a row without a name belongs to the one above it. */
  private static boolean isSortable(Document.Block.Table table) {
    return table.rows().size() >= FEWEST_TO_SORT
        && table.rows().stream().noneMatch(row -> row.isEmpty() || row.get(0).equals(Cell.EMPTY));
  }

  private static List<PageContent.Column> columns(Document.Block.Table table) {
    List<PageContent.Column> columns = new ArrayList<>();
    for (TableColumn column : table.columns()) {
      columns.add(
          new PageContent.Column(
              SafeText.line(column.heading()),
              columns.isEmpty() ? "name" : "remark",
              column.kind().name().toLowerCase(Locale.ROOT)));
    }
    return columns;
  }

  private static List<PageContent.Cell> cells(List<Cell> row, List<TableColumn> columns) {
    List<PageContent.Cell> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      cells.add(cell(row.get(i), columns.get(i).kind()));
    }
    return cells;
  }

  private static PageContent.Cell cell(Cell cell, TableColumn.Kind kind) {
    String whole = cell.text();
    String fit =
        whole.length() > LONGEST_OUTSIDE_A_BOX
            ? "box"
            : whole.length() <= longestLine(kind, whole) ? "line" : "text";
    return cell instanceof Cell.Estimated estimated
        ? new PageContent.Cell(estimated.number(), estimated.interval(), numbers(cell), fit)
        : new PageContent.Cell(SafeText.line(whole), "", numbers(cell), fit);
  }

  private static PageContent.Numbers numbers(Cell cell) {
    if (cell instanceof Cell.Estimated estimated) {
      return new PageContent.Numbers(
          exact(estimated.value()),
          exact(estimated.estimate().low()),
          exact(estimated.estimate().high()),
          null);
    }
    return cell instanceof Cell.Quantity
        ? new PageContent.Numbers(exact(cell.value()), null, null, null)
        : new PageContent.Numbers(null, null, null, exact(cell.value()));
  }

  private static @Nullable String exact(double value) {
    return Double.isNaN(value) ? null : NumberText.exact(value);
  }

  private static int longestLine(TableColumn.Kind kind, String text) {
    return switch (kind) {
      case NAMES -> SHORT_NAME;
      case VALUES, REMARKS -> text.indexOf(' ') < 0 ? LONGEST_HASH : SHORT_NUMBER;
    };
  }

  private PageContent.Talks talks(Document.Block.Excerpts conversations) {
    return new PageContent.Talks(
        tableId(),
        caption(),
        columns(conversations.table()),
        conversations.excerpts().stream().map(PageComposition::talk).toList());
  }

  private static PageContent.Talk talk(Excerpt excerpt) {
    List<PageContent.Cell> names = new ArrayList<>();
    names.add(cell(Cell.words(excerpt.id()), TableColumn.Kind.NAMES));
    names.addAll(facts(excerpt, TableColumn.Kind.NAMES));
    Excerpt.Text text = excerpt.text();
    return new PageContent.Talk(
        names,
        cell(excerpt.score(), TableColumn.Kind.VALUES),
        cell(excerpt.delta(), TableColumn.Kind.VALUES),
        facts(excerpt, TableColumn.Kind.VALUES),
        text == null ? "" : saying(text),
        last(text),
        text == null ? "" : left(text),
        text == null ? List.of() : messages(text),
        text == null ? "" : SafeText.lines(text.formatted()));
  }

  private static List<PageContent.Said> messages(Excerpt.Text text) {
    return text.explained().isEmpty()
        ? text.messages().stream().map(message -> said(text, message)).toList()
        : text.explained().stream().map(PageComposition::said).toList();
  }

  /** What the bot said last, since that is what is scored most of all. */
  private static String last(Excerpt.@Nullable Text text) {
    if (text == null) {
      return "";
    }
    for (int i = text.messages().size() - 1; i >= 0; i--) {
      if (text.messages().get(i).speaker() == Speaker.BOT) {
        return SafeText.beginning(text.messages().get(i).text().strip(), LONGEST_BEGINNING);
      }
    }
    return "";
  }

  private PageContent.Contrasts contrasts(Document.Block.Contrasts block) {
    ContrastTable contrasts = block.contrasts();
    Document.Block.Table table = block.table();
    List<PageContent.Contrast> rows = new ArrayList<>();
    for (int i = 0; i < table.rows().size(); i++) {
      rows.add(
          new PageContent.Contrast(
              cells(table.rows().get(i), table.columns()),
              SafeText.line(contrasts.contrasts().get(i).change().name()),
              last(contrasts.contrasts().get(i).candidate()),
              sides(contrasts, contrasts.contrasts().get(i))));
    }
    return new PageContent.Contrasts(tableId(), caption(), columns(table), rows);
  }

  private static List<PageContent.Side> sides(
      ContrastTable contrasts, ContrastTable.Contrast contrast) {
    if (contrast.reference() == null && contrast.candidate() == null) {
      return List.of();
    }
    return List.of(
        side(contrasts.reference(), contrast.change().referenceScore(), contrast.reference()),
        side(contrasts.candidate(), contrast.change().candidateScore(), contrast.candidate()));
  }

  private static PageContent.Side side(String version, double score, Excerpt.@Nullable Text text) {
    return new PageContent.Side(
        SafeText.line(version),
        NumberFormat.PROBABILITY.text(score),
        text != null,
        text == null ? "" : left(text),
        text == null ? List.of() : messages(text),
        text == null ? "" : SafeText.lines(text.formatted()));
  }

  private static String left(Excerpt.Text text) {
    return left(text.left());
  }

  private static String left(int messages) {
    return messages == 0
        ? ""
        : NumberText.counted(messages, "earlier message")
            + (messages == 1 ? " is" : " are")
            + " not shown";
  }

  private static List<PageContent.Cell> facts(Excerpt excerpt, TableColumn.Kind kind) {
    return excerpt.facts().stream()
        .filter(fact -> fact.kind() == kind)
        .map(fact -> cell(fact.value(), kind))
        .toList();
  }

  private static String saying(Excerpt.Text text) {
    return text.formatted().isEmpty()
        ? NumberText.counted(text.messages().size(), "message")
        : "Formatted text";
  }

  private static PageContent.Said said(Excerpt.Text text, Message message) {
    boolean bot = message.speaker() == Speaker.BOT;
    return new PageContent.Said(
        bot ? "bot" : "user",
        SafeText.beginning(bot ? text.botName() : text.userName(), 200),
        SafeText.lines(message.text()),
        null);
  }

  private static PageContent.Said said(ScoredMessage message) {
    List<String> numbers = new ArrayList<>();
    if (!message.after().isEmpty()) {
      numbers.add(
          message.after() + (message.change().isEmpty() ? "" : " (" + message.change() + ")"));
    }
    if (!message.without().isEmpty()) {
      numbers.add("without it " + message.without());
    }
    return new PageContent.Said(
        message.side().name().toLowerCase(Locale.ROOT),
        SafeText.beginning(message.name(), 200),
        SafeText.lines(message.text()),
        new PageContent.Gauge(
            percent(message.share()),
            percent(message.baseline()),
            String.join(" · ", numbers),
            message.remark()));
  }

  private static @Nullable String percent(double share) {
    return Double.isNaN(share) ? null : NumberText.exact(Math.round(share * 1000) / 10.0);
  }
}
