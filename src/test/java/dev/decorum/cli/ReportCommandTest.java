package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** Reports on scores, from arguments to pages and other forms. */
class ReportCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HOSTILE = "<script>window.pwned=1</script>";

  @TempDir Path folder;

  /** Eight chats, by one of two channels, the first with hostile words. */
  private Path chats() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      text.append(
          "{\"id\":\"c"
              + i
              + "\",\"channel\":\""
              + (i % 2 == 0 ? "web" : "app")
              + "\",\"chat_history\":[{\"sender\":\"user\",\"message\":\"q"
              + i
              + "\"},{\"sender\":\"Tom\",\"message\":\""
              + (i == 0 ? HOSTILE : "answer " + i)
              + "\"}]}\n");
    }
    return Files.writeString(folder.resolve("chats.jsonl"), text);
  }

  private Path scores() throws IOException {
    Path out = folder.resolve("scores.csv");
    Cli.Result result =
        Cli.run(
            "score",
            "-m",
            Cli.BASE_MODEL,
            chats().toString(),
            "--keep=channel",
            "-o",
            out.toString(),
            "-q");
    assertEquals(0, result.exitCode(), result.err());
    return out;
  }

  @Test
  void textIsOnlyShownWhereItIsAskedFor() throws IOException {
    Path scores = scores();
    Path page = folder.resolve("report.html");
    Cli.Result without =
        Cli.run("report", scores.toString(), "--resamples=99", "-o", page.toString());
    assertEquals(0, without.exitCode(), without.err());
    assertFalse(Files.readString(page).contains("window.pwned"));
    assertFalse(Files.readString(page).contains("answer 3"));
    Cli.Result with =
        Cli.run(
            "report", scores.toString(), "--include-text", "--resamples=99", "-o", page.toString());
    assertEquals(0, with.exitCode(), with.err());
    String html = Files.readString(page);
    assertTrue(html.contains("answer 3"));
    assertTrue(html.contains("&lt;script&gt;window.pwned=1&lt;/script&gt;"));
    assertFalse(html.contains(HOSTILE));
  }

  @Test
  void anInputThatHasChangedIsNotShown() throws IOException {
    Path scores = scores();
    Files.writeString(
        folder.resolve("chats.jsonl"),
        Files.readString(folder.resolve("chats.jsonl")).replace("answer 3", "something else"));
    Path page = folder.resolve("report.html");
    Cli.Result result =
        Cli.run(
            "report", scores.toString(), "--include-text", "--resamples=99", "-o", page.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        result
            .err()
            .contains("chats.jsonl: has changed since it was scored, so its texts are not shown"),
        result.err());
    assertFalse(Files.readString(page).contains("something else"));
  }

  @Test
  void everyFormSaysTheSame() throws Exception {
    Path scores = scores();
    JsonNode json =
        JSON.readTree(
            Cli.run("report", scores.toString(), "--by=channel", "--format=json", "--resamples=99")
                .out());
    double mean = json.at("/versions/0/mean_probability/value").doubleValue();
    String shown = String.format(java.util.Locale.ROOT, "%.3f", mean);
    assertEquals(8, json.at("/lowest").size());
    assertEquals(2, json.at("/slices").size());
    for (String format : new String[] {"text", "md", "html"}) {
      Cli.Result result =
          Cli.run(
              "report", scores.toString(), "--by=channel", "--format=" + format, "--resamples=99");
      assertEquals(0, result.exitCode(), result.err());
      assertTrue(result.out().contains(shown), format);
    }
    Cli.Result xml =
        Cli.run("report", scores.toString(), "--by=channel", "--format=junit", "--resamples=99");
    Element suites =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.out().getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    assertEquals("3", suites.getAttribute("tests"));
    // Of fewer than ten rows nothing can be told.
    assertEquals("3", suites.getAttribute("skipped"));
  }

  @Test
  void severalInputsAreVersionsAndTheVerdictComesFirst() throws IOException {
    Path scores = scores();
    Cli.Result result =
        Cli.run(
            "report",
            scores.toString(),
            scores.toString(),
            "--names=old,new",
            "--resamples=99",
            "-q");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        result.out().startsWith("16 scored conversations of 2 versions\n  new and old are ALIKE"),
        result.out());
  }

  @Test
  void turnsMakeATrend() throws IOException {
    Path out = folder.resolve("turns.csv");
    Cli.Result scored =
        Cli.run(
            "score",
            "-m",
            Cli.BASE_MODEL,
            chats().toString(),
            "--turns=all",
            "-o",
            out.toString(),
            "-q");
    assertEquals(0, scored.exitCode(), scored.err());
    JsonNode json =
        JSON.readTree(
            Cli.run("report", out.toString(), "--format=json", "--cluster=id", "--resamples=99")
                .out());
    assertEquals(2, json.at("/versions/0/turns").size());
    assertEquals(8, json.at("/versions/0/turns/1/rows").intValue());
  }

  @Test
  void everyCommandWritesAPage() throws IOException {
    Path chats = chats();
    for (String command : new String[] {"score", "rank"}) {
      Path page = folder.resolve(command + ".html");
      Cli.Result result =
          Cli.run(
              command.equals("rank")
                  ? new String[] {
                    "rank",
                    "-m",
                    Cli.BASE_MODEL,
                    chats.toString(),
                    "--group=channel",
                    "--html",
                    page.toString()
                  }
                  : new String[] {
                    "score", "-m", Cli.BASE_MODEL, chats.toString(), "--html", page.toString()
                  });
      assertEquals(0, result.exitCode(), result.err());
      String html = Files.readString(page);
      assertTrue(html.startsWith("<!doctype html>") || html.startsWith("<!DOCTYPE html>"));
      assertTrue(html.contains("chats.jsonl"));
    }
  }

  @Test
  void conversationsInAnArchiveAreScored() throws IOException {
    Path archive = folder.resolve("chats!.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (String name : List.of("a.jsonl", "b!c.jsonl")) {
        out.putNextEntry(new ZipEntry(name));
        Files.copy(Path.of("examples/first-scores/chats.jsonl"), out);
      }
    }
    Cli.Result result = Cli.run("report", archive.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().startsWith("8 scored conversations"), result.out());
    Cli.Result compared =
        Cli.run("compare", archive.toString(), "examples/compare-versions/v1.jsonl");
    assertEquals(0, compared.exitCode(), compared.err());
  }
}
