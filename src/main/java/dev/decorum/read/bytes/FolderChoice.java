package dev.decorum.read.bytes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which files of a folder are read, going by their names.
 *
 * @param read the names of those that are read, in their order
 * @param passedOver the names of the others, without those that nobody expects to be read
 */
public record FolderChoice(List<String> read, List<String> passedOver) {
  public FolderChoice {
    read = List.copyOf(read);
    passedOver = List.copyOf(passedOver);
  }

  /**
   * Chooses among the files of a folder and its subfolders.
   *
   * @param names with folders, separated by slashes
   */
  public static FolderChoice of(List<String> names) {
    Set<String> chatFolders = new HashSet<>();
    for (String name : names) {
      if (FileNames.isChatExport(name)) {
        chatFolders.add(FileNames.folder(name));
      }
    }
    List<String> read = new ArrayList<>();
    List<String> passedOver = new ArrayList<>();
    for (String name : names) {
      switch (FileNames.kind(name)) {
        case ROWS, PARQUET, ARCHIVE -> {
          // An export of ChatGPT or Claude that has been unpacked.
          if (!FileNames.isBesideChats(name) || !chatFolders.contains(FileNames.folder(name))) {
            read.add(name);
          }
        }
        case OTHER -> passedOver.add(name);
        case UNNOTICED -> {
          // Nobody expects it to be read.
        }
      }
    }
    return new FolderChoice(read, passedOver);
  }
}
