package dev.decorum.manual;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pages of all commands, as they are in the jar. */
public final class Manual {
  private static final String PAGES = "pages/";
  private static final String VERSION = "version";
  private static final String COMPLETION = "completion/decorum.";

  /** The shells whose completion there is. */
  public static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  private Manual() {}

  /** The versions of the program, of what it computes with and of Java. */
  public static List<String> version() {
    try (InputStream file = Manual.class.getResourceAsStream(VERSION)) {
      if (file == null) {
        throw new IllegalStateException("no versions");
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return (text + ", java " + System.getProperty("java.version", "unknown")).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the versions are damaged", e);
    }
  }

  /**
   * The page of a command.
   *
   * @param command as it is typed, such as {@code decorum model pull}
   */
  public static Optional<Page> page(String command) {
    try (InputStream file = Manual.class.getResourceAsStream(PAGES + command.replace(' ', '-'))) {
      return file == null
          ? Optional.empty()
          : Optional.of(PageFile.read(new DataInputStream(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("the page of " + command + " is damaged", e);
    }
  }

  /**
   * The page of the command that is typed first among some arguments, whatever options and inputs
   * are there as well.
   *
   * @param arguments what was typed after the name of the program
   */
  public static Page pageFor(List<String> arguments) {
    Page page = page(Page.PROGRAM).orElseThrow(() -> new IllegalStateException("no pages"));
    for (String argument : arguments) {
      boolean isBelow = page.commands().stream().anyMatch(term -> term.term().equals(argument));
      page = isBelow ? page(page.command() + " " + argument).orElse(page) : page;
    }
    return page;
  }

  /** All pages, parents before the commands below them. */
  public static List<Page> all() {
    List<Page> pages = new ArrayList<>();
    collect(Page.PROGRAM, pages);
    return pages;
  }

  private static void collect(String command, List<Page> pages) {
    Page page = page(command).orElseThrow(() -> new IllegalStateException("no page of " + command));
    pages.add(page);
    for (Page.Term below : page.commands()) {
      collect(command + " " + below.term(), pages);
    }
  }

  /**
   * The script that completes commands in a shell.
   *
   * @param shell one of {@link #SHELLS}
   */
  public static String completion(String shell) {
    try (InputStream file = Manual.class.getResourceAsStream(COMPLETION + shell)) {
      if (file == null) {
        throw new IllegalArgumentException(shell);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the completion of " + shell + " is damaged", e);
    }
  }

  /**
   * Writes what goes into the jar.
   *
   * @param pages all pages
   * @param version that of the program in a line, and those of libraries in another
   * @param classes the folder of compiled classes
   */
  public static void writeResources(List<Page> pages, String version, Path classes)
      throws IOException {
    Path own = classes.resolve(Manual.class.getPackageName().replace('.', '/'));
    Files.createDirectories(own.resolve(PAGES));
    for (Page page : pages) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      PageFile.write(page, new DataOutputStream(bytes));
      Files.write(own.resolve(PAGES + page.file()), bytes.toByteArray());
    }
    Files.writeString(own.resolve(VERSION), version);
    Path completion = own.resolve("completion");
    Files.createDirectories(completion);
    Files.writeString(completion.resolve("decorum.bash"), BashCompletion.script(pages));
    Files.writeString(completion.resolve("decorum.zsh"), ZshCompletion.script(pages));
    Files.writeString(completion.resolve("decorum.fish"), FishCompletion.script(pages));
  }

  /**
   * Writes what packages and the documentation take.
   *
   * @param pages all pages
   * @param version of the program
   * @param folder gets {@code man}, {@code completion} and {@code markdown/commands}
   */
  public static void writeFiles(List<Page> pages, String version, Path folder) throws IOException {
    Path man = Files.createDirectories(folder.resolve("man"));
    Path markdown = Files.createDirectories(folder.resolve("markdown/commands"));
    for (Page page : pages) {
      Files.writeString(man.resolve(page.file() + ".1"), ManPage.of(page, version));
      Files.writeString(
          markdown.resolve(
              page.words().isEmpty() ? "index.md" : page.words().replace(' ', '-') + ".md"),
          MarkdownPage.of(page));
    }
    Path completion = Files.createDirectories(folder.resolve("completion"));
    Files.writeString(completion.resolve("decorum.bash"), BashCompletion.script(pages));
    Files.writeString(completion.resolve("_decorum"), ZshCompletion.script(pages));
    Files.writeString(completion.resolve("decorum.fish"), FishCompletion.script(pages));
  }
}
