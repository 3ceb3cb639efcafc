package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.stats.Estimate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlReportTest {
  private static final Pattern CODE = Pattern.compile("(?s)<(script|style)>(.*?)</\\1>");
  private static final Pattern TAG =
      Pattern.compile("<([a-zA-Z][^\\s/>]*)((?:\"[^\"]*\"|[^\">])*)>");
  private static final Pattern ATTRIBUTE = Pattern.compile("([a-zA-Z:-]+)(?:=\"([^\"]*)\")?");

  /** The page without its scripts and its style sheet, which are ours. */
  private static String markup(String html) {
    return CODE.matcher(html).replaceAll("");
  }

  /** The names of all elements and attributes of {@code html}, code aside. */
  private static Set<String> names(String html) {
    Set<String> names = new TreeSet<>();
    Matcher tags = TAG.matcher(markup(html));
    while (tags.find()) {
      names.add("<" + tags.group(1));
      Matcher attributes = ATTRIBUTE.matcher(tags.group(2));
      while (attributes.find()) {
        names.add(attributes.group(1));
      }
    }
    return names;
  }

  private static int count(String html, String part) {
    return html.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void everyTextOfADocumentIsInThePage() throws IOException {
    String html = Pages.html(Pages.whole());
    assertTrue(html.startsWith("<!doctype html>\n<html lang=\"en\">"), html.substring(0, 100));
    assertTrue(html.endsWith("</html>\n"));
    assertTrue(html.contains("<title>v1, v2 and v3 compared</title>"));
    assertEquals(1, count(html, "<h1"));
    assertTrue(html.contains("<h2 dir=\"auto\">Spread of the scores</h2>"));
    assertTrue(html.contains("<p class=\"lead\" dir=\"auto\">v2 is BETTER than v1: "));
    assertTrue(html.contains("<p dir=\"auto\">q is the false-discovery rate "));
    assertTrue(html.contains("0.661</bdi> <span class=\"interval\">(0.648 to 0.674)</span>"));
    assertTrue(html.contains("<dd class=\"value\" data-value=\"0.041\"><bdi>+4.1</bdi>"));
    assertTrue(html.contains("Then let us begin with the first question."));
    assertTrue(html.contains("Mara's Persona: a librarian.\n&lt;START&gt;"));
    assertTrue(html.contains("6 earlier messages are not shown"));
    assertTrue(html.contains("logs/2026-11/day-12.jsonl.gz"));
    assertTrue(html.contains("No manifest lies beside this source"));
  }

  @Test
  void realDocumentsAreShownInFull() throws IOException {
    HtmlPage page = Pages.evaluation();
    String html = Pages.html(page);
    for (Document.Block block : page.document().blocks()) {
      if (block instanceof Document.Block.Table table) {
        for (List<Cell> row : table.rows()) {
          String text = row.get(0).text().replace("<", "&lt;");
          assertTrue(html.contains("<bdi>" + text + "</bdi>"), text);
        }
      }
    }
  }

  /** All cells of a document in the order of its page. */
  private static List<Cell> cells(Document document) {
    List<Cell> cells = new ArrayList<>();
    for (Document.Block block : document.blocks()) {
      if (block instanceof Document.Block.Figures figures) {
        figures.figures().forEach(figure -> cells.add(figure.value()));
      } else if (block instanceof Document.Block.Table table) {
        table.rows().forEach(cells::addAll);
      } else if (block instanceof Document.Block.Excerpts conversations) {
        conversations.table().rows().forEach(cells::addAll);
      }
    }
    return cells;
  }

  /** How much larger a number is in the unit in which it is shown. */
  private static double factor(Cell cell) {
    NumberFormat format =
        cell instanceof Cell.Quantity quantity
            ? quantity.format()
            : cell instanceof Cell.Estimated estimated
                ? estimated.format()
                : cell instanceof Cell.Range range ? range.format() : NumberFormat.COUNT;
    return switch (format) {
      case SHARE, ROUND_SHARE, POINTS, POINTS_SIZE -> 100;
      case MEMORY -> 1e-6;
      case PROBABILITY,
          CARD,
          SIGNED,
          SIZE,
          DELTA_PERCENT,
          MEAN_COUNT,
          COUNT_DIFFERENCE,
          P_VALUE,
          COUNT,
          RATE,
          SCIENTIFIC,
          FACTOR,
          SECONDS ->
          1;
    };
  }

  private static void assertShows(String shown, double number) {
    Matcher digits =
        Pattern.compile("[-+]?[0-9][0-9,]*(?:\\.([0-9]+))?(?:e([-+][0-9]+))?").matcher(shown);
    assertTrue(digits.find(), shown);
    double read = Double.parseDouble(digits.group().replace(",", ""));
    if (shown.startsWith("&lt;")) {
      assertTrue(number < read, number + " as " + shown);
    } else {
      int decimals = digits.group(1) == null ? 0 : digits.group(1).length();
      int exponent = digits.group(2) == null ? 0 : Integer.parseInt(digits.group(2));
      double rounding = Math.pow(10, exponent - decimals);
      assertEquals(read, number, 0.5 * rounding + 1e-9, number + " as " + shown);
    }
  }

  @Test
  void everyNumberIsWithAllDigitsInTheCellThatShowsIt() throws IOException {
    for (HtmlPage page : List.of(Pages.whole(), Pages.evaluation())) {
      List<Cell> cells = cells(page.document());
      Matcher shown =
          Pattern.compile(
                  "<(?:td|th scope=\"row\"|dd)"
                      + "(?: class=\"(?!note)[^\"]*\")?(?: data-value=\"([^\"]*)\")?"
                      + "(?: data-low=\"([^\"]*)\")?(?: data-high=\"([^\"]*)\")?"
                      + "(?: data-key=\"([^\"]*)\")?>(?:<bdi>)?([^<]*)")
              .matcher(markup(Pages.html(page)).replaceAll("(?s)<section id=\"origins.*", ""));
      int numbers = 0;
      for (Cell cell : cells) {
        assertTrue(shown.find(), cell.text());
        boolean single = cell instanceof Cell.Quantity || cell instanceof Cell.Estimated;
        String value = shown.group(single ? 1 : 4);
        assertNull(shown.group(single ? 4 : 1), cell.text());
        if (cell instanceof Cell.Words || Double.isNaN(cell.value())) {
          assertNull(value, cell.text());
        } else {
          assertEquals(cell.value(), Double.parseDouble(value));
          assertShows(shown.group(5), factor(cell) * Double.parseDouble(value));
          numbers++;
        }
        if (cell instanceof Cell.Estimated estimated && estimated.estimate().hasInterval()) {
          assertEquals(estimated.estimate().low(), Double.parseDouble(shown.group(2)));
          assertEquals(estimated.estimate().high(), Double.parseDouble(shown.group(3)));
        } else {
          assertNull(shown.group(2), cell.text());
          assertNull(shown.group(3), cell.text());
        }
      }
      assertFalse(shown.find(), "a cell too many");
      assertTrue(numbers > 60, numbers + " numbers");
    }
  }

  @Test
  void theDemoModelIsNotKeptQuiet() throws IOException {
    String notice = "Scored with the bundled demo model, NOT the CHAI reward model";
    assertTrue(Pages.html(Pages.whole()).contains(notice));
    HtmlPage unknown =
        new HtmlPage("t", new Document(), List.of(new ScoreSource("a.csv", null)), "Decorum 0.1.0");
    assertFalse(Pages.html(unknown).contains(notice));
  }

  @Test
  void tonesAreSaidInWords() throws IOException {
    String html = Pages.html(Pages.whole());
    assertEquals(1, count(html, "</svg>good</span>"));
    assertEquals(1, count(html, "</svg>bad</span>"));
  }

  @Test
  void rowsThatContinueTheOneAboveAreNotSorted() throws IOException {
    List<List<String>> rows =
        List.of(List.of("0.500", "1"), List.of("", "2"), List.of("0.672", "3"));
    String continued =
        Pages.html(Pages.of(new Document().table(Tables.words(1, List.of("t", "n")), rows)));
    assertFalse(continued.contains("data-sort=\"rows\""));
    String named =
        Pages.html(
            Pages.of(
                new Document()
                    .table(
                        Tables.words(1, List.of("t", "n")),
                        List.of(List.of("a", "1"), List.of("b", "2"), List.of("c", "3")))));
    assertTrue(named.contains("data-sort=\"rows\""));
  }

  @Test
  void theFirstParagraphsAreTheAnswer() throws IOException {
    String html =
        Pages.html(
            Pages.of(
                new Document()
                    .paragraph("before")
                    .heading("First")
                    .paragraph("under")
                    .table(Tables.words(1, List.of("a")), List.of(List.of("1")))
                    .paragraph("after")
                    .heading("Second")
                    .paragraph("later")));
    assertTrue(html.contains("<p class=\"lead\" dir=\"auto\">before</p>"));
    assertTrue(html.contains("<p class=\"lead\" dir=\"auto\">under</p>"));
    assertTrue(html.contains("<p dir=\"auto\">after</p>"));
    assertTrue(html.contains("<p dir=\"auto\">later</p>"));
  }

  @Test
  void thePolicyNamesTheHashesOfWhatIsInThePage() throws Exception {
    for (HtmlPage page : List.of(Pages.whole(), Pages.of(new Document()))) {
      String html = Pages.html(page);
      List<String> scripts = new ArrayList<>();
      List<String> styles = new ArrayList<>();
      Matcher code = CODE.matcher(html);
      while (code.find()) {
        (code.group(1).equals("script") ? scripts : styles).add(hash(code.group(2)));
      }
      assertEquals(page.document().blocks().isEmpty() ? 1 : 2, scripts.size());
      String policy =
          "default-src 'none'; script-src "
              + String.join(" ", scripts)
              + "; style-src "
              + String.join(" ", styles)
              + "; base-uri 'none'; form-action 'none'";
      assertTrue(
          html.contains(
              "<meta http-equiv=\"Content-Security-Policy\" content=\""
                  + policy.replace("'", "&#39;")
                  + "\">"),
          policy);
      assertTrue(html.indexOf("Content-Security-Policy") < html.indexOf("<style>"));
    }
  }

  private static String hash(String code) throws NoSuchAlgorithmException {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
  }

  @Test
  void codeCannotEndItsElementEarly() throws IOException {
    PageCode code = PageCode.load(true);
    for (String script : code.scripts()) {
      assertFalse(script.toLowerCase(Locale.ROOT).contains("</script"));
      assertFalse(script.contains("<!--"));
      assertFalse(script.contains("\r"));
    }
    assertFalse(code.style().contains("</"));
    assertFalse(code.style().contains("url("));
    assertFalse(code.style().contains("@import"));
  }

  /** Text may speak of addresses; what counts is where a browser would load from. */
  @Test
  void nothingIsLoaded() throws IOException {
    for (HtmlPage page : List.of(Pages.whole(), Pages.full("\"https://example.org/a.js\""))) {
      String html = markup(Pages.html(page));
      Matcher tags = TAG.matcher(html);
      while (tags.find()) {
        Matcher attributes = ATTRIBUTE.matcher(tags.group(2));
        while (attributes.find()) {
          String name = attributes.group(1);
          if (name.equals("href")) {
            assertTrue(attributes.group(2).startsWith("#"), tags.group());
          }
        }
      }
      Set<String> names = names(html);
      for (String loading :
          List.of(
              "src",
              "srcset",
              "action",
              "formaction",
              "data",
              "poster",
              "background",
              "ping",
              "xlink:href",
              "style",
              "<link",
              "<iframe",
              "<img",
              "<object",
              "<embed",
              "<base",
              "<form",
              "<use",
              "<image")) {
        assertFalse(names.contains(loading), loading);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>window.pwned=1</script>",
        "</script><script>window.pwned=1</script>",
        "</title></style></textarea></noscript><img src=x onerror=window.pwned=1>",
        "\" onmouseover=\"window.pwned=1",
        "' autofocus onfocus='window.pwned=1",
        "<!-- --!> <![CDATA[ ]]> <svg onload=window.pwned=1>",
        "]]></div></details></pre></table><b>bold</b>",
        "${7*7} @if(true) !{var x = 1;} $unsafe{x} {{7*7}} @template.page()",
        "{a|b} {value} %s \\u003cb> &lt;b&gt; &amp;",
        "javascript:window.pwned=1",
        "=1+1",
        "__proto__",
        "constructor"
      })
  void textStaysText(String hostile) throws IOException {
    String html = Pages.html(Pages.full(hostile));
    assertEquals(names(Pages.html(Pages.full("quux"))), names(html));
    assertEquals(
        count(Pages.html(Pages.full("quux")), "<"), count(html, "<"), "a tag too many or too few");
    assertTrue(
        html.contains(hostile.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")));
  }

  @Test
  void whatCannotBeSeenIsMadeVisible() throws IOException {
    String hostile = "a\u202Eb\u2066c\u200Fd\u061Ce\u0007f\u0085g\uD800h\u0000i\u001Bj\uFEFFk";
    String shown = "a⟨U+202E⟩b⟨U+2066⟩c⟨U+200F⟩d⟨U+061C⟩e␇f⟨U+0085⟩g⟨U+D800⟩h␀i␛j⟨U+FEFF⟩k";
    String html = Pages.html(Pages.full(hostile));
    assertTrue(html.contains("<h1 dir=\"auto\">" + shown + "</h1>"));
    assertEquals(
        count(Pages.html(Pages.full("quux")), "quux"), count(html, shown), "somewhere it is not");
    assertFalse(markup(html).matches("(?s).*[\\x00-\\x08\\x0B-\\x1F\\x7F-\\x9F].*"));
    assertFalse(markup(html).contains("\u202E"));
  }

  @Test
  void messagesKeepTheirLines() throws IOException {
    String html = Pages.html(Pages.full("one\r\ntwo\n\tthree\rfour"));
    assertTrue(html.contains("<p class=\"what\" dir=\"auto\">one\ntwo\n\tthree␍four</p>"));
    assertTrue(html.contains("<h1 dir=\"auto\">one␍␊two␊␉three␍four</h1>"));
  }

  @Test
  void aFormattedTextMayBeginWithALineBreak() throws IOException {
    String html = Pages.html(Pages.full("\nx"));
    assertTrue(html.contains("<pre dir=\"auto\" tabindex=\"0\">\n\nx</pre>"));
  }

  @Test
  void chartsHoldTheirNumbers() throws IOException {
    Document document =
        new Document()
            .chart(
                new Chart.Intervals(
                    "t",
                    "d",
                    "axis",
                    Chart.Unit.POINTS,
                    null,
                    List.of(
                        new Chart.Item("<a>", new Estimate(0.1, 0.02, 0.05, 0.15), "n"),
                        new Chart.Item("b", Estimate.UNDEFINED, ""))))
            .chart(Pages.distribution());
    String html = Pages.html(Pages.of(document));
    Matcher hidden =
        Pattern.compile("<div id=\"charts\" hidden>([^<]*)</div>").matcher(markup(html));
    assertTrue(hidden.find());
    JsonNode charts =
        new ObjectMapper()
            .readTree(
                hidden
                    .group(1)
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&#34;", "\"")
                    .replace("&amp;", "&"));
    assertEquals(2, charts.size());
    JsonNode items = charts.get(0).get("items");
    assertEquals("<a>", items.get(0).get("name").asText());
    assertEquals(0.15, items.get(0).get("high").asDouble());
    assertTrue(items.get(1).get("value").isNull());
    assertEquals("points", charts.get(0).get("unit").asText());
    assertFalse(charts.get(0).has("reference"));
    assertEquals(20, charts.get(1).get("series").get(2).get("bins").size());
  }

  @Test
  void thePageIsTheSameEveryTime() throws IOException {
    assertEquals(Pages.html(Pages.whole()), Pages.html(Pages.whole()));
  }

  @Test
  void thePageIsNoLargerThanItsContentAndTheLibrary() throws IOException {
    int withCharts = size(Pages.of(new Document().chart(Pages.reliability())));
    assertTrue(withCharts < 800_000, withCharts + " bytes");
    int without = size(Pages.of(new Document().paragraph("no chart, no library")));
    assertTrue(without < 60_000, without + " bytes");
    int whole = size(Pages.whole());
    assertTrue(whole < 1_100_000, whole + " bytes");
  }

  @Test
  void aFullDiskIsSaidAsItIs() {
    IOException full = new IOException("No space left on device");
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw full;
          }
        };
    assertSame(full, assertThrows(IOException.class, () -> HtmlReport.write(Pages.whole(), out)));
  }

  private static int size(HtmlPage page) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HtmlReport.write(page, out);
    return out.size();
  }

  @Test
  void theLibraryComesWithItsLicences() throws IOException {
    String html = Pages.html(Pages.whole());
    assertTrue(html.contains("This product includes software developed at"));
    assertTrue(html.contains("Mike Bostock"));
    assertTrue(html.contains("Charts are drawn by Apache ECharts"));
    assertFalse(Pages.html(Pages.of(new Document())).contains("ECharts ("));
  }
}
