package dev.decorum.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserFoldersTest {
  private final String home = System.getProperty("user.home");

  @AfterEach
  void restoreHome() {
    System.setProperty("user.home", home);
  }

  @Test
  void theCacheIsWhereTheUserWantsIt() {
    assertEquals(
        Optional.of(Path.of("/h/.cache/decorum")), UserFolders.cache(Map.of("HOME", "/h")));
    assertEquals(
        Optional.of(Path.of("/x/decorum")),
        UserFolders.cache(Map.of("HOME", "/h", "XDG_CACHE_HOME", "/x")));
    assertEquals(
        Optional.of(Path.of("/d")),
        UserFolders.cache(Map.of("DECORUM_CACHE_DIR", "/d", "XDG_CACHE_HOME", "/x")));
    assertEquals(
        Optional.of(Path.of("d").toAbsolutePath()),
        UserFolders.cache(Map.of("DECORUM_CACHE_DIR", "d")));
    assertEquals(
        Optional.of(Path.of("/h/.cache/decorum")),
        UserFolders.cache(Map.of("DECORUM_CACHE_DIR", "", "XDG_CACHE_HOME", "", "HOME", "/h")));
  }

  @Test
  void whatTheSystemSaysCountsWithoutHome() {
    System.setProperty("user.home", "/of/the/system");
    assertEquals(Optional.of(Path.of("/of/the/system")), UserFolders.home(Map.of()));
    assertEquals(Optional.of(Path.of("/h")), UserFolders.home(Map.of("HOME", "/h")));
  }

  /** Java's home of a user whom the system does not know, and what the specification forbids. */
  @Test
  void aNameThatIsNoAbsolutePathIsNoHome() {
    System.setProperty("user.home", "?");
    assertEquals(Optional.empty(), UserFolders.home(Map.of()));
    assertEquals(Optional.empty(), UserFolders.home(Map.of("HOME", "relative")));
    assertEquals(Optional.empty(), UserFolders.cache(Map.of("XDG_CACHE_HOME", "relative")));
  }
}
