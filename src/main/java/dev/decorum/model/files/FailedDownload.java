package dev.decorum.model.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Recognises files that failed downloads leave under the name of a model file: a Git LFS pointer, a
 * web page, an error message of the hub.
 */
public final class FailedDownload {

  /** The number of bytes at the beginning that suffice. */
  public static final int HEAD = 512;

  private static final String LFS = "version https://git-lfs";
  private static final List<String> PAGES = List.of("<!doctype html", "<html", "<head", "<?xml");
  private static final List<String> ANSWERS =
      List.of(
          "entry not found", "repository not found", "invalid username or password", "access to");

  private FailedDownload() {}

  /**
   * Refuses such a file, and does nothing for any other.
   *
   * @param shown the file, for the message
   * @param head its first {@link #HEAD} bytes, or all if there are fewer
   * @throws ModelException with what the file is and what to do
   */
  public static void refuse(Path shown, byte[] head) {
    int length = Math.min(head.length, HEAD);
    String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
    String start = text.replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading();
    String lower = start.toLowerCase(Locale.ROOT);
    if (lower.startsWith(LFS)) {
      throw new ModelException(
          shown + ": a Git LFS pointer, not the file itself; run git lfs pull in its folder");
    }
    if (PAGES.stream().anyMatch(lower::startsWith)) {
      throw new ModelException(
          shown
              + ": a web page (HTML), not the file itself; its own address has /resolve/ where that"
              + " of its page has /blob/, or run decorum model pull OWNER/NAME");
    }
    if (ANSWERS.stream().anyMatch(lower::startsWith)) {
      throw new ModelException(
          shown
              + ": not the file itself, but what was answered when it was downloaded: \""
              + start.lines().findFirst().orElse("")
              + "\"");
    }
  }
}
