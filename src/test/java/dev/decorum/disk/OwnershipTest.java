package dev.decorum.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class OwnershipTest {
  @TempDir Path temp;

  private Ownership mine;
  private Path above;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    above = Files.createDirectory(temp.resolve("above"));
    folder = Files.createDirectory(above.resolve("cache"));
    mine = Ownership.of(folder).orElseThrow();
    allow(above, "rwx------");
    allow(folder, "rwx------");
    assumeTrue(mine.complaint(temp) == null, "the temporary folder itself is open to others");
  }

  private static void allow(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void aFolderOfOnesOwnIsFine() throws IOException {
    assertNull(mine.complaint(folder));
    allow(folder, "rwxr-xr-x");
    assertNull(mine.complaint(folder));
  }

  @Test
  void othersMustNotWriteThereOrAbove() throws IOException {
    allow(folder, "rwx---rwx");
    assertEquals("anybody may write to " + folder.toRealPath(), mine.complaint(folder));
    allow(folder, "rwx------");
    allow(above, "rwxrwxrwx");
    assertEquals("anybody may write to " + above.toRealPath(), mine.complaint(folder));
  }

  @Test
  void aStickyFolderAboveIsFineAndNotTheFolderItself() throws IOException {
    Files.setAttribute(above, "unix:mode", 01777);
    assertNull(mine.complaint(folder));
    Files.setAttribute(folder, "unix:mode", 01777);
    assertNotNull(mine.complaint(folder));
  }

  @Test
  void aLinkIsWhereItLeads() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    allow(open, "rwxrwxrwx");
    Path link = Files.createSymbolicLink(folder.resolve("link"), open);
    assertNotNull(mine.complaint(link));
  }

  @Test
  void aFolderOfSomebodyElseIsNotOnesOwn() throws IOException {
    int owner = (int) Files.getAttribute(folder, "unix:uid");
    Ownership other = new Ownership(owner + 1);
    if (owner == 0) {
      assertNull(other.complaint(folder), "root is trusted by all");
    } else {
      String complaint = other.complaint(folder);
      assertTrue(String.valueOf(complaint).contains("belongs to somebody else"), complaint);
    }
  }

  @Test
  void aCacheThatOthersCanWriteIsStoodInForByATemporaryFolder() throws IOException {
    allow(folder, "rwxrwxrwx");
    UserCache cache = UserCache.open(folder);
    assertFalse(cache.folder().startsWith(folder.toRealPath()));
    assertEquals("anybody may write to " + folder.toRealPath(), cache.setback().orElseThrow());
    assertTrue(UserCache.open(null).setback().orElseThrow().contains("no home folder"));
    allow(folder, "rwx------");
    assertEquals(folder.toRealPath(), UserCache.open(folder).folder());
  }
}
