package dev.decorum.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/**
 * The parts of the documentation and their pages, as the links below the headings of its first page
 * name them. A page that introduces a folder stands for the other pages of the folder as well.
 */
final class Navigation {
  static final Path FIRST_PAGE = Path.of("index.md");

  /**
   * A line of the contents.
   *
   * @param label what the page is called there
   */
  record Entry(String label, Page page) {}

  private final Map<Path, Page> pages;
  private final Map<String, List<Entry>> parts = new LinkedHashMap<>();

  private Navigation(Map<Path, Page> pages) {
    this.pages = pages;
  }

  /** Reads it from the first page, before its links are rewritten. */
  static Navigation of(Map<Path, Page> pages) {
    Page first = pages.get(FIRST_PAGE);
    if (first == null) {
      throw new SiteException("there is no " + FIRST_PAGE);
    }
    Navigation navigation = new Navigation(pages);
    List<Entry> part = new ArrayList<>();
    for (Node node = first.document().getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading heading && heading.getLevel() == 2) {
        part = new ArrayList<>();
        navigation.parts.put(PlainText.of(heading), part);
      } else {
        part.addAll(navigation.linkedFrom(node));
      }
    }
    navigation.parts.values().removeIf(List::isEmpty);
    navigation.refuseUnreachablePages();
    return navigation;
  }

  private List<Entry> linkedFrom(Node node) {
    List<Entry> linked = new ArrayList<>();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            Page page = pages.get(Path.of(link.getDestination()));
            if (page != null) {
              linked.add(new Entry(PlainText.of(link), page));
            }
          }
        });
    return linked;
  }

  private void refuseUnreachablePages() {
    Set<Path> unreachable = new TreeSet<>(pages.keySet());
    unreachable.remove(FIRST_PAGE);
    for (Page page : inOrder()) {
      unreachable.remove(page.path());
    }
    if (!unreachable.isEmpty()) {
      throw new SiteException(FIRST_PAGE + " has no link to " + unreachable);
    }
  }

  Map<String, List<Entry>> parts() {
    return parts;
  }

  /** The pages that {@code page} introduces. */
  List<Page> below(Page page) {
    if (!page.introducesFolder()) {
      return List.of();
    }
    return pages.values().stream()
        .filter(other -> !other.equals(page) && inFolderOf(page, other))
        .toList();
  }

  /** Whether {@code page} is {@code other} or introduces it. */
  boolean leadsTo(Page page, Page other) {
    return page.equals(other) || (page.introducesFolder() && inFolderOf(page, other));
  }

  private static boolean inFolderOf(Page page, Page other) {
    Path folder = page.path().getParent();
    return folder != null && folder.equals(other.path().getParent());
  }

  /** All pages, in the order in which they would be read. */
  List<Page> inOrder() {
    List<Page> order = new ArrayList<>();
    for (List<Entry> part : parts.values()) {
      for (Entry entry : part) {
        order.add(entry.page());
        order.addAll(below(entry.page()));
      }
    }
    return order;
  }
}
