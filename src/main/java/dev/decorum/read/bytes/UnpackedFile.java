package dev.decorum.read.bytes;

import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One file with rows: an input itself, or a file of an archive. */
public final class UnpackedFile {

  /** How it is read on. */
  public enum Kind {
    /** JSON, JSON Lines or a table: {@link #stream}. */
    TEXT,
    /** Parquet, which is read at many places at once: {@link #path}. */
    PARQUET
  }

  private final String name;
  private final String shortName;
  private final @Nullable InputStream stream;
  private final @Nullable Path path;
  private final @Nullable Charset decoded;

  private UnpackedFile(
      String name,
      String shortName,
      @Nullable InputStream stream,
      @Nullable Path path,
      @Nullable Charset decoded) {
    this.name = name;
    this.shortName = shortName;
    this.stream = stream;
    this.path = path;
    this.decoded = decoded;
  }

  static UnpackedFile text(
      String name, String shortName, InputStream stream, @Nullable Charset decoded) {
    return new UnpackedFile(name, shortName, stream, null, decoded);
  }

  static UnpackedFile parquet(String name, String shortName, Path path) {
    return new UnpackedFile(name, shortName, null, path, null);
  }

  /**
   * As it is shown to users: the input, or {@code exports.zip!chats/a.jsonl} for a file of an
   * archive.
   */
  public String name() {
    return name;
  }

  /** Without folders, for the ids of rows that have none. */
  public String shortName() {
    return shortName;
  }

  public Kind kind() {
    return path == null ? Kind.TEXT : Kind.PARQUET;
  }

  /**
   * Its text as UTF-8 without a byte order mark. What is not UTF-8 in a text that is not decoded is
   * left as it is. Data that are broken, cut off, or grow without end are an {@code IOException}
   * that says so.
   */
  public InputStream stream() {
    if (stream == null) {
      throw new IllegalStateException(name + " is not text");
    }
    return stream;
  }

  /** Where a file is that is not text. */
  public Path path() {
    if (path == null) {
      throw new IllegalStateException(name + " is text");
    }
    return path;
  }

  /** What was decoded, for a notice; empty for UTF-8. */
  public Optional<String> encoding() {
    return Optional.ofNullable(decoded).map(Charset::name);
  }
}
