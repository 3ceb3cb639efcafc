package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.stats.Estimate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** Pages in a real browser. Every test must leave its console and its network empty. */
class HtmlReportBrowserIT {
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final String HOSTILE =
      "</script></title></style></noscript><script>window.pwned=1;alert(1)</script>"
          + "\" onmouseover=\"window.pwned=1\" '><img src=//x.invalid/a onerror=window.pwned=1>"
          + "<!-- {a|b} ${7*7} \u202Eevil\u0000\uD800 javascript:window.pwned=1";

  private static final String BESIDE_THE_PAGE =
      "document.documentElement.scrollWidth - document.documentElement.clientWidth";

  @TempDir private static Path folder;
  private static Browser browser;
  private static Path whole;
  private static Path searchable;

  @BeforeAll
  static void start() throws IOException {
    browser = new Browser(Files.createTempDirectory(Path.of("target"), "chromium"));
    whole = write("whole", Pages.whole());
    searchable = write("searchable", Pages.searchable());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  private static Path write(String name, HtmlPage page) throws IOException {
    return Files.writeString(folder.resolve(name + ".html"), Pages.html(page));
  }

  @BeforeEach
  void wide() {
    browser.leave();
    browser.resize(1280, 900);
    browser.prefer("light");
  }

  @AfterEach
  void nothingWasComplainedOfOrAskedFor() {
    assertEquals(List.of(), browser.complaints());
    String here = browser.text("location.href.replace(/#.*/, '')");
    Set<String> requests = browser.requests();
    requests.removeIf(url -> url.replaceFirst("#.*", "").equals(here));
    assertEquals(Set.of(), requests);
  }

  private static List<String> column(String table, int column) {
    return List.of(
        browser
            .text(
                "Array.from(document.querySelectorAll('"
                    + table
                    + " tbody tr:not(.talk)')).filter(r => r.offsetParent !== null)"
                    + ".map(r => r.cells["
                    + column
                    + "].textContent.trim()).join('\\n')")
            .split("\n", -1));
  }

  private static void focus(String selector) {
    browser.run("document.querySelector(arguments[0]).focus()", selector);
  }

  private static void press(CharSequence... keys) {
    new Actions(browser.driver()).sendKeys(keys).perform();
  }

  @Test
  void everyChartIsDrawn() throws IOException {
    browser.open(whole);
    assertEquals(5, browser.number("document.querySelectorAll('.plot').length"));
    assertEquals(
        5,
        browser.number(
            "Array.from(document.querySelectorAll('.plot'))"
                + ".filter(p => p.querySelectorAll('svg path').length > 8"
                + " && p.querySelectorAll('svg text').length > 4).length"));
    assertEquals("img", browser.text("document.querySelector('.plot').getAttribute('role')"));
    assertTrue(
        browser
            .text("document.querySelector('.plot').getAttribute('aria-label')")
            .startsWith("Each version against v1."));
    System.out.printf(
        "page of %,d bytes: DOMContentLoaded, charts drawn, after %s ms%n",
        Files.size(whole),
        browser.text(
            "Math.round(performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd)"));
  }

  /** Slices of single rows are not compared; their page has no chart, and complains of none. */
  @Test
  void estimatesWithoutIntervalsAreDrawnAndNoEstimatesAreNot() throws IOException {
    Document document = new Document().heading("h");
    for (List<Chart.Item> items :
        List.of(
            List.of(
                new Chart.Item("web", Estimate.withoutInterval(0.2), "2 rows"),
                new Chart.Item("app", Estimate.UNDEFINED, "2 rows")),
            List.<Chart.Item>of())) {
      document.chart(
          new Chart.Intervals(
              "Differences by slice",
              "d",
              "difference",
              Chart.Unit.POINTS,
              new Chart.Reference(0, "no difference"),
              items));
    }
    browser.open(write("without-intervals", Pages.of(document)));
    assertEquals(1, browser.number("document.querySelectorAll('.plot').length"));
    assertEquals(
        0,
        browser.number(
            "Array.from(document.querySelectorAll('.plot path'))"
                + ".filter(p => /Infinity|NaN/.test(p.getAttribute('d'))).length"));
  }

  /** All rows are in one bin, so that its share is 100%. */
  @Test
  void anAxisOfSharesEndsAtAHundredPercent() throws IOException {
    browser.open(
        write(
            "one-bin",
            Pages.of(
                new Document()
                    .heading("h")
                    .chart(
                        new Chart.Distribution(
                            "t",
                            "d",
                            null,
                            List.of(new Chart.Counts("v1", List.of(0L, 12L, 0L, 0L))))))));
    String axis = browser.text("document.querySelector('.plot svg').textContent");
    assertTrue(axis.contains("100%"), axis);
    assertFalse(axis.contains("120%"), axis);
  }

  @Test
  void tooltipsSayTheNumbers() {
    browser.open(whole);
    WebElement plot = browser.driver().findElements(By.className("plot")).get(1);
    browser.run("arguments[0].scrollIntoView({block: 'center'})", plot);
    new Actions(browser.driver()).moveToElement(plot, 100, 0).pause(200).perform();
    String text = browser.text("document.querySelectorAll('.plot')[1].textContent");
    assertTrue(text.contains("score 0."), text);
    assertTrue(text.contains("v2: "), text);
    assertEquals(
        0,
        browser.number("document.querySelectorAll('.plot :not(svg, svg *, div:has(svg))').length"),
        "drawn, not written");
  }

  @Test
  void tablesAreSortedByKeyboard() {
    browser.open(whole);
    String table = "#part-6 table";
    List<String> original = column(table, 3);
    focus("#part-6 th:nth-child(4) button");
    press(Keys.ENTER);
    assertEquals("ascending", sortOf(4));
    List<String> up = column(table, 3);
    assertTrue(up.get(0).startsWith("-8.0 ("), up.toString());
    assertEquals("-", up.get(39));
    press(Keys.SPACE);
    assertEquals("descending", sortOf(4));
    List<String> down = column(table, 3);
    assertTrue(down.get(0).startsWith("+8.0 ("), down.toString());
    assertEquals("-", down.get(39), "what is missing comes last either way");
    press(Keys.ENTER);
    assertEquals("none", sortOf(4));
    assertEquals(original, column(table, 3));
    focus("#part-6 th:nth-child(5) button");
    press(Keys.ENTER);
    assertEquals("<0.001", column(table, 4).get(0));
    focus("#part-6 th:nth-child(3) button");
    press(Keys.ENTER, Keys.ENTER);
    assertEquals("5,403 / 5,326", column(table, 2).get(0));
  }

  private static String sortOf(int column) {
    return browser.text(
        "document.querySelector('#part-6 th:nth-child(" + column + ")').getAttribute('aria-sort')");
  }

  private record Row(String name, Estimate difference, double q, long rows, String remark) {}

  /** Numbers that look alike, that sort otherwise as text, and that are not there. */
  private static HtmlPage numbers() {
    return Pages.of(
        new Document()
            .table(
                new Columns<Row>()
                    .name("", Row::name)
                    .estimate("difference", NumberFormat.POINTS, Row::difference)
                    .number("q", NumberFormat.P_VALUE, Row::q)
                    .values("rows", row -> row.rows() < 0 ? Cell.EMPTY : Cell.count(row.rows()))
                    .remark("remark", Row::remark),
                List.of(
                    new Row("a", new Estimate(0.0301, 0.01, 0.01, 0.05), 0.0002, 1200, ""),
                    new Row("b", new Estimate(-0.12, 0.01, -0.14, -0.1), 0.04, 980, "worse"),
                    new Row("c", Estimate.UNDEFINED, Double.NaN, -1, ""),
                    new Row("d", new Estimate(0.0299, 0.02, -0.01, 0.07), 0.0001, 99, "better"),
                    new Row("e", Estimate.withoutInterval(-0.004), 1, 12345, ""),
                    new Row("f", new Estimate(0.104, 0.02, 0.064, 0.144), 0.5, 100, ""))));
  }

  @ParameterizedTest
  @CsvSource({"0, abcdef, fedcba", "1, bedafc, fadebc", "2, dabfec, efbadc", "3, dfbaec, eabfdc"})
  void numbersAreSortedByWhatTheyAre(int column, String ascending, String descending)
      throws IOException {
    browser.open(write("numbers", numbers()));
    assertEquals(
        List.of("+3.0 (+1.0 to +5.0)", "-12.0 (-14.0 to -10.0)", "-", "+3.0 (-1.0 to +7.0)"),
        column("table", 1).subList(0, 4));
    focus("th:nth-child(" + (column + 1) + ") button");
    press(Keys.ENTER);
    assertEquals(ascending, String.join("", column("table", 0)));
    press(Keys.ENTER);
    assertEquals(descending, String.join("", column("table", 0)));
    press(Keys.ENTER);
    assertEquals("abcdef", String.join("", column("table", 0)));
  }

  @Test
  void remarksAreSortedAsText() throws IOException {
    browser.open(write("numbers", numbers()));
    focus("th:nth-child(5) button");
    press(Keys.ENTER);
    assertEquals("dbacef", String.join("", column("table", 0)), "what says nothing comes last");
    press(Keys.ENTER);
    assertEquals("bdacef", String.join("", column("table", 0)));
  }

  @Test
  void rowsThatContinueOthersCannotBeSorted() {
    browser.open(whole);
    assertEquals(0, browser.number("document.querySelectorAll('#part-7 th button').length"));
  }

  @Test
  void tablesAreFiltered() {
    browser.open(whole);
    focus("#part-6 input");
    press("V3 group");
    List<String> left = column("#part-6 table", 0);
    assertEquals(
        left.size() + " of 40 rows",
        browser.text("document.querySelector('#part-6 output').textContent"));
    assertEquals(9, left.size());
    press(Keys.ESCAPE);
    assertEquals(40, column("#part-6 table", 0).size());
    assertEquals(
        "polite", browser.text("document.querySelector('output').getAttribute('aria-live')"));
    assertEquals(2, browser.number("document.querySelectorAll('input').length"));
    assertEquals(
        2, browser.number("document.querySelectorAll('.filter label').length"), "a label each");
  }

  @Test
  void conversationsAreFoundByWhatWasSaidAndUnfoldedByKeyboard() {
    browser.open(whole);
    focus("#part-8 input");
    press("number 42)");
    assertEquals(
        "1 of 100 conversations",
        browser.text("document.querySelector('#part-8 output').textContent"));
    assertEquals(1, column("#part-8 table", 0).size());
    focus("#part-8 tbody:not([hidden]) summary");
    press(Keys.ENTER);
    assertEquals(
        "Sam user|Mara bot|Sam user|Mara bot",
        browser.text(
            "Array.from(document.querySelectorAll('#part-8 tbody:not([hidden]) .who'))"
                + ".map(w => w.innerText.trim()).join('|')"));
    focus("#part-8 input");
    press(Keys.ESCAPE);
    focus("#part-8 th:nth-child(5) button");
    press(Keys.ENTER, Keys.ENTER);
    assertEquals("+44.4%", column("#part-8 table", 4).get(0));
    assertEquals(
        "2",
        browser.text("document.querySelectorAll('#part-8 tbody')[1].rows.length"),
        "what was said moves with its row");
  }

  private static String found() {
    return browser.text("document.querySelector('.listing output').textContent");
  }

  private static List<String> listed(int column) {
    return column(".listing table", column);
  }

  @Test
  void allRowsAreFoundByWordsAndByScore() {
    browser.open(searchable);
    assertEquals("1,000 of 1,000 conversations, mean score 0.500", found());
    assertEquals(50, listed(0).size(), "not all of them are in the page at once");
    focus(".listing input[type=search]");
    press("V2 tutoring");
    // Rows 1, 16, 31, ... but for those with a remainder of 6 by 7, which have no channel.
    assertEquals("58 of 1,000 conversations, mean score 0.497", found());
    assertEquals(50, listed(0).size());
    focus(".listing input[type=number]");
    press("0.2");
    press(Keys.TAB, "0.3");
    List<String> left = listed(3);
    assertEquals(left.size() + " of 1,000 conversations, mean score 0.241", found());
    assertTrue(
        left.stream()
            .allMatch(score -> score.compareTo("0.200") >= 0 && score.compareTo("0.300") <= 0),
        left.toString());
    press(Keys.ESCAPE);
    focus(".listing input[type=number]");
    press(Keys.ESCAPE);
    focus(".listing input[type=search]");
    press(Keys.ESCAPE, "nothing is called so");
    assertEquals("0 of 1,000 conversations", found());
    press(Keys.ESCAPE, "Kettle");
    // Of the 20 whose texts are on the page, two have none and two are formatted text.
    assertEquals("16 of 1,000 conversations, mean score 0.009", found());
    assertEquals(
        "Find conversations by id, version, channel or words shown above",
        browser.text("document.querySelector('.listing label').textContent"));
    press(Keys.ESCAPE, "nothing is called so");
    assertEquals(0, browser.number("document.querySelectorAll('.listing tbody tr').length"));
  }

  @Test
  void allRowsAreSortedAndShownStepByStep() {
    browser.open(searchable);
    focus(".listing th:nth-child(6) button");
    press(Keys.ENTER);
    assertEquals("1", listed(5).get(0));
    assertEquals(
        "ascending",
        browser.text(
            "document.querySelector('.listing th:nth-child(6)').getAttribute('aria-sort')"));
    press(Keys.ENTER);
    assertEquals("1,000", listed(5).get(0));
    focus(".listing th:nth-child(3) button");
    press(Keys.ENTER);
    assertEquals("companion", listed(2).get(0), "what has no channel comes last");
    press(Keys.ENTER, Keys.ENTER);
    assertEquals("-99.9%", listed(4).get(0));
    focus(".listing .scroll + .save");
    assertEquals("Show 200 more", browser.text("document.activeElement.textContent"));
    press(Keys.ENTER);
    assertEquals(250, listed(0).size());
    assertEquals(
        "=row-50", browser.text("document.activeElement.cells[0].textContent"), "reading goes on");
  }

  @Test
  void anIdLeadsToWhatWasSaid() {
    browser.open(searchable);
    assertEquals(
        "conversation-1000 conversation-1037",
        browser.text(
            "Array.from(document.querySelectorAll('.listing a')).slice(0, 2).map(a => a.textContent).join(' ')"));
    focus(".listing tbody a");
    press(Keys.ENTER);
    assertEquals("#conversation-0-0", browser.text("location.hash"));
    assertEquals(
        "true", browser.text("String(document.querySelector('#conversation-0-0 details').open)"));
    // Every tenth has no text, so its id leads nowhere.
    assertEquals(18, browser.number("document.querySelectorAll('.listing a').length"));
  }

  private static List<String> saved(String button, String name) throws Exception {
    Path downloads = Files.createTempDirectory(folder, "downloads");
    browser.saveTo(downloads);
    focus(button);
    press(Keys.ENTER);
    Path file = downloads.resolve(name);
    for (int i = 0; i < 100 && !Files.exists(file); i++) {
      Thread.sleep(50);
    }
    return Files.readAllLines(file);
  }

  @Test
  void tablesAreSavedWithAllDigits() throws Exception {
    browser.open(write("numbers", numbers()));
    focus("th:nth-child(3) button");
    press(Keys.ENTER);
    assertEquals(
        List.of(
            "name,difference,difference low,difference high,q,rows,remark",
            "d,0.0299,-0.01,0.07,0.0001,99,better",
            "a,0.0301,0.01,0.05,0.0002,1200,"),
        saved(".save", "a-report.csv").subList(0, 3));
    assertEquals("c,,,,,,", saved(".save", "a-report.csv").get(6));
  }

  @Test
  void foundRowsAreSavedWithAllDigitsAndWithoutFormulas() throws Exception {
    browser.open(searchable);
    focus(".listing input[type=search]");
    press("row-998");
    assertEquals(
        List.of(
            "id,version,channel,score,delta,tokens",
            "'=row-998,v3,support,0.9985,48.586309523809526,2"),
        saved(".listing .save:last-child", "all-conversations.csv"));
  }

  @Test
  void aVerdictStaysInSight() throws IOException {
    browser.resize(360, 800);
    browser.open(write("numbers", numbers()));
    assertTrue(
        browser.number("document.querySelector('.scroll').scrollWidth") > 340, "numbers scroll");
    assertEquals(
        "worse",
        browser.text(
            "(() => { const box = document.querySelector('.scroll').getBoundingClientRect();"
                + "const row = document.querySelectorAll('tbody tr')[1].getBoundingClientRect();"
                + "return document.elementFromPoint(box.right - 12, row.top + 10).textContent })()"));
  }

  @Test
  void smallChartsHaveOneLegendAndMarkAlarms() {
    browser.open(searchable);
    assertEquals(3, browser.number("document.querySelectorAll('.multiples .plot svg').length"));
    assertEquals(
        "night|expected|alarm",
        browser.text(
            "Array.from(document.querySelectorAll('.plots .legend li')).map(i => i.textContent).join('|')"));
    String marks =
        "Array.from(document.querySelectorAll('.multiples .plot'))"
            + ".map(p => p.querySelectorAll('path[fill=\"#a8410a\"]').length).join(' ')";
    assertEquals("0 2 9", browser.text(marks));
  }

  @Test
  void bothTextsOpenBesideEachOther() {
    browser.open(searchable);
    focus("#part-2 summary");
    press(Keys.ENTER);
    String left =
        "Math.round(document.querySelectorAll('#part-2 .chat')[%d].getBoundingClientRect().left)";
    assertTrue(browser.number(left.formatted(0)) + 200 < browser.number(left.formatted(1)));
    assertEquals(
        "v1 0.900|v2 0.900",
        browser.text(
            "Array.from(document.querySelectorAll('#part-2 details[open] .version')).map(v => v.textContent.trim()).join('|')"));
    browser.resize(390, 800);
    assertEquals(
        browser.number(left.formatted(0)), browser.number(left.formatted(1)), "below each other");
  }

  @Test
  void messagesHaveTheirScores() {
    browser.open(searchable);
    assertEquals(
        "without it +4.3|0.500 (-20.9) · without it +4.3|0.291 (-20.9) · without it +4.3 largest fall",
        browser.text(
            "Array.from(document.querySelectorAll('.explained .gauge')).map(g => g.textContent.trim()).join('|')"));
    assertEquals(
        "29.1",
        browser.text("document.querySelector('.explained .bot .fill').getAttribute('width')"));
    assertEquals(
        "2 earlier messages are not shown",
        browser.text("document.querySelector('.explained .left').textContent"));
  }

  @Test
  void picturesOfAllThatCanBeSearched() throws IOException {
    for (String scheme : List.of("light", "dark")) {
      for (int width : new int[] {390, 1500}) {
        browser.leave();
        browser.resize(width, 900);
        browser.prefer(scheme);
        browser.open(searchable);
        browser.screenshot(SCREENSHOTS.resolve("searchable-" + scheme + "-" + width + ".png"));
      }
    }
  }

  @Test
  void coloursFollowTheSystemAndTheButton() {
    browser.open(whole);
    String background = "getComputedStyle(document.body).backgroundColor";
    String mark = "document.querySelector('.plot svg').outerHTML.includes('#56b4e9')";
    assertEquals("rgb(255, 255, 255)", browser.text(background));
    assertEquals("false", browser.text(mark));
    browser.prefer("dark");
    assertNotEquals("rgb(255, 255, 255)", browser.text(background));
    assertEquals("true", browser.text(mark));
    focus(".theme");
    press(Keys.ENTER);
    assertEquals("Colours: light", browser.text("document.querySelector('.theme').textContent"));
    assertEquals("rgb(255, 255, 255)", browser.text(background));
    assertEquals("false", browser.text(mark));
    press(Keys.ENTER);
    assertEquals("Colours: dark", browser.text("document.querySelector('.theme').textContent"));
    press(Keys.ENTER);
    assertEquals("Colours: auto", browser.text("document.querySelector('.theme').textContent"));
    assertEquals("0", browser.text("String(localStorage.length + document.cookie.length)"));
  }

  @Test
  void theFirstStopIsTheLinkToTheContent() {
    browser.open(whole);
    press(Keys.TAB);
    assertEquals("skip", browser.text("document.activeElement.className"));
    press(Keys.ENTER);
    assertEquals("content", browser.text("document.activeElement.id"));
  }

  @Test
  void hostileTextIsInert() throws IOException {
    browser.open(write("hostile", Pages.full(HOSTILE)));
    browser.run("document.querySelectorAll('details').forEach(d => { d.open = true; })");
    for (WebElement plot : browser.driver().findElements(By.className("plot"))) {
      browser.run("arguments[0].scrollIntoView({block: 'center'})", plot);
      new Actions(browser.driver()).moveToElement(plot, 5, 5).moveByOffset(3, 3).perform();
    }
    assertEquals("undefined", browser.text("typeof window.pwned"));
    assertEquals(2, browser.number("document.scripts.length"));
    assertEquals(
        0,
        browser.number(
            "document.querySelectorAll('img,iframe,object,a:not([href^=\"#\"])').length"));
    assertEquals(0, browser.number("document.querySelectorAll('[onmouseover],[onerror]').length"));
    assertEquals(6, browser.number("document.querySelectorAll('.plot svg').length"));
    assertTrue(
        browser
            .text("document.querySelector('.what').textContent")
            .contains("<!-- {a|b} ${7*7} ⟨U+202E⟩evil␀⟨U+D800⟩"));
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 768, 1100})
  void thePageItselfNeverScrollsSideways(int width) throws IOException {
    for (Path page :
        List.of(
            whole,
            searchable,
            write("hostile", Pages.full(HOSTILE)),
            write("long", Pages.full("x".repeat(5000))))) {
      browser.leave();
      browser.resize(width, 800);
      browser.open(page);
      browser.run("document.querySelectorAll('details').forEach(d => { d.open = true; })");
      browser.resize(width, 801);
      assertEquals(0, browser.number(BESIDE_THE_PAGE), page + " at " + width);
    }
  }

  @Test
  void aCellOfAMegabyteHasItsPlace() throws IOException {
    String large = "lorem ipsum ".repeat(90_000);
    browser.open(
        write(
            "large",
            Pages.of(
                new Document()
                    .table(
                        Tables.words(1, List.of("name", "n")),
                        List.of(List.of(large, "1"), List.of("b", large))))));
    assertEquals(0, browser.number(BESIDE_THE_PAGE));
    long height = browser.number("document.querySelector('table').offsetHeight");
    assertTrue(height < 500, height + " pixels");
  }

  @Test
  void wideTablesScrollByKeyboard() {
    browser.resize(390, 800);
    browser.open(whole);
    assertEquals(
        "0", browser.text("document.querySelector('#part-6 .scroll').getAttribute('tabindex')"));
    focus("#part-6 .scroll");
    press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
    new Actions(browser.driver()).pause(400).perform();
    assertTrue(browser.number("document.querySelector('#part-6 .scroll').scrollLeft") > 0);
  }

  @Test
  void withoutScriptsAllIsThereButCharts() throws IOException {
    browser.allowScripts(false);
    try {
      browser.open(whole);
      assertEquals(0, browser.driver().findElements(By.tagName("button")).size());
      assertEquals(0, browser.driver().findElements(By.tagName("input")).size());
      assertEquals(40, browser.driver().findElements(By.cssSelector("#part-6 tbody tr")).size());
      browser.screenshot(SCREENSHOTS.resolve("without-scripts-1280.png"));
    } finally {
      browser.allowScripts(true);
    }
  }

  @Test
  void pictureOfAnEvaluation() throws IOException {
    browser.open(write("evaluation", Pages.evaluation()));
    browser.screenshot(SCREENSHOTS.resolve("evaluation-1280.png"));
  }

  @ParameterizedTest
  @CsvSource({"light,1280", "dark,1280", "light,390", "dark,390"})
  void pictures(String scheme, int width) throws IOException {
    browser.resize(width, 900);
    browser.prefer(scheme);
    browser.open(whole);
    browser.run(
        "document.querySelectorAll('.talk details').forEach((d, i) => { d.open = i === 1 || i === 8; });"
            + "Array.from(document.querySelectorAll('.talks tbody')).slice(14).forEach(t => t.remove())");
    browser.screenshot(SCREENSHOTS.resolve(scheme + "-" + width + ".png"));
  }

  @Test
  void print() throws IOException {
    browser.prefer("dark");
    browser.open(whole);
    browser.run(
        "Array.from(document.querySelectorAll('.talks tbody')).slice(14).forEach(t => t.remove())");
    Path file = SCREENSHOTS.resolve("print.pdf");
    browser.print(file);
    assertTrue(
        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).startsWith("%PDF"));
  }
}
