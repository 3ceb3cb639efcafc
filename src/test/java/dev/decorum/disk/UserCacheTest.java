package dev.decorum.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class UserCacheTest {
  private static final String IN_A_JAR = "/org/junit/jupiter/api/Test.class";
  private static final String IN_A_FOLDER = "/dev/decorum/disk/UserCacheTest.class";

  @TempDir Path temp;

  private static byte[] original(String resource) throws IOException {
    try (InputStream in = UserCacheTest.class.getResourceAsStream(resource)) {
      return in.readAllBytes();
    }
  }

  @Test
  void whatIsUnpackedIsTheOriginalWhateverWasThere() throws IOException {
    UserCache cache = UserCache.open(temp);
    for (String resource : List.of(IN_A_JAR, IN_A_FOLDER)) {
      Path copy = cache.unpack("copy", List.of(resource)).resolve(resource.replaceFirst(".*/", ""));
      byte[] whole = original(resource);
      assertArrayEquals(whole, Files.readAllBytes(copy));
      byte[] half = whole.clone();
      Arrays.fill(half, half.length / 2, half.length, (byte) 0);
      byte[] bit = whole.clone();
      bit[bit.length / 3] ^= 1;
      for (byte[] damaged : List.of(half, bit, new byte[0], Arrays.copyOf(whole, 10))) {
        Files.write(copy, damaged, StandardOpenOption.TRUNCATE_EXISTING);
        assertEquals(copy.getParent(), cache.unpack("copy", List.of(resource)));
        assertArrayEquals(whole, Files.readAllBytes(copy));
      }
    }
  }

  @Test
  void whatIsThereIsNotWrittenAgain() throws IOException {
    UserCache cache = UserCache.open(temp);
    Path copy = cache.unpack("copy", List.of(IN_A_JAR)).resolve("Test.class");
    FileTime longAgo = FileTime.fromMillis(1_000);
    Files.setLastModifiedTime(copy, longAgo);
    cache.unpack("copy", List.of(IN_A_JAR));
    assertEquals(longAgo, Files.getLastModifiedTime(copy));
  }

  @Test
  void otherContentHasAnotherFolder() throws IOException {
    UserCache cache = UserCache.open(temp);
    Path one = cache.unpack("copy", List.of(IN_A_JAR));
    Path other = cache.unpack("copy", List.of(IN_A_FOLDER));
    assertFalse(one.equals(other));
    assertTrue(one.getFileName().toString().startsWith("copy-"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void nobodyElseCanLookIntoAPrivateFolder() throws IOException {
    UserCache cache = UserCache.open(temp);
    Path folder = cache.privateFolder("own");
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    IOException refused = assertThrows(IOException.class, () -> cache.privateFolder("own"));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("anybody may write to "));
  }

  @Test
  void whatIsMissingIsSaid() {
    UserCache cache = UserCache.open(temp);
    assertThrows(IOException.class, () -> cache.unpack("copy", List.of("/no/such/library.so")));
  }

  @Test
  void aSealTellsAWholeFileFromADamagedOne() throws IOException {
    Path file = temp.resolve("integers");
    byte[] content = "content ".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    assertFalse(ChecksummedFile.isThere(file));
    assertFalse(ChecksummedFile.isWhole(file));
    ChecksummedFile.write(file, out -> out.write(content));
    assertTrue(ChecksummedFile.isWhole(file));
    for (int at : new int[] {0, content.length / 2, content.length - 1}) {
      byte[] damaged = content.clone();
      damaged[at] ^= 4;
      Files.write(file, damaged);
      assertFalse(ChecksummedFile.isWhole(file), "byte " + at);
    }
    Files.write(file, Arrays.copyOf(content, content.length - 1));
    assertFalse(ChecksummedFile.isWhole(file));
    Files.write(file, content);
    assertTrue(ChecksummedFile.isWhole(file));
    ChecksummedFile.removeChecksum(file);
    assertFalse(ChecksummedFile.isThere(file));
    assertFalse(ChecksummedFile.isWhole(file));
  }

  @Test
  void aDamagedSealSealsNothing() throws IOException {
    Path file = temp.resolve("integers");
    ChecksummedFile.write(file, out -> out.write(7));
    Path seal = temp.resolve("integers.seal");
    for (String text : List.of("", "1 bytes, CRC-32C 00000000\n", "x".repeat(1 << 20))) {
      Files.writeString(seal, text);
      assertFalse(ChecksummedFile.isWhole(file));
    }
  }
}
