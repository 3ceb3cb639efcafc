package dev.decorum.disk;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Why something failed with a file, in words for a sentence that names the file. */
public final class FailureReason {
  private static final String UNKNOWN = "the system gives no reason";

  /** Exceptions that say with their class what has happened, and whose message is a file. */
  private static final Map<Class<? extends IOException>, String> OF_CLASSES =
      Map.of(
          AccessDeniedException.class, "permission denied",
          NoSuchFileException.class, "no such file",
          FileAlreadyExistsException.class, "it exists already",
          DirectoryNotEmptyException.class, "the folder is not empty",
          NotDirectoryException.class, "it is not a folder",
          FileSystemLoopException.class, "its links lead in a circle",
          ClosedChannelException.class, "it was closed while it was used");

  /** Words of systems that are about something else where a file is concerned. */
  private static final Map<String, String> OF_SYSTEMS =
      Map.of(
          "No such file or directory", "no such file",
          "Permission denied", "permission denied",
          "Is a directory", "it is a folder",
          "Not a directory", "a part of its name is not a folder",
          "Stream closed", "it was closed while it was used",
          "Stream Closed", "it was closed while it was used",
          "Map failed", "there is too little memory to map it");

  /** Words of Java that nobody should have to read. */
  private static final Pattern OF_JAVA =
      Pattern.compile("\\b(?:java|sun|jdk|com|org)\\.[a-z]+\\.|Exception\\b|^null$|@[0-9a-f]{5}");

  private FailureReason() {}

  /** The reason without the file's name: Java's exceptions often hold nothing but that name. */
  public static String of(IOException e) {
    for (Map.Entry<Class<? extends IOException>, String> known : OF_CLASSES.entrySet()) {
      if (known.getKey().isInstance(e)) {
        return known.getValue();
      }
    }
    if (e instanceof EOFException && !isOurs(e.getMessage())) {
      return "it ends too soon";
    }
    if (e instanceof CharacterCodingException) {
      return "it is not written in UTF-8";
    }
    if (e instanceof ZipException) {
      return "the compressed data are damaged";
    }
    if (e instanceof FileSystemException known) {
      return words(known.getReason());
    }
    if (e instanceof FileNotFoundException) {
      // As in "/models/a (Permission denied)".
      return words(String.valueOf(e.getMessage()).replaceFirst("(?s).*\\((.*)\\)$", "$1"));
    }
    return words(e.getMessage());
  }

  /** Whether a message is one of Decorum's own, which are ends of sentences. */
  private static boolean isOurs(@Nullable String message) {
    return message != null && !message.isEmpty() && Character.isLowerCase(message.charAt(0));
  }

  private static String words(@Nullable String message) {
    if (message == null || message.isBlank() || OF_JAVA.matcher(message).find()) {
      return UNKNOWN;
    }
    return OF_SYSTEMS.getOrDefault(message, message);
  }
}
