package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Completion in the real shells, as far as they are there. */
@EnabledOnOs(OS.LINUX)
class CompletionIT {
  private static final String FORMATTERS = "chatml empty moderator pygmalion vicuna xlreward";

  @TempDir Path folder;

  private void completes(String shell, String[] options, Map<String, String> expected)
      throws Exception {
    assumeTrue(
        Boolean.getBoolean("decorum.require.shells")
            || Files.isExecutable(Path.of("/usr/bin", shell))
            || Files.isExecutable(Path.of("/bin", shell)),
        shell + " is not there");
    Files.copy(Path.of("examples/compare-versions/v1.jsonl"), folder.resolve("v1.jsonl"));
    Files.writeString(folder.resolve("table.csv"), "id,channel,\"bot\"\n1,web,Mara\n");
    Files.writeString(
        folder.resolve("hostile.csv"),
        "id,$(touch ran),`touch ran`,${x:-$(touch ran)},two words\n");
    Files.createFile(folder.resolve("$(touch ran).log"));
    Files.createDirectories(folder.resolve("hub/models--Own--$(touch ran)"));
    Files.createDirectories(folder.resolve("models/gpt2"));
    Files.createDirectories(folder.resolve("hub/models--Owner--some-model"));
    StringBuilder line = new StringBuilder();
    line.append("cd '").append(folder).append("' && exec ").append(shell);
    List<String> words = new ArrayList<>(List.of(options));
    words.add(Path.of("src/test/sh/complete." + shell).toAbsolutePath().toString());
    words.addAll(expected.keySet());
    words.forEach(word -> line.append(" '").append(word).append('\''));
    Distribution.Result result =
        new Distribution()
            .environment("HF_HUB_CACHE", folder.resolve("hub").toString())
            .environment("HOME", folder.toString())
            .shell(line.toString());
    Map<String, String> found = new LinkedHashMap<>();
    List<String> printed = result.out().lines().map(String::strip).toList();
    int i = 0;
    for (String typed : expected.keySet()) {
      found.put(typed, i < printed.size() ? printed.get(i++) : "nothing; " + result.err());
    }
    assertEquals(expected.toString().replace(", ", "\n"), found.toString().replace(", ", "\n"));
    assertFalse(Files.exists(folder.resolve("ran")), "a name was run as a command");
  }

  /** What is proposed, in alphabetical order. */
  private static Map<String, String> proposals() {
    Map<String, String> proposals = new LinkedHashMap<>();
    proposals.put("decorum sc", "score");
    proposals.put("decorum model ", "info list pull quantize verify");
    proposals.put("decorum audit hi", "history");
    proposals.put("decorum score --form", "--formatter");
    proposals.put("decorum score --formatter ", FORMATTERS);
    proposals.put("decorum score --formatter=p", "pygmalion");
    proposals.put("decorum score --precision int", "int8 int8x3");
    proposals.put("decorum score v", "v1.jsonl");
    proposals.put("decorum score --rejects t", "table.csv");
    proposals.put("decorum score -m Own", "Owner/some-model");
    proposals.put("decorum score -m mo", "models/");
    proposals.put("decorum audit --fail-if missing", "missing-night missing-slice");
    proposals.put("decorum compare v1.jsonl --by ch", "channel chat_history");
    proposals.put("decorum compare v1.jsonl --cluster id,chan", "id,channel");
    proposals.put("decorum report table.csv --by b", "bot");
    proposals.put("decorum report hostile.csv --by i", "id");
    proposals.put("decorum completion ", "bash fish zsh");
    proposals.put("decorum help mod", "model");
    return proposals;
  }

  @Test
  void bash() throws Exception {
    Map<String, String> proposals = proposals();
    proposals.put("decorum score $", "\\$\\(touch\\ ran\\).log");
    proposals.put("decorum report hostile.csv --by t", "two\\ words");
    proposals.put("decorum report hostile.csv --by \\$\\(", "\\$\\(touch\\ ran\\)");
    proposals.put("decorum report hostile.csv --by id,tw", "id,two\\ words");
    completes("bash", new String[] {"--norc"}, proposals);
  }

  @Test
  void fish() throws Exception {
    completes("fish", new String[] {"--no-config"}, proposals());
  }

  /** What a line becomes. */
  @Test
  void zsh() throws Exception {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("decorum sc", "decorum score");
    lines.put("decorum audit hi", "decorum audit history");
    lines.put("decorum score --form", "decorum score --formatter=");
    lines.put("decorum score --formatter=p", "decorum score --formatter=pygmalion");
    lines.put("decorum score --formatter v", "decorum score --formatter vicuna");
    lines.put("decorum score v", "decorum score v1.jsonl");
    lines.put("decorum score --rejects t", "decorum score --rejects table.csv");
    lines.put("decorum score -m Own", "decorum score -m Owner/some-model");
    lines.put("decorum audit --fail-if missing-n", "decorum audit --fail-if missing-night");
    lines.put("decorum compare v1.jsonl --by chan", "decorum compare v1.jsonl --by channel,");
    lines.put(
        "decorum compare v1.jsonl --cluster id,chan",
        "decorum compare v1.jsonl --cluster id,channel,");
    lines.put("decorum report table.csv --by b", "decorum report table.csv --by bot,");
    lines.put(
        "decorum report hostile.csv --by two", "decorum report hostile.csv --by two\\ words,");
    lines.put("decorum completion z", "decorum completion zsh");
    lines.put("decorum help mod", "decorum help model");
    completes("zsh", new String[] {"-f"}, lines);
  }
}
