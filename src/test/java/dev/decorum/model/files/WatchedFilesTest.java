package dev.decorum.model.files;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class WatchedFilesTest {

  @TempDir Path folder;

  private final WatchedFiles watched = new WatchedFiles();
  private Path file;

  @BeforeEach
  void watch() throws IOException {
    file = Files.writeString(folder.resolve("model.safetensors"), "weights");
    // Two changes within one tick of the file system's clock could look like one.
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    watched.add(file);
  }

  private void assertUnchanged() {
    assertDoesNotThrow(() -> watched.requireUnchanged(List.of(file)));
  }

  private void assertChanged() {
    ModelException thrown =
        assertThrows(ModelException.class, () -> watched.requireUnchanged(List.of(file)));
    String said = String.valueOf(thrown.getMessage());
    assertTrue(said.startsWith(file + ": "), said);
  }

  /** Writes as many letters into the file, and its old time. */
  private void overwrite(String content) throws Exception {
    FileState before = FileState.of(file);
    Waiting.until(
        "the file system's clock has gone on",
        () -> {
          Files.writeString(file, content);
          keepTime();
          return !FileState.of(file).equals(before);
        });
  }

  private void keepTime() throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
  }

  @Test
  void aFileStaysTheSameUntilItChanges() throws Exception {
    assertUnchanged();
    overwrite("WEIGHTS");
    assertChanged();
  }

  @Test
  void anotherFileInItsPlaceIsAnother() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "WEIGHTS");
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    keepTime();
    assertChanged();
  }

  @Test
  void aFileThatIsGoneOrCutOffHasChanged() throws IOException {
    Files.writeString(file, "w");
    assertChanged();
    Files.delete(file);
    assertChanged();
  }

  @Test
  void whatIsKnownByItsHashMayBeWrittenAgain() throws Exception {
    Map<String, String> hashes = watched.sha256(Map.of("model.safetensors", file));
    assertEquals(
        Sha256.of("weights".getBytes(StandardCharsets.US_ASCII)), hashes.get("model.safetensors"));
    overwrite("weights");
    assertUnchanged();
    overwrite("WEIGHTS");
    assertChanged();
  }

  @Test
  void noHashIsGivenOfWhatHasChanged() throws Exception {
    overwrite("WEIGHTS");
    assertThrows(ModelException.class, () -> watched.sha256(Map.of("model.safetensors", file)));
  }

  @Test
  void aFileOfTheHubsCacheIsWhatItIsCalled() throws IOException {
    Path blobs = Files.createDirectory(folder.resolve("blobs"));
    // printf weights | sha256sum
    String name = "9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c";
    Path whole = Files.writeString(blobs.resolve(name), "weights");
    Path damaged = Files.writeString(blobs.resolve(name.replace('0', '1')), "weights");
    Path small = Files.writeString(blobs.resolve(name.substring(24)), "named by another hash");
    List.of(whole, damaged, small).forEach(watched::add);
    assertEquals(name, watched.sha256(Map.of("model.safetensors", whole)).get("model.safetensors"));
    watched.sha256(Map.of("config.json", small));
    ModelException thrown =
        assertThrows(ModelException.class, () -> watched.sha256(Map.of("w", damaged)));
    assertTrue(String.valueOf(thrown.getMessage()).contains("is damaged"), thrown.toString());
  }
}
