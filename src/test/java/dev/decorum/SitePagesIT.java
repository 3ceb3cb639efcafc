package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The documentation in the distribution: complete, without dead links, and in need of no network.
 */
class SitePagesIT {
  private static final Path DOCS = Distribution.HOME.resolve("docs");
  private static final Map<Path, Document> PAGES = new HashMap<>();

  @BeforeAll
  static void read() throws IOException {
    try (Stream<Path> files = Files.walk(DOCS)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".html")).toList()) {
        PAGES.put(file, Jsoup.parse(file.toFile()));
      }
    }
  }

  @Test
  void everyMarkdownPageIsThere() throws IOException {
    Path source = Path.of("src/site/markdown");
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".md")).toList()) {
        String name = source.relativize(file).toString();
        String html = name.replaceFirst("README\\.md$", "index.md").replaceFirst("md$", "html");
        assertTrue(PAGES.containsKey(DOCS.resolve(html)), html);
      }
    }
    assertTrue(PAGES.containsKey(DOCS.resolve("reference/commands/score.html")));
  }

  @Test
  void everyLinkLeadsSomewhere() {
    List<String> dead = new ArrayList<>();
    PAGES.forEach(
        (file, page) -> {
          for (Element link : page.select("a[href]")) {
            String href = link.attr("href");
            if (!href.startsWith("https://") && !leadsSomewhere(file, href)) {
              dead.add(DOCS.relativize(file) + ": " + href);
            }
          }
        });
    assertEquals(List.of(), dead);
  }

  private static boolean leadsSomewhere(Path page, String href) {
    String[] parts = href.split("#", -1);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    if (!target.startsWith(Distribution.HOME) || !Files.isRegularFile(target)) {
      return Files.isDirectory(target) && target.startsWith(Distribution.HOME);
    }
    return parts.length < 2
        || (PAGES.containsKey(target) && PAGES.get(target).getElementById(parts[1]) != null);
  }

  @Test
  void everyLinkOfTheReadmeLeadsSomewhere() throws IOException {
    Path readme = Distribution.HOME.resolve("README.md");
    Matcher links = Pattern.compile("\\]\\(([^)]+)\\)").matcher(Files.readString(readme));
    while (links.find()) {
      String href = links.group(1);
      assertTrue(href.startsWith("https://") || leadsSomewhere(readme, href), href);
    }
  }

  @Test
  void nothingIsLoadedFromElsewhere() throws IOException {
    PAGES.forEach(
        (file, page) -> {
          for (Element element : page.select("link[href], [src], style, [style]")) {
            String from = element.hasAttr("src") ? element.attr("src") : element.attr("href");
            assertTrue(
                from.matches("[./]*(manual\\.(css|js)|images/[a-z-]+\\.svg)"),
                file + ": " + element);
            assertTrue(Files.exists(file.resolveSibling(from)), file + ": " + element);
          }
        });
    String style = Files.readString(DOCS.resolve("manual.css"));
    assertTrue(!style.contains("url(") && !style.contains("@import"), style);
    String script = Files.readString(DOCS.resolve("manual.js"));
    assertTrue(!script.contains("http") && !script.contains("fetch("), script);
  }

  @Test
  void everyAnchorIsThereOnce() {
    PAGES.forEach(
        (file, page) -> {
          List<String> ids = page.select("[id]").eachAttr("id");
          assertEquals(ids.stream().distinct().toList(), ids, file::toString);
        });
  }
}
