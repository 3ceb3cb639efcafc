package dev.decorum.site;

import java.nio.file.Path;
import java.util.List;
import org.commonmark.node.Node;

/**
 * A page that was read.
 *
 * @param path where it lies below the folder of all pages, such as {@code decisions/README.md}
 * @param anchors the anchor of each heading, in their order
 * @param sections its text; the first is the title and what comes before any other heading
 */
record Page(Path path, Node document, Anchors anchors, List<Section> sections) {

  String title() {
    return sections.get(0).heading();
  }

  /** Where it is written below the folder of the documentation. */
  Path file() {
    return htmlFile(path);
  }

  static Path htmlFile(Path markdown) {
    String name = String.valueOf(markdown.getFileName());
    // What a forge shows for a folder is what a browser looks for in one.
    String html =
        name.equals("README.md")
            ? "index.html"
            : name.substring(0, name.length() - ".md".length()) + ".html";
    return markdown.resolveSibling(html);
  }

  /** Whether it introduces the pages of its folder. */
  boolean introducesFolder() {
    return file().endsWith("index.html");
  }
}
