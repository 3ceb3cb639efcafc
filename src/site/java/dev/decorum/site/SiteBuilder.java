package dev.decorum.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes the documentation. Arguments: the repository, the folder of generated pages, the folder to
 * write, and the version of the program.
 */
public final class SiteBuilder {
  private static final Path COMMANDS = Path.of("reference", "commands");
  private static final String TEMPLATE = "page.html";

  private SiteBuilder() {}

  public static void main(String[] arguments) throws IOException {
    make(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]), arguments[3]);
  }

  static void make(Path repository, Path generated, Path output, String version)
      throws IOException {
    SortedMap<Path, Page> pages = new TreeMap<>();
    PageReader reader = new PageReader();
    reader.readFolder(repository.resolve(Links.PAGES), Path.of(""), pages);
    reader.readFolder(generated.resolve("commands"), COMMANDS, pages);
    Navigation navigation = Navigation.of(pages);
    String index = SearchIndex.script(withFirst(navigation, pages));
    Links links = new Links(repository, pages);
    pages.values().forEach(links::rewrite);
    if (!links.mistakes().isEmpty()) {
      throw new SiteException(String.join("\n", links.mistakes()));
    }

    Path resources = repository.resolve(Links.RESOURCES);
    PageLayout layout =
        new PageLayout(Files.readString(resources.resolve(TEMPLATE)), navigation, version);
    empty(output);
    for (Page page : pages.values()) {
      Path file = output.resolve(page.file().toString());
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, layout.html(page));
    }
    copy(resources, output);
    Files.writeString(output.resolve("sections.js"), index);
  }

  private static List<Page> withFirst(Navigation navigation, SortedMap<Path, Page> pages) {
    List<Page> all = new ArrayList<>(navigation.inOrder());
    Page first = pages.get(Navigation.FIRST_PAGE);
    if (first != null) {
      all.add(0, first);
    }
    return all;
  }

  /** Copies the style, the script and pictures. */
  private static void copy(Path resources, Path output) throws IOException {
    try (Stream<Path> files = Files.walk(resources)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith(TEMPLATE)) {
          Path copy = output.resolve(resources.relativize(file).toString());
          Files.createDirectories(copy.resolveSibling(""));
          Files.copy(file, copy);
        }
      }
    }
  }

  /** Pages that are no longer made must not stay. */
  private static void empty(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder)) {
          Files.delete(file);
        }
      }
    }
  }
}
