package dev.decorum.read.bytes;

import dev.decorum.disk.FailureReason;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What was typed (files, directories, globs, {@code -}) to the files that are meant. */
public final class InputFiles {
  private static final Set<Character> GLOB_CHARACTERS = Set.of('*', '?', '[', '{');

  private InputFiles() {}

  /**
   * The files that are meant.
   *
   * @param files in the order typed, those of one directory or glob sorted by path
   * @param passedOver the files of directories that are not read, without those that nobody expects
   *     to be: hidden ones, what a system adds, and what is beside score files
   * @param duplicates what would have been read twice
   */
  public record Resolved(
      List<InputFile> files, List<String> passedOver, List<Duplicate> duplicates) {

    public Resolved {
      files = List.copyOf(files);
      passedOver = List.copyOf(passedOver);
      duplicates = List.copyOf(duplicates);
    }
  }

  /**
   * A file that is read under another name: it was named twice, or is a link.
   *
   * @param first the name that it is read under
   */
  public record Duplicate(String name, String first) {

    public Duplicate {
      Objects.requireNonNull(name);
      Objects.requireNonNull(first);
    }
  }

  /**
   * Finds the files, each once; opens none of them.
   *
   * @throws InputException if an input is missing or a directory or glob holds nothing
   */
  public static Resolved resolve(List<String> inputs) {
    Set<String> passedOver = new LinkedHashSet<>();
    List<InputFile> files = new ArrayList<>();
    List<Duplicate> duplicates = new ArrayList<>();
    Map<Object, String> known = new HashMap<>();
    for (InputFile file : find(inputs, passedOver)) {
      Object key = key(file);
      String first = key == null ? null : known.putIfAbsent(key, file.name());
      if (first == null) {
        files.add(file);
      } else {
        duplicates.add(new Duplicate(file.name(), first));
      }
      passedOver.remove(file.name());
    }
    return new Resolved(files, List.copyOf(passedOver), duplicates);
  }

  /**
   * The files as they were named, even if twice.
   *
   * @throws InputException as {@link #resolve} does
   */
  public static List<InputFile> files(List<String> inputs) {
    return find(inputs, new HashSet<>());
  }

  private static List<InputFile> find(List<String> inputs, Set<String> passedOver) {
    if (inputs.isEmpty()) {
      throw new InputException("no input is given");
    }
    List<InputFile> files = new ArrayList<>();
    boolean standardInput = false;
    for (String input : inputs) {
      if (input.isEmpty()) {
        throw new InputException("the name of an input is empty; the current folder is \".\"");
      }
      if (input.equals("-")) {
        if (standardInput) {
          throw new InputException("-: standard input is given twice but can be read only once");
        }
        standardInput = true;
        files.add(new InputFile("-", null, -1));
      } else {
        try {
          find(input, files, passedOver);
        } catch (InvalidPathException | PatternSyntaxException e) {
          throw new InputException(input + ": not a file name or pattern: " + e.getMessage(), e);
        } catch (IOException e) {
          throw new InputException(input + ": cannot be listed: " + e.getMessage(), e);
        }
      }
    }
    return files;
  }

  /** What tells a file from all others, whatever it is called; {@code null} for a pipe. */
  private static @Nullable Object key(InputFile file) {
    Path path = file.path();
    if (path == null || file.bytes() < 0 || file.trouble() != null) {
      return null;
    }
    try {
      Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      // Windows has none: there, hard links pass for files of their own.
      return key == null ? path.toRealPath() : key;
    } catch (IOException e) {
      // It has vanished, which is told when it is opened.
      return null;
    }
  }

  private static void find(String input, List<InputFile> files, Set<String> passedOver)
      throws IOException {
    // What exists under its literal name is meant literally, even if it looks like a pattern.
    if (existsLiterally(input)) {
      Path path = Path.of(input);
      if (Files.isDirectory(path)) {
        List<InputFile> unreadable = new ArrayList<>();
        List<Path> found =
            choose(walk(path, Integer.MAX_VALUE, false, any -> true, unreadable), passedOver);
        // Nobody expects what is called otherwise to be read.
        unreadable.removeIf(file -> isLink(file) && !isRead(file.name()));
        if (found.isEmpty() && unreadable.isEmpty()) {
          throw new InputException(
              input
                  + ": the directory holds no file with a known extension ("
                  + FileNames.endings()
                  + ", "
                  + FileNames.archiveEndings()
                  + ", each also with .gz, .zst, .bz2 or .xz)");
        }
        addAll(found, files);
        files.addAll(unreadable);
      } else {
        files.add(file(path));
      }
      return;
    }
    if (firstGlobCharacter(input) < 0) {
      throw new InputException(input + ": no such file or directory");
    }
    List<InputFile> unreadable = new ArrayList<>();
    List<Path> found = expand(input, unreadable);
    if (found.isEmpty() && unreadable.isEmpty()) {
      throw new InputException(input + ": no file matches this pattern");
    }
    addAll(found, files);
    files.addAll(unreadable);
  }

  private static boolean isLink(InputFile file) {
    return file.path() != null && Files.isSymbolicLink(file.path());
  }

  private static boolean isRead(String name) {
    return switch (FileNames.kind(name)) {
      case ROWS, PARQUET, ARCHIVE -> true;
      case OTHER, UNNOTICED -> false;
    };
  }

  /** The files of a directory that are read, going by their names. */
  private static List<Path> choose(List<Path> all, Set<String> passedOver) {
    FolderChoice choice = FolderChoice.of(all.stream().map(InputFiles::slashed).toList());
    Set<String> read = new HashSet<>(choice.read());
    Set<String> others = new HashSet<>(choice.passedOver());
    List<Path> chosen = new ArrayList<>();
    for (Path path : all) {
      String name = slashed(path);
      if (read.contains(name)) {
        chosen.add(path);
      } else if (others.contains(name)) {
        passedOver.add(path.toString());
      }
    }
    return chosen;
  }

  private static String slashed(Path path) {
    return path.toString().replace(File.separatorChar, '/');
  }

  private static boolean existsLiterally(String input) {
    try {
      return Files.exists(Path.of(input));
    } catch (InvalidPathException e) {
      // Windows forbids the characters of a pattern in a path.
      if (firstGlobCharacter(input) >= 0) {
        return false;
      }
      throw e;
    }
  }

  private static void addAll(List<Path> found, List<InputFile> files) {
    for (Path path : found) {
      files.add(file(path));
    }
  }

  private static InputFile file(Path path) {
    try {
      boolean regular = Files.readAttributes(path, BasicFileAttributes.class).isRegularFile();
      if (!Files.isReadable(path)) {
        return InputFile.unreadable(path, "the file cannot be read (permission denied)");
      }
      return new InputFile(path.toString(), path, regular ? Files.size(path) : -1);
    } catch (IOException e) {
      return InputFile.unreadable(path, "the file is no longer there: " + FailureReason.of(e));
    }
  }

  private static List<Path> expand(String input, List<InputFile> unreadable) throws IOException {
    // Elsewhere a backslash takes its meaning from the character after it.
    String pattern = File.separatorChar == '\\' ? input.replace('\\', '/') : input;
    int slash = pattern.lastIndexOf('/', firstGlobCharacter(pattern));
    String base = slash < 0 ? "" : pattern.substring(0, slash + 1);
    String rest = pattern.substring(slash + 1);
    Path folder = Path.of(base);
    if (!Files.isDirectory(slash < 0 ? Path.of(".") : folder)) {
      return List.of();
    }
    List<PathMatcher> matchers = new ArrayList<>();
    for (String variant : withAndWithoutFolders(rest)) {
      matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + variant));
    }
    boolean hidden = rest.startsWith(".") || rest.contains("/.");
    int depth =
        rest.contains("**")
            ? Integer.MAX_VALUE
            : (int) rest.chars().filter(c -> c == '/').count() + 1;
    return walk(
        folder,
        depth,
        hidden,
        path -> matchers.stream().anyMatch(matcher -> matcher.matches(path)),
        unreadable);
  }

  /** As in a shell, {@code **}{@code /} also stands for no folder at all; for Java it does not. */
  private static List<String> withAndWithoutFolders(String pattern) {
    List<String> variants = new ArrayList<>();
    variants.add(pattern);
    // A pattern with many ** is a mistake, and each doubles the work.
    for (int i = 0; i < variants.size() && variants.size() < 64; i++) {
      String variant = variants.get(i);
      for (int at = variant.indexOf("**/"); at >= 0; at = variant.indexOf("**/", at + 1)) {
        String shorter = variant.substring(0, at) + variant.substring(at + 3);
        if (!variants.contains(shorter)) {
          variants.add(shorter);
        }
      }
    }
    return variants;
  }

  /**
   * Files below a folder whose path relative to it is wanted, sorted.
   *
   * @param unreadable takes folders that cannot be listed and links that lead nowhere
   */
  private static List<Path> walk(
      Path folder, int depth, boolean hidden, Predicate<Path> wanted, List<InputFile> unreadable)
      throws IOException {
    List<Path> found = new ArrayList<>();
    Path root = folder.toString().isEmpty() ? Path.of(".") : folder;
    Files.walkFileTree(
        root,
        EnumSet.noneOf(FileVisitOption.class),
        depth,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return !directory.equals(root) && !hidden && isHidden(directory)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            // The walk does not follow links to folders (they may be circular), but links to files.
            Path relative = root.relativize(file);
            Path shown = folder.toString().isEmpty() ? relative : file;
            if ((!hidden && isHidden(file)) || !wanted.test(relative)) {
              return FileVisitResult.CONTINUE;
            }
            if (Files.isRegularFile(file)) {
              found.add(shown);
            } else if (attributes.isSymbolicLink() && !Files.exists(file)) {
              unreadable.add(InputFile.unreadable(shown, "the link is broken"));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            Path relative = root.relativize(file);
            Path shown = folder.toString().isEmpty() ? relative : file;
            if (hidden || !isHidden(file)) {
              unreadable.add(
                  InputFile.unreadable(
                      shown, "the folder cannot be listed: " + FailureReason.of(e)));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
            if (e != null) {
              unreadable.add(
                  InputFile.unreadable(
                      directory, "the folder cannot be listed completely: " + FailureReason.of(e)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return found;
  }

  private static boolean isHidden(Path path) {
    Path fileName = path.getFileName();
    return fileName != null && fileName.toString().startsWith(".");
  }

  private static int firstGlobCharacter(String input) {
    for (int i = 0; i < input.length(); i++) {
      if (GLOB_CHARACTERS.contains(input.charAt(i))) {
        return i;
      }
    }
    return -1;
  }
}
