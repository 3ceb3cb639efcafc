package dev.decorum.read.bytes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which files of an archive are read, going by their names, and which are passed over. No such name
 * is ever used on disk.
 */
final class ArchiveNames {
  private static final int NAMED = 5;
  private static final int LONGEST = 200;

  /** Characters of all names together. */
  private static final int LONGEST_OF_ALL = 16 << 20;

  private final String archive;
  private final List<String> passedOver = new ArrayList<>();

  /** Folders of exports of ChatGPT and Claude. */
  private final Set<String> chatFolders = new HashSet<>();

  private int length;

  ArchiveNames(String archive) {
    this.archive = archive;
  }

  /** With slashes between folders, and none of them for the folder where it is. */
  static String normal(String name) {
    String normal = name.indexOf('/') < 0 ? name.replace('\\', '/') : name;
    while (normal.startsWith("./")) {
      normal = normal.substring(2);
    }
    return normal;
  }

  /** As it is shown to users. */
  String full(String name) {
    return archive + "!" + shown(name);
  }

  /** Without its folders. */
  String last(String name) {
    return shown(FileNames.withoutFolders(name));
  }

  private static String shown(String name) {
    String shown = FileNames.shown(name);
    return shown.length() <= LONGEST ? shown : "…" + shown.substring(shown.length() - LONGEST);
  }

  /** There are chats of ChatGPT or Claude in this file. */
  void addChats(String name) {
    chatFolders.add(FileNames.folder(name));
  }

  /** Whether a file may hold rows; if not, it is noted. */
  boolean isRows(String name) {
    if (FileNames.isHidden(name)) {
      return false;
    }
    switch (FileNames.kind(name)) {
      case ROWS, PARQUET -> {
        return true;
      }
      case ARCHIVE -> passOver(name, "an archive in an archive; unpack it first to read it");
      case OTHER -> {
        if (!FileNames.isWithin(chatFolders, name)) {
          passedOver.add(shown(name));
        }
      }
      case UNNOTICED -> {
        // Nobody expects it to be read.
      }
    }
    return false;
  }

  /**
   * Whether a file is beside chats of ChatGPT or Claude without being one of them. It is noted
   * unless they always have such a file.
   */
  boolean isBesideChats(String name) {
    if (FileNames.isChatExport(name) || !FileNames.isWithin(chatFolders, name)) {
      return false;
    }
    if (!FileNames.isBesideChats(name)) {
      passOver(name, "beside the chats of an export");
    }
    return true;
  }

  void passOver(String name, String because) {
    passedOver.add(shown(name) + " (" + because + ")");
  }

  List<String> passedOver() {
    return List.copyOf(passedOver);
  }

  /** Whether one more name can be held in memory. */
  boolean hold(String name) {
    length += Math.min(name.length(), LONGEST_OF_ALL);
    return length <= LONGEST_OF_ALL;
  }

  /** There is more than can be held. */
  InputException tooMany() {
    return new InputException(
        archive + ": the archive holds too many files; unpack it and score the folder");
  }

  /** There is nothing to read. */
  InputException nothingFound() {
    if (passedOver.isEmpty()) {
      return new InputException(archive + ": the archive holds no files");
    }
    int more = passedOver.size() - NAMED;
    return new InputException(
        archive
            + ": the archive holds no file with a known extension ("
            + FileNames.endings()
            + ", each also compressed); in it are "
            + String.join(", ", passedOver.subList(0, Math.min(NAMED, passedOver.size())))
            + (more > 0 ? " and " + more + " more" : ""));
  }
}
