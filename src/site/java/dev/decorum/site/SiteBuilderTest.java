package dev.decorum.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteBuilderTest {
  @TempDir private Path repository;

  @BeforeEach
  void write() throws IOException {
    write(
        "src/site/resources/page.html", "{{title}}|{{root}}|{{contents}}|{{body}}|{{neighbours}}");
    write("src/site/resources/manual.css", "");
    write("examples/a.jsonl", "");
    write("src/Secret.java", "");
    page(
        "index.md",
        "# Docs\n\n## Guides\n\n- [First](first.md): one\n- [Notes](notes/README.md)\n");
    page(
        "first.md",
        "# The first page\n\n## Two words\n\nText.\n\n## Two words\n\n| a |\n|---|\n| b |\n");
    page("notes/README.md", "# Notes\n\n[one](0001.md) [code](../../../Secret.java)\n");
    page(
        "notes/0001.md",
        "# One\n\n[up](../first.md#two-words-1) [ex](../../../../examples/a.jsonl)\n");
  }

  private void page(String name, String markdown) throws IOException {
    write("src/site/markdown/" + name, markdown);
  }

  private void write(String name, String text) throws IOException {
    Path file = repository.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }

  private void make() throws IOException {
    Path generated = Files.createDirectories(repository.resolve("generated"));
    Files.createDirectories(generated.resolve("commands"));
    SiteBuilder.make(repository, generated, repository.resolve("site"), "1");
  }

  private String html(String name) throws IOException {
    return Files.readString(repository.resolve("site").resolve(name));
  }

  @Test
  void linksLeadToPagesAndToFilesOfTheDistribution() throws IOException {
    make();
    String page = html("notes/0001.html");
    assertTrue(page.contains("<a href=\"../first.html#two-words-1\">up</a>"), page);
    assertTrue(page.contains("<a href=\"../../examples/a.jsonl\">ex</a>"), page);
    assertTrue(html("notes/index.html").contains("one</a> code"), html("notes/index.html"));
  }

  @Test
  void contentsHaveTheWordsOfTheFirstPageAndTheSectionsOfTheCurrentOne() throws IOException {
    make();
    String page = html("first.html");
    assertTrue(page.startsWith("The first page · Decorum||"), page);
    assertTrue(page.contains("<a href=\"first.html\" aria-current=\"page\">First</a>"), page);
    assertTrue(page.contains("<a href=\"#two-words-1\">Two words</a>"), page);
    assertFalse(page.contains("0001.html\">One"), page);
    assertTrue(html("notes/0001.html").contains("aria-current=\"page\">One</a>"));
    assertTrue(page.contains("Next: <a href=\"notes/index.html\">Notes</a>"), page);
  }

  @Test
  void theSearchKnowsEverySection() throws IOException {
    make();
    assertTrue(
        html("sections.js")
            .contains("[\"first.html#two-words-1\",\"The first page\",\"Two words\",\"a b\"]"));
  }

  @Test
  void aDeadLinkEndsTheBuild() throws IOException {
    page("first.md", "# The first page\n\n[a](missing.md) [b](notes/0001.md#nowhere)\n");
    assertEquals(
        """
        first.md: nothing is at missing.md
        first.md: no heading has the anchor of notes/0001.md#nowhere
        notes/0001.md: no heading has the anchor of ../first.md#two-words-1\
        """,
        assertThrows(SiteException.class, this::make).getMessage());
  }

  @Test
  void aPageThatNoOtherNamesEndsTheBuild() throws IOException {
    page("lost.md", "# Lost\n");
    assertEquals(
        "index.md has no link to [lost.md]",
        assertThrows(SiteException.class, this::make).getMessage());
  }
}
