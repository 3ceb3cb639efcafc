package dev.decorum.model.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where in a folder the model lies, and which links of it are followed. */
class ModelFolderTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final String OTHER = "76543210fedcba9876543210fedcba9876543210";

  @TempDir private Path temp;

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Path repository(String name, String... commits) throws IOException {
    Path repository = temp.resolve("hub/models--" + name);
    for (String commit : commits) {
      write(repository.resolve("snapshots/" + commit + "/config.json"), commit);
    }
    return repository;
  }

  private static String config(Path folder) {
    return new String(ModelFolder.open(folder).read("config.json", 100), StandardCharsets.UTF_8);
  }

  private static String refusal(Path folder) {
    return String.valueOf(
        assertThrows(ModelException.class, () -> ModelFolder.open(folder)).getMessage());
  }

  @Test
  void theSnapshotOfTheMainBranchIsTaken() throws IOException {
    Path repository = repository("acme--judge", OTHER, COMMIT);
    write(repository.resolve("refs/main"), COMMIT + "\n");
    assertEquals(COMMIT, config(repository));
    assertEquals(COMMIT, config(temp.resolve("hub")), "the cache");
    assertEquals(COMMIT, config(temp), "the folder around the cache");
    assertEquals(
        List.of(
            repository + " is a cache of the hub; its snapshot 0123456789ab (refs/main) is taken"),
        ModelFolder.open(repository).notices());
    assertEquals("acme/judge", ModelFolder.open(repository).name());
  }

  @Test
  void theOnlySnapshotNeedsNoReference() throws IOException {
    Path repository = repository("acme--judge", OTHER);
    assertEquals(OTHER, config(repository));
    write(repository.resolve("refs/main"), COMMIT);
    assertEquals(OTHER, config(repository), "the reference leads nowhere");
  }

  @Test
  void severalAreNamed() throws IOException {
    Path repository = repository("acme--judge", OTHER, COMMIT);
    String said = refusal(repository);
    assertTrue(said.contains(COMMIT) && said.contains(OTHER), said);
    repository("acme--critic", COMMIT);
    said = refusal(temp.resolve("hub"));
    assertTrue(said.contains("2 models (models--acme--critic, models--acme--judge)"), said);
  }

  @Test
  void theLastCheckpointOfATrainerIsTaken() throws IOException {
    write(temp.resolve("run/checkpoint-900/config.json"), "900");
    write(temp.resolve("run/checkpoint-1000/config.json"), "1000");
    write(temp.resolve("run/checkpoint-2000/optimizer.pt"), "no model");
    assertEquals("1000", config(temp.resolve("run")));
    String said = ModelFolder.open(temp.resolve("run")).notices().get(0);
    assertTrue(said.endsWith("its last checkpoint is taken: checkpoint-1000"), said);
    write(temp.resolve("run/config.json"), "whole");
    assertEquals("whole", config(temp.resolve("run")));
    assertEquals(List.of(), ModelFolder.open(temp.resolve("run")).notices());
  }

  /** As links, and as the small files that a copy without links has in their place. */
  @Test
  void linksIntoTheCacheAreFollowed() throws IOException {
    Path blob = temp.resolve("hub/models--acme--judge/blobs/abc");
    write(blob, "weights");
    Path snapshot = temp.resolve("hub/models--acme--judge/snapshots/" + COMMIT);
    write(snapshot.resolve("model.safetensors"), "../../blobs/abc");
    Path folder = Files.createDirectory(temp.resolve("download"));
    write(folder.resolve("config.json"), "{}");
    String throughSnapshot =
        "../hub/models--acme--judge/snapshots/" + COMMIT + "/model.safetensors";
    for (String target : List.of("../hub/models--acme--judge/blobs/abc", throughSnapshot)) {
      Path link = folder.resolve("model.safetensors");
      Files.createSymbolicLink(link, Path.of(target));
      assertEquals(blob.toRealPath(), ModelFolder.open(folder).file("model.safetensors"));
      Files.delete(link);
      Files.writeString(link, target);
      assertEquals(blob.toRealPath(), ModelFolder.open(folder).file("model.safetensors"));
      Files.delete(link);
    }
  }

  @Test
  void allOthersAreRefused() throws IOException {
    write(temp.resolve("stash/weights"), "weights");
    write(temp.resolve("stash/blobs/abc"), "weights");
    Path folder = Files.createDirectory(temp.resolve("download"));
    write(folder.resolve("config.json"), "{}");
    for (String target : List.of("../stash/weights", "../stash/blobs/abc")) {
      Path link = folder.resolve("model.safetensors");
      Files.createSymbolicLink(link, Path.of(target));
      assertRefused(folder, "a link that points outside the model folder");
      Files.delete(link);
      Files.writeString(link, target);
      assertRefused(folder, "a link that points outside the model folder");
      Files.writeString(link, "../stash/gone");
      assertTrue(ModelFolder.open(folder).has("model.safetensors"));
      assertRefused(folder, "a link to a file that does not exist");
      Files.delete(link);
    }
    // Two links that lead to each other.
    Files.writeString(folder.resolve("model.safetensors"), "../download/b");
    Files.writeString(folder.resolve("b"), "../download/model.safetensors");
    assertFalse(ModelFolder.open(folder).file("model.safetensors").toString().contains("stash"));
  }

  private static void assertRefused(Path folder, String reason) {
    ModelFolder opened = ModelFolder.open(folder);
    String said =
        String.valueOf(
            assertThrows(ModelException.class, () -> opened.file("model.safetensors"))
                .getMessage());
    assertTrue(said.contains("model.safetensors: " + reason), said);
  }
}
