package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of Decorum and of models, given where others are due. */
class MistakenFilesTest {
  @TempDir Path folder;

  private static void assertRefused(Cli.Result result, Path file, String words) {
    String last = result.err().lines().reduce("", (a, b) -> b);
    assertTrue(last.startsWith("decorum: " + file + ": "), result.err());
    assertTrue(last.contains(words), result.err());
    assertEquals(ExitCode.UNUSABLE, result.exitCode());
    JavaWords.assertNoneIn(last.replace(file.toString(), "FILE"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a.csv | id,appropriate_probability,tokens~c1,0.5,3 | a score file, not conversations",
        "a.jsonl | {\"id\":\"c\",\"appropriate_probability\":0.5} | decorum report",
        "a.csv | id,group,rank,margin,appropriate_probability~a,b,1,0.1,0.5 | a ranking",
        "a.json | {\"run\":{},\"scores\":{},\"sha256\":\"\"} | the manifest of a run",
        "a.json | {\"sources\":[],\"mismatches\":[],\"options\":{}} | a report",
        "a.json | {\"method\":\"platt\",\"slope\":1,\"intercept\":0} | --calibrated",
        "config.json | {\"architectures\":[\"GPT2\"],\"n_layer\":2} | a file of a model",
        "a.jsonl | {\"file\":\"x\",\"line\":1,\"column\":0,\"reason\":\"r\",\"raw\":{\"messages\":[]}}"
            + " | rows that were rejected",
        "make.py | import datasets~x = 1 | a Python program",
      })
  void isNamedWhereConversationsAreDue(String name, String content, String words)
      throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, content.replace('~', '\n').getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(Cli.run("score", "-m", Cli.BASE_MODEL, file.toString()), file, words);
  }

  @Test
  void aScoreFileSaysWhatItWasMadeFrom() throws IOException {
    Path file = Files.writeString(folder.resolve("s.csv"), "id,appropriate_probability\na,0.5\n");
    Files.writeString(
        folder.resolve("s.csv.manifest.json"),
        "{\"run\":{\"inputs\":[{\"path\":\"chats.jsonl\"}]}}");
    assertRefused(
        Cli.run("score", "-m", Cli.BASE_MODEL, file.toString()),
        file,
        "decorum report " + file + " reads it; it was made from chats.jsonl");
  }

  @Test
  void conversationsAreNoScores() throws IOException {
    Path chats = Chats.write(folder.resolve("chats.jsonl"), 1);
    String out = folder.resolve("m.csv").toString();
    assertRefused(Cli.run("merge", chats.toString(), "-o", out), chats, "this is not a score file");
  }

  @Test
  void aFileOfAModelIsNotItsFolder() throws IOException {
    Path chats = Chats.write(folder.resolve("chats.jsonl"), 1);
    Path weights = Path.of(Cli.BASE_MODEL, "model.safetensors");
    assertRefused(
        Cli.run("score", "-m", weights.toString(), chats.toString()),
        weights,
        "give the folder that it is in: -m " + Cli.BASE_MODEL);
    Path other = Files.writeString(folder.resolve("m.gguf"), "GGUF");
    assertRefused(Cli.run("score", "-m", other.toString(), chats.toString()), other, "(GGUF)");
    Path input = Files.writeString(folder.resolve("in.gguf"), "GGUF\3\0\0\0\0\0");
    assertRefused(Cli.run("score", "-m", Cli.BASE_MODEL, input.toString()), input, "(GGUF)");
  }

  @Test
  void aFolderIsNoFormatterAndNoCalibrationAndNoStore() throws IOException {
    Path chats = Chats.write(folder.resolve("chats.jsonl"), 1);
    for (String option : new String[] {"--formatter", "--calibrated", "--cache"}) {
      assertRefused(
          Cli.run("score", "-m", Cli.BASE_MODEL, chats.toString(), option, folder.toString()),
          folder,
          "is a folder");
    }
  }
}
