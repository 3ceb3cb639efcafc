package dev.decorum.model.onnx;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.model.CardReader;
import dev.decorum.model.Checkpoints;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.files.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever bytes a folder holds, it opens or is refused; nothing else comes out. */
class DamageTest {

  @ParameterizedTest
  @CsvSource({
    "base, model.safetensors, 4000",
    "base, config.json, 4000",
    "base, tokenizer.json, 20300",
    "base, tokenizer_config.json, 400",
    "base, decorum.json, 600",
    "sharded, model.safetensors.index.json, 2200",
    "vocab-merges, vocab.json, 12500",
    "vocab-merges, merges.txt, 4500",
    "onnx, model.onnx, 60000"
  })
  void opensOrIsRefused(String checkpoint, String name, int reach, @TempDir Path temp)
      throws IOException {
    Path folder = Checkpoints.copy(checkpoint, temp.resolve("model"));
    Path file = folder.resolve(name);
    if (name.equals("decorum.json")) {
      Files.writeString(
          file,
          "{\"name\": \"a\", \"formatter\": {\"memory_template\": \"{memory}\", \"prompt_template\":"
              + " \"\", \"bot_template\": \"\", \"user_template\": \"\", \"response_template\": \"\"},"
              + " \"history\": \"all\", \"baseline\": 0.5, \"max_tokens\": 9, \"checksums\": {}}");
    }
    byte[] good = Files.readAllBytes(file);
    Random random = new Random(20261123);
    int refused = 0;
    for (int round = 0; round < 60; round++) {
      byte[] bytes = good.clone();
      int changes = 1 + random.nextInt(3);
      for (int i = 0; i < changes; i++) {
        bytes[random.nextInt(Math.min(reach, bytes.length))] = (byte) random.nextInt(256);
      }
      if (random.nextInt(10) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 8));
      }
      Files.write(file, bytes);
      try {
        ModelBundle bundle = ModelBundle.open(folder);
        ModelGraphs.of(bundle);
        CardReader.of(bundle);
      } catch (ModelException e) {
        refused++;
        assertFalse(String.valueOf(e.getMessage()).isBlank());
      }
    }
    assertTrue(refused > 0, "no damage was ever noticed");
  }
}
