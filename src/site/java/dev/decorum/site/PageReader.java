package dev.decorum.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;

/** Reads pages in Markdown, as a forge shows it. */
final class PageReader {
  private final Parser parser =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();

  /** Adds the pages of a folder to {@code pages}, as pages below {@code place}. */
  void readFolder(Path folder, Path place, SortedMap<Path, Page> pages) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
        Path path = place.resolve(folder.relativize(file).toString());
        pages.put(path, read(path, Files.readString(file)));
      }
    }
  }

  Page read(Path path, String markdown) {
    Node document = parser.parse(markdown);
    Anchors anchors = Anchors.of(document);
    List<Section> sections = sections(document, anchors);
    if (sections.isEmpty() || sections.get(0).level() != 1) {
      throw new SiteException(path + ": the page does not begin with a title");
    }
    return new Page(path, document, anchors, sections);
  }

  private static List<Section> sections(Node document, Anchors anchors) {
    List<Section> sections = new ArrayList<>();
    Node node = document.getFirstChild();
    while (node instanceof Heading heading) {
      StringBuilder text = new StringBuilder();
      node = node.getNext();
      while (node != null && !(node instanceof Heading)) {
        text.append(PlainText.of(node)).append(' ');
        node = node.getNext();
      }
      sections.add(
          new Section(
              heading.getLevel(),
              anchors.of(heading),
              PlainText.of(heading),
              text.toString().strip()));
    }
    return sections;
  }
}
