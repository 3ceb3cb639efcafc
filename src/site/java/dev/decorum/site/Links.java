package dev.decorum.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/**
 * Links, which lead from one Markdown file of the repository to another and become links between
 * pages, or to a file of the distribution. What leads to another file of the repository remains as
 * text.
 */
final class Links {
  /** Where pages lie in the repository. */
  static final Path PAGES = Path.of("src/site/markdown");

  /** Where pictures lie in the repository; they are copied into the documentation. */
  static final Path RESOURCES = Path.of("src/site/resources");

  private static final List<Path> DISTRIBUTED =
      List.of(
          Path.of("examples"), Path.of("README.md"), Path.of("CHANGELOG.md"), Path.of("LICENSE"));

  private final Path repository;
  private final Map<Path, Page> pages;
  private final List<String> mistakes = new ArrayList<>();

  Links(Path repository, Map<Path, Page> pages) {
    this.repository = repository;
    this.pages = pages;
  }

  /** Links that lead nowhere. */
  List<String> mistakes() {
    return mistakes;
  }

  void rewrite(Page page) {
    List<Link> links = new ArrayList<>();
    page.document()
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(Image image) {
                rewrite(page, image);
              }

              @Override
              public void visit(Link link) {
                visitChildren(link);
                links.add(link);
              }
            });
    for (Link link : links) {
      rewrite(page, link);
    }
  }

  private void rewrite(Page page, Image image) {
    Path target = PAGES.resolve(page.path()).resolveSibling(image.getDestination()).normalize();
    if (target.startsWith(RESOURCES) && Files.exists(repository.resolve(target))) {
      image.setDestination(between(page.file(), RESOURCES.relativize(target)));
    } else {
      mistakes.add(
          page.path() + ": no picture of the documentation is at " + image.getDestination());
    }
  }

  private void rewrite(Page page, Link link) {
    String destination = link.getDestination();
    if (destination.matches("[a-z]+:.*")) {
      return;
    }
    int hash = destination.indexOf('#');
    String anchor = hash < 0 ? "" : destination.substring(hash + 1);
    String file = hash < 0 ? destination : destination.substring(0, hash);
    Path target =
        file.isEmpty()
            ? PAGES.resolve(page.path())
            : PAGES.resolve(page.path()).resolveSibling(file).normalize();
    Page other = target.startsWith(PAGES) ? pages.get(PAGES.relativize(target)) : null;
    if (other != null) {
      if (!anchor.isEmpty() && !other.anchors().contains(anchor)) {
        mistakes.add(page.path() + ": no heading has the anchor of " + destination);
      }
      String html = file.isEmpty() ? "" : between(page.file(), other.file());
      link.setDestination(anchor.isEmpty() ? html : html + "#" + anchor);
    } else if (!Files.exists(repository.resolve(target))) {
      mistakes.add(page.path() + ": nothing is at " + destination);
    } else if (DISTRIBUTED.stream().anyMatch(target::startsWith)) {
      link.setDestination(toDistribution(page) + slashes(target));
    } else {
      replaceByItsText(link);
    }
  }

  /** The documentation is a folder of the distribution. */
  private static String toDistribution(Page page) {
    return "../".repeat(page.path().getNameCount());
  }

  /** The link from one page to another. */
  static String between(Path from, Path to) {
    Path folder = from.getParent();
    return slashes(folder == null ? to : folder.relativize(to));
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }

  private static void replaceByItsText(Link link) {
    Node child = link.getFirstChild();
    while (child != null) {
      Node next = child.getNext();
      link.insertBefore(child);
      child = next;
    }
    link.unlink();
  }
}
