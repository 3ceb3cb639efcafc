package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.model.Checkpoints;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that are numbers, each by itself, and overflow together: the model is unusable. */
class ModelWithoutNumbersTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "score -m MODEL examples/first-scores/chats.jsonl",
        "rank -m MODEL examples/rank-replies/candidates.jsonl",
        "report -m MODEL examples/first-scores/chats.jsonl",
        "bench -m MODEL --conversations 2 --repeat 1",
        "model quantize MODEL",
      })
  void isUnusable(String command) throws IOException {
    Path model = Checkpoints.copy("base", folder.resolve("model"));
    Checkpoints.fill(model.resolve("model.safetensors"), "transformer.ln_f.weight", 3e38f);
    Cli.Result result = Cli.run(command.replace("MODEL", model.toString()).split(" "));
    assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
    assertTrue(result.err().contains("the model gives no number"), result.err());
  }
}
