package dev.decorum.read.text;

import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/** The lines that a browser shows of HTML. jsoup is loaded with this class, so only for HTML. */
final class HtmlRendering implements NodeVisitor {
  private static final Set<String> HIDDEN =
      Set.of(
          "head",
          "script",
          "style",
          "template",
          "title",
          "noscript",
          "iframe",
          "object",
          "embed",
          "svg",
          "math",
          "canvas",
          "audio",
          "video",
          "select",
          "datalist",
          "textarea",
          "map");

  /** Blocks by themselves, beside those that jsoup knows. */
  private static final Set<String> BLOCKS =
      Set.of(
          "p",
          "div",
          "li",
          "ul",
          "ol",
          "dl",
          "dt",
          "dd",
          "table",
          "caption",
          "thead",
          "tbody",
          "tfoot",
          "tr",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "blockquote",
          "pre",
          "hr",
          "section",
          "article",
          "main",
          "header",
          "footer",
          "nav",
          "aside",
          "figure",
          "figcaption",
          "address",
          "center",
          "details",
          "summary",
          "fieldset",
          "form",
          "body",
          "html");

  private final StringBuilder lines = new StringBuilder();
  private int lineStart;

  /** White space that shows only if something follows on the line. */
  private boolean gap;

  private int hidden;
  private int preformatted;

  private HtmlRendering() {}

  static String of(String html) {
    HtmlRendering rendering = new HtmlRendering();
    NodeTraversor.traverse(rendering, Jsoup.parse(html).body());
    return rendering.lines.toString().strip();
  }

  @Override
  public void head(Node node, int depth) {
    if (node instanceof TextNode text) {
      if (hidden == 0) {
        text(text.getWholeText());
      }
    } else if (node instanceof Element element) {
      String name = element.normalName();
      if (isHidden(element)) {
        hidden++;
      } else if (hidden == 0) {
        if (BLOCKS.contains(name)) {
          endLine();
        } else if (name.equals("br")) {
          breakLine();
        } else if (name.equals("td") || name.equals("th")) {
          gap = true;
        }
      }
      if (name.equals("pre")) {
        preformatted++;
      }
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (node instanceof Element element) {
      if (isHidden(element)) {
        hidden--;
      } else if (hidden == 0 && BLOCKS.contains(element.normalName())) {
        endLine();
      }
      if (element.normalName().equals("pre")) {
        preformatted--;
      }
    }
  }

  private static boolean isHidden(Element element) {
    if (HIDDEN.contains(element.normalName()) || element.hasAttr("hidden")) {
      return true;
    }
    if (!element.hasAttr("style")) {
      return false;
    }
    String style = element.attr("style").toLowerCase(Locale.ROOT).replace(" ", "");
    return style.contains("display:none");
  }

  private void text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (preformatted > 0) {
        if (c == '\n') {
          breakLine();
        } else if (c != '\r') {
          visible(c == '\u00A0' ? ' ' : c);
        }
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\u00A0') {
        gap = true;
      } else if (c != '\u00AD' && c != '\u200B') {
        visible(c);
      }
    }
  }

  private void visible(char c) {
    if (gap && lines.length() > lineStart) {
      lines.append(' ');
    }
    gap = false;
    lines.append(c);
  }

  /** Ends the line if there is anything on it. */
  private void endLine() {
    if (lines.length() > lineStart) {
      breakLine();
    }
    gap = false;
  }

  private void breakLine() {
    lines.append('\n');
    lineStart = lines.length();
    gap = false;
  }
}
