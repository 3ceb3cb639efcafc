package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documentation as it is read in a browser, opened as a file. */
class DocumentationBrowserIT {
  private static final Path DOCS =
      Path.of(System.getProperty("decorum.distribution", "target/dist"), "docs").toAbsolutePath();
  private static final int TELEPHONE = 390;

  @Test
  void theSearchFindsAPageAndEveryPageFitsOnATelephone(@TempDir Path profile) throws Exception {
    try (Browser browser = new Browser(profile)) {
      browser.open(DOCS.resolve("index.html"));
      browser.run("document.querySelector('.search input').focus()");
      for (int tries = 0;
          tries < 100 && !browser.text("!!window.manualSections").equals("true");
          tries++) {
        Thread.sleep(50);
      }
      browser.run(
          "const i = document.querySelector('.search input'); i.value = 'exit codes';"
              + " i.dispatchEvent(new Event('input'))");
      assertEquals(
          "Exit codes", browser.text("document.querySelector('.search a').firstChild.data"));
      assertTrue(
          browser
              .text("document.querySelector('.search a').href")
              .endsWith("/docs/reference/exit-codes.html"));

      browser.resize(TELEPHONE, 800);
      for (Path page : pages()) {
        browser.open(page);
        long width = browser.number("document.scrollingElement.scrollWidth");
        assertEquals(List.of(), browser.complaints());
        assertTrue(width <= TELEPHONE, page + " is " + width + " pixels wide");
      }
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(DOCS, 2)) {
      return files
          .filter(file -> file.toString().endsWith(".html"))
          .filter(file -> !file.toString().contains("decisions"))
          .sorted()
          .toList();
    }
  }
}
