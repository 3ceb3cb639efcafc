package dev.decorum.model.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a file that reveal a change: a file in its place has another number, and
 * writing to it changes its times. The time of the last change of the file's entry is the reliable
 * one, since no program can set it; {@code cp -p} and {@code rsync -t} set the other.
 *
 * @param size the size in bytes
 * @param modified the time of the last change of its content, as far as known
 * @param changed the time of the last change of anything about it; {@code null} if the system does
 *     not tell
 * @param number the file's number in the file system; {@code null} if it has none
 */
public record FileState(
    long size, FileTime modified, @Nullable FileTime changed, @Nullable Object number) {

  public FileState {
    Objects.requireNonNull(modified);
  }

  /** The present state of a file. */
  public static FileState of(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    return new FileState(
        attributes.size(),
        attributes.lastModifiedTime(),
        unix ? (FileTime) Files.getAttribute(file, "unix:ctime") : null,
        attributes.fileKey());
  }
}
