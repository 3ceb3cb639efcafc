package dev.decorum.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who can put files into a folder, or another folder in its place. */
final class Ownership {
  private static final int ROOT = 0;
  private static final int GROUP_MAY_WRITE = 020;
  private static final int OTHERS_MAY_WRITE = 02;
  private static final int STICKY = 01000;

  private final int user;

  /**
   * @param user the number of the user that is to be trusted besides root
   */
  Ownership(int user) {
    this.user = user;
  }

  /**
   * Of the user who runs this program.
   *
   * @param own a file or folder that this process has just made
   * @return empty on a system without such numbers
   */
  static Optional<Ownership> of(Path own) throws IOException {
    return own.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? Optional.of(new Ownership((int) Files.getAttribute(own, "unix:uid")))
        : Optional.empty();
  }

  /**
   * Why somebody else could change what is in a folder; {@code null} if nobody can: it and all
   * folders above belong to this user or to root, and no other may write to them.
   */
  @Nullable String complaint(Path folder) throws IOException {
    Path real = folder.toRealPath();
    for (Path each = real; each != null; each = each.getParent()) {
      String complaint = complaint(each, each.equals(real));
      if (complaint != null) {
        return complaint;
      }
    }
    return null;
  }

  private @Nullable String complaint(Path folder, boolean itself) throws IOException {
    int owner = (int) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    int mode = (int) Files.getAttribute(folder, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    PosixFileAttributes names =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (owner != user && owner != ROOT) {
      return folder + " belongs to somebody else, " + names.owner().getName();
    }
    // In a sticky folder such as /tmp nobody can take away what belongs to another.
    if (!itself && (mode & STICKY) != 0) {
      return null;
    }
    if ((mode & OTHERS_MAY_WRITE) != 0) {
      return "anybody may write to " + folder;
    }
    // Many systems give each user a group of the same name, in which nobody else is.
    return (mode & GROUP_MAY_WRITE) != 0 && !names.group().getName().equals(names.owner().getName())
        ? "the group " + names.group().getName() + " may write to " + folder
        : null;
  }

  /** Whether a stranger owns a file in a folder that anybody may write to. */
  static boolean isPlanted(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path self = Path.of("/proc/self");
    if (folder == null || !Files.exists(self)) {
      return false;
    }
    Optional<Ownership> ownership = of(self);
    return ownership.isPresent() && ownership.get().isPlanted(file, folder);
  }

  private boolean isPlanted(Path file, Path folder) throws IOException {
    int mode = (int) Files.getAttribute(folder, "unix:mode");
    return (mode & OTHERS_MAY_WRITE) != 0
        && (isStrange((int) Files.getAttribute(file, "unix:uid"))
            || isStrange((int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)));
  }

  private boolean isStrange(int owner) {
    return owner != user && owner != ROOT;
  }

  /**
   * Why somebody other than the user of this process could change what is in a folder; {@code null}
   * if nobody can.
   */
  static @Nullable String complaintOfThisUser(Path folder) throws IOException {
    Path self = Path.of("/proc/self");
    Path own = Files.exists(self) ? self : Files.createTempFile("decorum-", null);
    try {
      Optional<Ownership> ownership = of(own);
      return ownership.isPresent() ? ownership.get().complaint(folder) : null;
    } finally {
      if (!own.equals(self)) {
        Files.delete(own);
      }
    }
  }
}
