package dev.decorum.read.bytes;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is told by the name of a file that nobody named: one in a folder or an archive. */
final class FileNames {
  private static final List<String> ROWS = List.of(".jsonl", ".ndjson", ".json", ".csv", ".tsv");
  private static final String PARQUET = ".parquet";
  private static final List<String> ARCHIVES =
      List.of(".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tzst");
  private static final List<String> COMPRESSIONS = List.of("", ".gz", ".zst", ".bz2", ".xz");

  /** Are beside score files and hold no rows. */
  private static final List<String> OURS = List.of(".manifest.json", ".journal");

  private static final Set<String> OF_SYSTEMS =
      Set.of("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r");

  /** What ChatGPT's and Claude's exports have beside their chats. */
  private static final Set<String> BESIDE_CHATS =
      Set.of(
          "user.json",
          "users.json",
          "user_settings.json",
          "message_feedback.json",
          "shared_conversations.json",
          "group_chats.json",
          "model_comparisons.json",
          "projects.json",
          "memories.json",
          "shopping.json",
          "sora.json",
          "library_files.json",
          "export_manifest.json",
          "conversation_asset_file_names.json");

  /** What becomes of a file with such a name. */
  enum Kind {
    ROWS,
    PARQUET,
    ARCHIVE,
    OTHER,
    /** Expected there: what a system or Decorum has put there. */
    UNNOTICED
  }

  private FileNames() {}

  /** By the endings that are known. */
  static Kind kind(String path) {
    String name = withoutFolders(path).toLowerCase(Locale.ROOT);
    if (OURS.stream().anyMatch(name::endsWith) || OF_SYSTEMS.contains(name)) {
      return Kind.UNNOTICED;
    }
    for (String compression : COMPRESSIONS) {
      if (name.endsWith(compression)) {
        String plain = name.substring(0, name.length() - compression.length());
        if (ROWS.stream().anyMatch(plain::endsWith)) {
          return Kind.ROWS;
        }
        if (plain.endsWith(PARQUET)) {
          return Kind.PARQUET;
        }
        if (ARCHIVES.stream().anyMatch(plain::endsWith)) {
          return Kind.ARCHIVE;
        }
      }
    }
    return Kind.OTHER;
  }

  /** The endings, for a message. */
  static String endings() {
    return String.join(", ", ROWS) + ", " + PARQUET;
  }

  /** The endings of archives, for a message. */
  static String archiveEndings() {
    return String.join(", ", ARCHIVES);
  }

  /** Whether a system hides it or put it there, going by all of its path. */
  static boolean isHidden(String path) {
    for (String part : path.split("/", -1)) {
      if (part.equals("__MACOSX")
          || (part.startsWith(".") && !part.equals(".") && !part.equals(".."))) {
        return true;
      }
    }
    return false;
  }

  /** Whether ChatGPT's or Claude's exports have their chats in files of that name. */
  static boolean isChatExport(String path) {
    String name = withoutFolders(path);
    return name.startsWith("conversations") && name.endsWith(".json");
  }

  /** Whether these exports have a file of that name beside their chats. */
  static boolean isBesideChats(String path) {
    return BESIDE_CHATS.contains(withoutFolders(path));
  }

  static String withoutFolders(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** With the slash at its end; empty at the root. */
  static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /** Whether it is in one of these folders or below. */
  static boolean isWithin(Set<String> folders, String path) {
    String folder = folder(path);
    while (!folders.contains(folder)) {
      if (folder.isEmpty()) {
        return false;
      }
      folder = folder(folder.substring(0, folder.length() - 1));
    }
    return true;
  }

  /** As it can be shown: what would steer a terminal or turn the text around becomes {@code ?}. */
  static String shown(String path) {
    StringBuilder shown = new StringBuilder(path.length());
    path.codePoints()
        .forEach(
            c ->
                shown.appendCodePoint(
                    switch (Character.getType(c)) {
                      case Character.CONTROL,
                          Character.FORMAT,
                          Character.SURROGATE,
                          Character.LINE_SEPARATOR,
                          Character.PARAGRAPH_SEPARATOR ->
                          '?';
                      default -> c;
                    }));
    return shown.toString();
  }
}
