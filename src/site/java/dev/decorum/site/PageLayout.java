package dev.decorum.site;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Code;
import org.commonmark.node.Node;
import org.commonmark.renderer.html.HtmlRenderer;

/** A page as HTML, with what is around its text. */
final class PageLayout {
  private static final int LONGEST_SHORT_CODE = 24;

  private final String template;
  private final Navigation navigation;
  private final String version;

  /**
   * @param template the page, with {@code {{name}}} for what differs from page to page
   */
  PageLayout(String template, Navigation navigation, String version) {
    this.template = template;
    this.navigation = navigation;
    this.version = version;
  }

  String html(Page page) {
    HtmlRenderer renderer =
        HtmlRenderer.builder()
            .extensions(List.of(TablesExtension.create()))
            .attributeProviderFactory(context -> page.anchors())
            .attributeProviderFactory(context -> PageLayout::keepShortCodeTogether)
            .build();
    String home = Links.between(page.file(), Path.of("index.html"));
    boolean first = page.path().equals(Navigation.FIRST_PAGE);
    return template
        .replace("{{title}}", escaped(first ? page.title() : page.title() + " · Decorum"))
        .replace("{{home}}", home)
        .replace("{{root}}", home.substring(0, home.length() - "index.html".length()))
        .replace("{{version}}", escaped(version))
        .replace("{{contents}}", contents(page))
        .replace("{{neighbours}}", neighbours(page))
        .replace("{{body}}", renderer.render(page.document()));
  }

  private String contents(Page current) {
    StringBuilder html = new StringBuilder();
    for (Map.Entry<String, List<Navigation.Entry>> part : navigation.parts().entrySet()) {
      html.append("<h2>").append(escaped(part.getKey())).append("</h2>\n<ul>\n");
      for (Navigation.Entry entry : part.getValue()) {
        html.append("<li>").append(link(current, entry.page(), entry.label()));
        if (navigation.leadsTo(entry.page(), current)) {
          appendInner(html, current, entry.page());
        }
        html.append("</li>\n");
      }
      html.append("</ul>\n");
    }
    return html.toString();
  }

  /** The pages below a page, and the sections of the current one. */
  private void appendInner(StringBuilder html, Page current, Page page) {
    if (page.equals(current)) {
      appendSections(html, current);
    }
    List<Page> below = navigation.below(page);
    if (!below.isEmpty()) {
      html.append("\n<ul>\n");
      for (Page other : below) {
        html.append("<li>").append(link(current, other, other.title()));
        if (other.equals(current)) {
          appendSections(html, current);
        }
        html.append("</li>\n");
      }
      html.append("</ul>\n");
    }
  }

  private static void appendSections(StringBuilder html, Page page) {
    List<Section> sections =
        page.sections().stream().filter(section -> section.level() == 2).toList();
    if (sections.size() < 2) {
      return;
    }
    html.append("\n<ul class=\"sections\">\n");
    for (Section section : sections) {
      html.append("<li><a href=\"#").append(section.anchor()).append("\">");
      html.append(escaped(section.heading())).append("</a></li>\n");
    }
    html.append("</ul>\n");
  }

  private static String link(Page from, Page to, String label) {
    String current = from.equals(to) ? " aria-current=\"page\"" : "";
    return "<a href=\"%s\"%s>%s</a>"
        .formatted(Links.between(from.file(), to.file()), current, escaped(label));
  }

  private String neighbours(Page page) {
    List<Page> order = navigation.inOrder();
    int place = order.indexOf(page);
    StringBuilder html = new StringBuilder();
    if (place > 0) {
      appendNeighbour(html, "Before", page, order.get(place - 1));
    }
    if (place + 1 < order.size()) {
      appendNeighbour(html, "Next", page, order.get(place + 1));
    }
    return html.toString();
  }

  private static void appendNeighbour(StringBuilder html, String word, Page page, Page other) {
    html.append("<span>").append(word).append(": ");
    html.append(link(page, other, other.title())).append("</span>");
  }

  /** Keeps options and other short code on one line: a browser breaks lines after hyphens. */
  private static void keepShortCodeTogether(
      Node node, String tagName, Map<String, String> attributes) {
    if (node instanceof Code code && code.getLiteral().length() <= LONGEST_SHORT_CODE) {
      attributes.put("class", "short");
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
