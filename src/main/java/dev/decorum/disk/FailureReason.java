package dev.decorum.disk;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something failed with a file, in words for a sentence that names the file. */
public final class FailureReason {
  private FailureReason() {}

  /** The reason without the file's name: Java's exceptions often hold nothing but that name. */
  public static String of(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof EOFException) {
      return "it ends too soon";
    }
    String message = e instanceof FileSystemException known ? known.getReason() : e.getMessage();
    if (message == null) {
      return e.getClass().getSimpleName();
    }
    if (e instanceof FileNotFoundException) {
      // As in "/models/a (Permission denied)".
      return message.endsWith("(No such file or directory)")
          ? "no such file"
          : message.endsWith("(Permission denied)") ? "permission denied" : message;
    }
    return message;
  }
}
