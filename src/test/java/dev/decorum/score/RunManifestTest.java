package dev.decorum.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.Shard;
import dev.decorum.read.bytes.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunManifestTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RunManifest.ModelEntry MODEL =
      model("tiny", 1, Map.of("m.safetensors", "abc"));
  private static final RunManifest.FormatterEntry FORMATTER =
      new RunManifest.FormatterEntry("pygmalion", "f0");
  private static final RunManifest.WindowSettings WINDOW = window(10, "last", 1024, "left");
  private static final RunManifest RUN = run(MODEL, FORMATTER, WINDOW);

  @TempDir Path folder;

  private static RunManifest.ModelEntry model(String name, int label, Map<String, String> sha256) {
    return new RunManifest.ModelEntry(name, false, label, null, sha256);
  }

  private static RunManifest.WindowSettings window(
      @Nullable Integer history, String turns, int maxTokens, String truncation) {
    return new RunManifest.WindowSettings(history, turns, maxTokens, truncation);
  }

  private static RunManifest run(
      RunManifest.ModelEntry model,
      RunManifest.FormatterEntry formatter,
      RunManifest.WindowSettings window) {
    return new RunManifest(
        "0.1.0",
        model,
        formatter,
        window,
        0.672,
        "fp32",
        "cpu",
        Map.of(),
        null,
        List.of(),
        new RunManifest.CountsEntry(1, 1, 0, 1, 0, 0),
        1);
  }

  @Test
  void runsOfOneModelFormatterAndWindowMayBeCompared() {
    RunManifest other =
        new RunManifest(
            "0.2.0",
            model("renamed", 1, Map.of("m.safetensors", "abc")),
            new RunManifest.FormatterEntry("renamed.json", "f0"),
            WINDOW,
            0.5,
            "fp32",
            "cuda",
            Map.of("java", "21"),
            7L,
            List.of(new RunManifest.InputEntry("x", 1, "y")),
            new RunManifest.CountsEntry(2, 2, 0, 2, 0, 0),
            9);
    assertEquals(List.of(), RUN.differencesFrom(other));
    assertEquals(List.of(), RUN.differencesFrom(RUN));
  }

  @Test
  void anotherModelIsNamedWithTheBeginningOfItsHash() {
    assertEquals(
        List.of("models differ: tiny (m.safetensors abc) and tiny (m.safetensors 01234567)"),
        RUN.differencesFrom(
            run(model("tiny", 1, Map.of("m.safetensors", "0123456789abcdef")), FORMATTER, WINDOW)));
    assertEquals(
        List.of("models differ: tiny (m.safetensors abc) and tiny (model.onnx q)"),
        RUN.differencesFrom(run(model("tiny", 1, Map.of("model.onnx", "q")), FORMATTER, WINDOW)));
  }

  @Test
  void anotherOrderOfLabelsIsAnotherModel() {
    assertEquals(
        1,
        RUN.differencesFrom(
                run(model("tiny", 0, Map.of("m.safetensors", "abc")), FORMATTER, WINDOW))
            .size());
  }

  @Test
  void withoutHashesTheNameDecides() {
    assertEquals(
        List.of(), RUN.differencesFrom(run(model("tiny", 1, Map.of()), FORMATTER, WINDOW)));
    assertEquals(
        List.of("models differ: tiny (m.safetensors abc) and other"),
        RUN.differencesFrom(run(model("other", 1, Map.of()), FORMATTER, WINDOW)));
  }

  @Test
  void everyDifferenceHasASentence() {
    assertEquals(
        List.of("formatters differ: pygmalion and vicuna"),
        RUN.differencesFrom(run(MODEL, new RunManifest.FormatterEntry("vicuna", "f1"), WINDOW)));
    assertEquals(
        List.of("history windows differ: the last 10 messages and all messages"),
        RUN.differencesFrom(run(MODEL, FORMATTER, window(null, "last", 1024, "left"))));
    assertEquals(
        List.of("turns differ: last and bot"),
        RUN.differencesFrom(run(MODEL, FORMATTER, window(10, "bot", 1024, "left"))));
    assertEquals(
        List.of("truncation differs: the last 1024 tokens and the last 128 tokens"),
        RUN.differencesFrom(run(MODEL, FORMATTER, window(10, "last", 128, "left"))));
    assertEquals(
        List.of("truncation differs: the last 1024 tokens and the first 1024 tokens"),
        RUN.differencesFrom(run(MODEL, FORMATTER, window(10, "last", 1024, "right"))));
    assertEquals(
        5,
        RUN.differencesFrom(
                run(
                    model("x", 1, Map.of()),
                    new RunManifest.FormatterEntry("y", "f1"),
                    window(3, "all", 7, "left")))
            .size());
  }

  @Test
  void theManifestIsReadBackFromTheReport() throws IOException {
    Path file = folder.resolve("s.csv.manifest.json");
    for (RunReport report : List.of(RunReports.thousandRows(), RunReports.nothing())) {
      try (OutputStream out = Files.newOutputStream(file)) {
        report.write(out);
      }
      assertEquals(report.run(), RunReport.readManifest(file));
    }
  }

  @Test
  void aLaterVersionMaySayMore() throws IOException {
    assertEquals(
        RunReports.thousandRows().run(),
        RunReport.readManifest(changed("/run/window", "{\"overlap\":3}")));
  }

  @Test
  void aManifestSaysWhichShardItIsAndAnOlderOneSaysNothing() throws IOException {
    RunManifest run = RunReports.thousandRows().run();
    assertNull(run.shard());
    assertEquals("2/4", run.ofShard(new Shard(2, 4)).shard());
    assertEquals(run, run.ofShard(new Shard(2, 4)).ofShard(null));
    assertEquals(
        run.ofShard(new Shard(2, 4)),
        RunReport.readManifest(changed("/run", "{\"shard\":\"2/4\"}")));
    assertEquals(run, RunReport.readManifest(changed("/run", "{\"shard\":\"-\"}")));
  }

  @Test
  void aManifestThatWasChangedIsRefused() throws IOException {
    Path file = folder.resolve("s.csv.manifest.json");
    RunReports.thousandRows().write(file);
    String whole = Files.readString(file);
    String end = whole.substring(whole.indexOf("\"sha256\""));
    for (int i = 0; i < whole.length() - end.length(); i++) {
      char c = whole.charAt(i);
      if (Character.isDigit(c)) {
        Files.writeString(
            file,
            whole.substring(0, i) + (char) ('0' + (c - '0' + 1) % 10) + whole.substring(i + 1));
        InputException thrown =
            assertThrows(InputException.class, () -> RunReport.readManifest(file));
        assertTrue(String.valueOf(thrown.getMessage()).contains("was changed"), thrown.toString());
      }
    }
  }

  /** Writes a report of which some fields are replaced; a field that becomes {@code "-"} goes. */
  private Path changed(String pointer, String fields) throws IOException {
    Path file = folder.resolve("changed.json");
    try (OutputStream out = Files.newOutputStream(file)) {
      RunReports.thousandRows().write(out);
    }
    JsonNode tree = JSON.readTree(file.toFile());
    ((ObjectNode) tree).remove("sha256");
    ObjectNode node = (ObjectNode) tree.at(pointer);
    JSON.readTree(fields)
        .properties()
        .forEach(
            field -> {
              if (field.getValue().asText().equals("-")) {
                node.remove(field.getKey());
              } else {
                node.set(field.getKey(), field.getValue());
              }
            });
    JSON.writeValue(file.toFile(), tree);
    return file;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/run | {\"model\":\"-\"} | model is missing",
        "/run | {\"formatter\":null} | formatter is missing",
        "/run | {\"window\":\"-\"} | window is missing",
        "/run | {\"versions\":\"-\"} | versions are missing",
        "/run | {\"inputs\":\"-\"} | inputs are missing",
        "/run | {\"inputs\":[null]} | an input is missing",
        "/run | {\"inputs\":[{\"bytes\":1}]} | an input's path is missing",
        "/run | {\"counts\":\"-\"} | counts are missing",
        "/run | {\"baseline\":5} | the baseline is 5.0, expected a number between 0 and 1",
        "/run | {\"baseline\":\"NaN\"} | the baseline is NaN, expected a number between 0 and 1",
        "/run | {\"baseline\":\"-\"} | the baseline is missing",
        "/run | {\"shard\":\"5/4\"} | there is no shard 5 of 4",
        "/run | {\"shard\":\"half\"} | the shard is 'half', expected one such as 2/4",
        "/run/model | {\"name\":null} | the model's name is missing",
        "/run/model | {\"sha256\":null} | the model's hashes are missing",
        "/run/model | {\"sha256\":{\"m.onnx\":null}} | the hash of m.onnx is missing",
        "/run/model | {\"sha256\":5} | : model.sha256 is missing, or is not of the expected type",
        "/run/model | {\"appropriate_label\":null} | : model.appropriate_label is missing, or is not of the expected type",
        "/run/formatter | {\"sha256\":null} | the formatter's hash is missing",
        "/run/formatter | {\"name\":null} | the formatter's name is missing",
        "/run/window | {\"turns\":null} | the window's turns are missing",
        "/run/window | {\"truncation\":null} | the window's truncation is missing",
        "/run/window | {\"max_tokens\":\"many\"} | : window.max_tokens is missing, or is not of the expected type",
        "/run/window | {\"max_tokens\":1e30} | : window.max_tokens is missing, or is not of the expected type",
        "/run | {\"window\":[]} | : window is missing, or is not of the expected type",
      })
  void aManifestThatLacksSomethingIsRefusedByName(String pointer, String fields, String reason)
      throws IOException {
    Path file = changed(pointer, fields);
    InputException thrown = assertThrows(InputException.class, () -> RunReport.readManifest(file));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.startsWith(file + ": holds no run manifest: "), message);
    assertTrue(message.contains(reason), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"00 00 fe ff 11 00 00 00", "ff fe 00 00 00 00 00 11", "00 00 00 7b 7f 00 00 00"})
  void whatLooksLikeUtf32ButIsNotIsRefusedByName(String hex) throws IOException {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
    Path file = Files.write(folder.resolve("m.json"), bytes);
    InputException thrown = assertThrows(InputException.class, () -> RunReport.readManifest(file));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(
        message.startsWith(file + ": holds no run manifest: it is not written in UTF-8"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  \n",
        "[]",
        "{}",
        "null",
        "5",
        "{\"run\":[]}",
        "{\"run\":null}",
        "{\"run\":"
      })
  void whatIsNoManifestIsRefused(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("m.json"), text);
    InputException thrown = assertThrows(InputException.class, () -> RunReport.readManifest(file));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.startsWith(file + ": holds no run manifest"), message);
  }

  @Test
  void tenMegabytesOfGarbageAreRefusedInAFewWords() throws IOException {
    for (String unit : List.of("[", "a", "{\"run\":", "9", "\u0000")) {
      Path file =
          Files.writeString(folder.resolve("m.json"), unit.repeat((10 << 20) / unit.length()));
      InputException thrown =
          assertThrows(InputException.class, () -> RunReport.readManifest(file));
      assertTrue(String.valueOf(thrown.getMessage()).length() < 1_000, unit);
    }
  }
}
