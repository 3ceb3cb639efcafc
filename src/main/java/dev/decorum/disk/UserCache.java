package dev.decorum.disk;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The folder for what Decorum makes once and uses often: native libraries, and integer forms of
 * models. Both decide verdicts, and libraries run, so nothing is taken from a folder that another
 * user could write to, and no copy is used that is not, byte for byte, what it is a copy of.
 *
 * <p>Where the user's folder cannot be used, a temporary one stands in, which goes with the
 * process.
 */
public final class UserCache {
  private static @Nullable UserCache current;

  private final Path folder;
  private final @Nullable String setback;
  private @Nullable Path temporary;

  private UserCache(Path folder, @Nullable String setback) {
    this.folder = folder;
    this.setback = setback;
  }

  /** The cache of the user who runs this program, as the environment names it. */
  public static synchronized UserCache ofUser() {
    UserCache known = current;
    if (known == null) {
      known = open(UserFolders.cache(System.getenv()).orElse(null));
      current = known;
    }
    return known;
  }

  /**
   * The cache in a folder, which is made if it is missing.
   *
   * @param wanted {@code null} for none
   * @throws UncheckedIOException if there is no folder that can be used, not even a temporary one
   */
  public static UserCache open(@Nullable Path wanted) {
    String setback;
    try {
      if (wanted == null) {
        setback = "this user has no home folder";
      } else {
        Files.createDirectories(wanted);
        setback = Ownership.complaintOfThisUser(wanted);
        if (setback == null) {
          return new UserCache(wanted.toRealPath(), null);
        }
      }
    } catch (IOException e) {
      // A read-only home is no reason to refuse.
      setback = wanted + " cannot be made: " + e.getMessage();
    }
    return new UserCache(makeTemporary(), setback);
  }

  /** Where copies are kept. Nobody but this user and root can write there. */
  public Path folder() {
    return folder;
  }

  /** A folder that is as safe, and can be written: the cache, or one that goes with the process. */
  public Path writableFolder() {
    return Files.isWritable(folder) ? folder : temporary();
  }

  /**
   * A folder for a library that unpacks files itself. Since it gives them any permissions, nobody
   * but this user can even look into the folder.
   *
   * @param name the folder's name
   * @throws IOException if there can be no such folder, or somebody else's is in its place
   */
  public Path privateFolder(String name) throws IOException {
    Path own = writableFolder().resolve(name);
    Files.createDirectories(own);
    String complaint = Ownership.complaintOfThisUser(own);
    if (complaint != null) {
      throw new IOException(complaint);
    }
    PosixFileAttributeView permissions =
        Files.getFileAttributeView(own, PosixFileAttributeView.class);
    if (permissions != null) {
      permissions.setPermissions(PosixFilePermissions.fromString("rwx------"));
    }
    return own;
  }

  /** Why this is not the folder that the user would expect, if it is another. */
  public Optional<String> setback() {
    return Optional.ofNullable(setback);
  }

  /**
   * Puts files of the class path side by side into the cache. The folder is called by their
   * checksums; what is there already is held against them, and written anew where it differs, as
   * half a file does that a power failure has left.
   *
   * @param name what the folder's name begins with
   * @param resources absolute names on the class path
   * @return the folder
   * @throws IOException if there is no such resource, or no room for it
   */
  public Path unpack(String name, List<String> resources) throws IOException {
    List<Original> originals = new ArrayList<>();
    for (String resource : resources) {
      originals.add(Original.of(resource));
    }
    CRC32 all = new CRC32();
    for (Original original : originals) {
      all.update(ByteBuffer.allocate(Long.BYTES).putLong(original.checksum).rewind());
    }
    String ownName = name + "-" + HexFormat.of().toHexDigits((int) all.getValue());
    try {
      return unpack(folder.resolve(ownName), originals);
    } catch (IOException e) {
      return unpack(temporary().resolve(ownName), originals);
    }
  }

  /** Stands in for a folder that nothing can be written to. */
  private synchronized Path temporary() {
    Path known = temporary;
    if (known == null) {
      known = makeTemporary();
      temporary = known;
    }
    return known;
  }

  /** A folder that goes with the process. */
  private static Path makeTemporary() {
    try {
      TemporaryFolder folder = TemporaryFolder.makeForCode("native");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
      return folder.path();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no folder can be used for native libraries: neither the user's cache nor "
              + System.getProperty("java.io.tmpdir")
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static void remove(TemporaryFolder folder) {
    try {
      folder.close();
    } catch (IOException e) {
      // The next process removes it.
    }
  }

  private static Path unpack(Path target, List<Original> originals) throws IOException {
    Files.createDirectories(target);
    String complaint = Ownership.complaintOfThisUser(target);
    if (complaint != null) {
      throw new IOException(complaint);
    }
    for (Original original : originals) {
      Path copy = target.resolve(original.name());
      if (!original.isIn(copy)) {
        original.copyTo(copy);
      }
    }
    return target;
  }

  /** A file on the class path. */
  private record Original(URL address, String name, long size, long checksum) {

    static Original of(String resource) throws IOException {
      URL address = UserCache.class.getResource(resource);
      if (address == null) {
        throw new IOException("there is no native library for this platform: " + resource);
      }
      String name = resource.substring(resource.lastIndexOf('/') + 1);
      URLConnection connection = address.openConnection();
      if (connection instanceof JarURLConnection jar) {
        // A jar knows the checksums of what is in it.
        return new Original(address, name, jar.getJarEntry().getSize(), jar.getJarEntry().getCrc());
      }
      CRC32 checksum = new CRC32();
      try (InputStream in = new CheckedInputStream(connection.getInputStream(), checksum)) {
        long size = in.transferTo(OutputStream.nullOutputStream());
        return new Original(address, name, size, checksum.getValue());
      }
    }

    boolean isIn(Path file) throws IOException {
      return FileChecksum.isCopy(file, size, checksum);
    }

    void copyTo(Path file) throws IOException {
      try (AtomicFile copy = new AtomicFile(file);
          InputStream in = new BufferedInputStream(address.openStream())) {
        in.transferTo(copy.stream());
        copy.commit();
      }
    }
  }
}
