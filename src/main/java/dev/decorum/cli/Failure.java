package dev.decorum.cli;

import dev.decorum.disk.FailureReason;
import dev.decorum.failure.Causes;
import dev.decorum.failure.DecorumException;
import dev.decorum.failure.LibraryReason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * The message and the exit code for an exception.
 *
 * @param message what happened; empty if there is nothing to say
 * @param exitCode one of {@link ExitCode}
 */
public record Failure(String message, int exitCode) {
  private static final String UNKNOWN = "internal error: ";

  /** The failure for any exception, Java's own errors included. */
  public static Failure of(Throwable thrown) {
    if (Causes.isInterruption(thrown)) {
      return new Failure("interrupted", ExitCode.INTERRUPTED);
    }
    Throwable e = thrown;
    while (e.getCause() != null
        && (e instanceof CompletionException || e instanceof ExecutionException)) {
      e = e.getCause();
    }
    return e instanceof Error error ? ofError(error) : ofException(e);
  }

  private static Failure ofException(Throwable e) {
    if (e instanceof BrokenPipeException) {
      return new Failure("", ExitCode.DONE);
    }
    if (e instanceof DecorumException known) {
      return new Failure(known.getMessage(), exitCode(known.kind()));
    }
    if (e instanceof InvalidPathException known) {
      return new Failure(
          "'" + known.getInput() + "' cannot be the name of a file", ExitCode.UNUSABLE);
    }
    if (e instanceof IOException known) {
      return new Failure(reason(known), ExitCode.UNUSABLE);
    }
    if (e instanceof UncheckedIOException known) {
      IOException cause = known.getCause();
      if (cause != null && cause.toString().equals(known.getMessage())) {
        return ofException(cause);
      }
      return new Failure(String.valueOf(known.getMessage()), ExitCode.UNUSABLE);
    }
    return unknown(e);
  }

  private static int exitCode(DecorumException.Kind kind) {
    return switch (kind) {
      case UNUSABLE -> ExitCode.UNUSABLE;
      case DEFECT -> ExitCode.INTERNAL;
      case INTERRUPTED -> ExitCode.INTERRUPTED;
      case USAGE -> ExitCode.USAGE;
    };
  }

  private static Failure ofError(Error e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof OutOfMemoryError) {
      return new Failure(
          message.contains("thread")
              ? "no more threads can be started; the system or its limits allow no more (ulimit -u)"
              : "out of memory; DECORUM_OPTS=-Xmx4g gives Decorum 4 GB",
          ExitCode.INTERNAL);
    }
    if (e instanceof StackOverflowError) {
      return new Failure(
          "something is nested too deeply; DECORUM_OPTS=-Xss16m gives Decorum a stack of 16 MB",
          ExitCode.INTERNAL);
    }
    Throwable root = root(e);
    if (root instanceof IOException known) {
      return new Failure(
          "a part of the program cannot be loaded: " + reason(known), ExitCode.UNUSABLE);
    }
    if (root instanceof UnsatisfiedLinkError) {
      return new Failure(
          "a native library cannot be loaded: "
              + LibraryReason.of(root)
              + "; set DECORUM_CACHE_DIR to use another folder for them",
          ExitCode.UNUSABLE);
    }
    if (root instanceof OutOfMemoryError || root instanceof StackOverflowError) {
      return ofError((Error) root);
    }
    if (e instanceof LinkageError || e instanceof InternalError) {
      return new Failure(
          "a part of the program cannot be loaded: the installation is damaged, or too few files can be open at once (ulimit -n)",
          ExitCode.UNUSABLE);
    }
    return unknown(e);
  }

  private static Failure unknown(Throwable e) {
    String reason = LibraryReason.of(e);
    String words = reason.equals(LibraryReason.NONE) ? "something was not foreseen" : reason;
    return new Failure(UNKNOWN + words, ExitCode.INTERNAL);
  }

  /** Whether the cause is unexpected, so that a stack trace helps. */
  boolean isUnknown() {
    return message.startsWith(UNKNOWN);
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    for (Throwable e : Causes.of(thrown)) {
      root = e;
    }
    return root;
  }

  /** The reason in words, with the file's name where the exception knows it. */
  static String reason(IOException e) {
    String reason = FailureReason.of(e);
    if (e instanceof NoSuchFileException) {
      reason = "no such file or folder";
    }
    String file = e instanceof FileSystemException known ? known.getFile() : null;
    if (e instanceof FileNotFoundException) {
      file = String.valueOf(e.getMessage()).replaceFirst("(?s) \\([^(]*\\)$", "");
    }
    return file == null ? reason : file + ": " + reason;
  }
}
