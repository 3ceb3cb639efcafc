package dev.decorum.model.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * By which it shows that a file is still the one that it was: another file in its place has another
 * number, and writing into it moves its times. The time of the last change to the file's entry is
 * the one that counts, since no program can set it; {@code cp -p} and {@code rsync -t} set the
 * other.
 *
 * @param size in bytes
 * @param modified when its content was changed last, as far as that is told
 * @param changed when anything about it was changed last; {@code null} where the system does not
 *     say
 * @param number the file's own, as the file system counts; {@code null} where there is none
 */
public record FileState(
    long size, FileTime modified, @Nullable FileTime changed, @Nullable Object number) {

  public FileState {
    Objects.requireNonNull(modified);
  }

  /** The state of a file right now. */
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
