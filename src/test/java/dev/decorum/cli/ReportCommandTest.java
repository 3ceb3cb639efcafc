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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    assertTrue(html.contains("<h1 dir=\"auto\">Scores</h1>"));
    assertTrue(html.contains("answer 3"));
    assertTrue(html.contains("&lt;script&gt;window.pwned=1&lt;/script&gt;"));
    assertFalse(html.contains(HOSTILE));
  }

  @Test
  void whereThereIsNothingToReportThatIsSaid() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.jsonl"), "");
    Path header = Files.writeString(folder.resolve("header.csv"), "id,appropriate_probability\n");
    for (Path input : List.of(empty, header)) {
      Cli.Result result = Cli.run("report", "-q", "-m", Cli.BASE_MODEL, input.toString());
      assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
      assertEquals(
          "decorum: " + input + ": has no row that could be used, so there is nothing to report\n",
          result.err());
      assertEquals("", result.out());
    }
  }

  @Test
  void aRejectedRowOfAScoreFileIsCountedEverywhere() throws IOException {
    Path scores =
        Files.writeString(
            folder.resolve("nan.csv"), "id,appropriate_probability\na,0.5\nb,NaN\nc,0.6\nd,0.7\n");
    Cli.Result text = Cli.run("report", "-q", "--resamples=99", scores.toString());
    assertEquals(ExitCode.GATE, text.exitCode());
    assertEquals("decorum: rejected 1 row of " + scores + "\n", text.err());
    String told = "1 row of " + scores + " could not be used.";
    assertTrue(text.out().replaceAll("\\s+", " ").contains("Rejected rows " + told), text.out());
    Path page = folder.resolve("nan.html");
    Cli.run("report", "-q", "--resamples=99", scores.toString(), "-o", page.toString());
    assertTrue(Files.readString(page).contains(told));
    String json =
        Cli.run("report", "-q", "--resamples=99", scores.toString(), "--format=json").out();
    assertEquals(1, JSON.readTree(json).at("/sources/0/rejected").asInt());
  }

  /** It needs the model, the formatter and the window that made the scores. */
  @Test
  void whatExplanationsNeedIsNotSaidToHaveNoEffect() throws IOException {
    String scores = scores().toString();
    String page = folder.resolve("report.html").toString();
    List<String> plain = List.of("report", scores, "-m", Cli.BASE_MODEL, "-o", page);
    assertTrue(
        Cli.run(plain.toArray(String[]::new))
            .err()
            .contains("--model has no effect on score files"));
    List<String> explained = new ArrayList<>(plain);
    explained.addAll(List.of("--include-text", "--explain=1"));
    Cli.Result result = Cli.run(explained.toArray(String[]::new));
    assertEquals(0, result.exitCode(), result.err());
    assertFalse(result.err().contains("no effect"), result.err());
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

  private static final String LOG =
      """
      {"step":50,"epoch":0.1,"loss":0.7}
      {"step":100,"epoch":0.2,"eval_loss":0.65,"eval_accuracy":0.625}
      """;

  private static final String SUMMARY =
      """
      {"format_version":1,"decorum_version":"0.1.0","started_from":"scratch","best_step":100,
      "best_metric":"loss","best_value":0.65,"steps":150,"epochs":0.3,"parameters":1000,
      "hyperparameters":{"learning_rate":1e-05},"data":{"validation":
      {"files":{"b.jsonl":"cd34"},"rows":8,"appropriate":4,"truncated":0}}}
      """;

  /** The folder of a training that still runs. */
  private Path training() throws IOException {
    Path made = Files.createDirectories(folder.resolve("judge"));
    Files.writeString(made.resolve("trainer_log.jsonl"), LOG);
    return made;
  }

  /** The folder of a training whose best checkpoint has scored labelled rows. */
  private Path finishedTraining() throws IOException {
    Path made = training();
    Files.writeString(
        made.resolve("trainer_log.jsonl"),
        LOG + "{\"step\":150,\"epoch\":0.3,\"train_loss\":0.6,\"train_runtime\":80.5}\n");
    Files.writeString(made.resolve("training.json"), SUMMARY);
    StringBuilder labelled = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      labelled.append(
          "{\"id\":\"c%d\",\"user_id\":\"u%d\",\"label\":%d,\"prompt\":\"q%d\",\"response\":\"a%d\"}\n"
              .formatted(i, i % 8, i % 2, i, i * i));
    }
    Path rows = Files.writeString(folder.resolve("labelled.jsonl"), labelled);
    Cli.Result scored =
        Cli.run(
            "score",
            "-m",
            Cli.BASE_MODEL,
            rows.toString(),
            "--keep=label,user_id",
            "-q",
            "-o",
            made.resolve("validation-scores.csv").toString());
    assertEquals(0, scored.exitCode(), scored.err());
    return made;
  }

  @Test
  void aTrainingIsReportedWithTheEvaluationOfItsBestCheckpoint() throws IOException {
    Path training = finishedTraining();
    Cli.Result result =
        Cli.run("report", training.toString(), "--cluster=user_id", "--resamples=99");
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("", result.err());
    assertTrue(result.out().startsWith("Training of judge: 150 steps, 0.3 epochs\n"), result.out());
    assertTrue(result.out().contains("The training took 1:21."), result.out());
    assertTrue(
        result.out().contains("40 labelled conversations, 20 of them appropriate"), result.out());
    assertTrue(result.out().contains(", in 8 clusters by user_id"), result.out());
    JsonNode evaluated =
        JSON.readTree(
            Cli.run(
                    "evaluate",
                    training.resolve("validation-scores.csv").toString(),
                    "--format=json",
                    "--resamples=99")
                .out());
    JsonNode json =
        JSON.readTree(
            Cli.run("report", training.toString(), "--format=json", "--resamples=99").out());
    assertEquals(evaluated, json.get("evaluation"));
    assertEquals(1e-5, json.at("/training/hyperparameters/learning_rate").asDouble());
    Path page = training.resolve("report.html");
    for (int time = 0; time < 2; time++) {
      Cli.Result html =
          Cli.run("report", training.toString(), "--resamples=99", "-o", page.toString());
      assertEquals(0, html.exitCode(), html.err());
    }
    assertTrue(Files.readString(page).contains("<h1 dir=\"auto\">Training of judge</h1>"));
    for (String format : new String[] {"md", "junit"}) {
      Cli.Result other =
          Cli.run("report", training.toString(), "--format=" + format, "--resamples=99");
      assertEquals(0, other.exitCode(), other.err());
    }
  }

  @Test
  void aTrainingThatRunsIsReportedAsFarAsItIs() throws IOException {
    Path training = training();
    Path log = training.resolve("trainer_log.jsonl");
    Files.writeString(log, LOG + "{\"step\":150,\"ep");
    Cli.Result result = Cli.run("report", training.toString(), "--names=mine");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        result.out().startsWith("Training of mine, not finished: 100 steps, 0.2 epochs so far\n"),
        result.out());
    assertEquals(
        log + ":3: the last line was not written to its end and is left out\n",
        result.err().replaceFirst("^.*?(?=/)", ""));
    for (String format : new String[] {"md", "html", "json", "junit"}) {
      Cli.Result other = Cli.run("report", training.toString(), "-q", "--format=" + format);
      assertEquals(0, other.exitCode(), other.err());
    }
  }

  @Test
  void aTrainingIsReportedOnAlone() throws IOException {
    Path training = training();
    Cli.Result several = Cli.run("report", training.toString(), training.toString());
    assertEquals(2, several.exitCode());
    assertTrue(
        several
            .err()
            .contains(
                "'"
                    + training
                    + "' is the folder of a training, which is reported on alone; give each training"
                    + " a report of its own"),
        several.err());
    Cli.Result texts = Cli.run("report", training.toString(), "--include-text", "--format=html");
    assertEquals(2, texts.exitCode());
    assertTrue(texts.err().contains("--include-text does not apply to"), texts.err());
  }

  @Test
  void aTrainingThatIsDamagedIsRefused() throws IOException {
    Path training = finishedTraining();
    Path scores = training.resolve("validation-scores.csv");
    Cli.Result own = Cli.run("report", training.toString(), "--format=md", "-o", scores.toString());
    assertEquals(2, own.exitCode(), own.err());
    assertTrue(own.err().contains("is an input; it would be overwritten"), own.err());
    Files.writeString(scores, "id,text\n1,hello\n");
    Files.delete(Path.of(scores + ".manifest.json"));
    refused(training, scores + ": is not a score file");
    Files.writeString(scores, "id,appropriate_probability\n1,0.5\n2,0.6\n");
    refused(training, scores + ": none of its rows has a label, so it cannot be evaluated");
    Files.delete(scores);
    Cli.Result without = Cli.run("report", training.toString());
    assertEquals(0, without.exitCode(), without.err());
    assertTrue(without.err().contains(scores + ": is missing"), without.err());
    Path log = training.resolve("trainer_log.jsonl");
    Files.writeString(log, LOG + "{\"step\":150}\n");
    refused(training, log + ":3: has no \"loss\", \"eval_loss\" or \"train_runtime\"");
  }

  private static void refused(Path training, String reason) {
    Cli.Result result = Cli.run("report", training.toString());
    assertEquals(3, result.exitCode(), result.err());
    assertTrue(result.err().contains(reason), result.err());
  }

  private Cli.Result page(Path page, String... more) {
    List<String> arguments = new ArrayList<>(List.of("report", "-m", Cli.BASE_MODEL));
    arguments.addAll(List.of("--resamples=99", "--include-text", "-o", page.toString()));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray(String[]::new));
  }

  /** What stands beside the messages of a page, message by message. */
  private static List<String> gauges(Path page) throws IOException {
    List<String> gauges = new ArrayList<>();
    Matcher gauge =
        Pattern.compile("<p class=\"gauge\">(.*?)</p>", Pattern.DOTALL)
            .matcher(Files.readString(page));
    while (gauge.find()) {
      gauges.add(gauge.group(1).replaceAll("(?s)<svg.*?</svg>|<[^>]*>", "").strip());
    }
    return gauges;
  }

  /** Two bots' replies to the same four contexts, in one file each, with the same ids. */
  private Path scoresOfTwoBots() throws IOException {
    List<String> files = new ArrayList<>();
    for (String bot : List.of("ada", "bob")) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 4; i++) {
        text.append(
            ("{\"id\":\"c%d\",\"version\":\"%s\",\"messages\":["
                    + "{\"role\":\"user\",\"content\":\"question %d\"},"
                    + "{\"role\":\"assistant\",\"content\":\"%s answers %d\"}]}\n")
                .formatted(i, bot, i, bot, i));
      }
      files.add(Files.writeString(folder.resolve(bot + ".jsonl"), text).toString());
    }
    Path out = folder.resolve("both.csv");
    Cli.Result result =
        Cli.run(
            "score",
            "-q",
            "-m",
            Cli.BASE_MODEL,
            files.get(0),
            files.get(1),
            "--keep=version",
            "-o",
            out.toString());
    assertEquals(0, result.exitCode(), result.err());
    return out;
  }

  @Test
  void aTextIsShownOnlyWhereItIsCertainWhoseItIs() throws IOException {
    Path scores = scoresOfTwoBots();
    Path page = folder.resolve("page.html");
    Cli.Result doubtful = page(page, scores.toString());
    assertEquals(0, doubtful.exitCode(), doubtful.err());
    assertTrue(
        doubtful.err().contains("the texts of 8 listed conversations are not shown, since others"),
        doubtful.err());
    assertFalse(Files.readString(page).contains("answers"));
    assertEquals(0, page(page, scores.toString(), "--by=version").exitCode());
    String html = Files.readString(page);
    Matcher row =
        Pattern.compile(
                "<bdi>(ada|bob)</bdi>\\s*</td>.*?<p class=\"what\"[^>]*>(\\w+) answers",
                Pattern.DOTALL)
            .matcher(html);
    int rows = 0;
    while (row.find()) {
      assertEquals(row.group(1), row.group(2));
      rows++;
    }
    assertEquals(8, rows);
  }

  @Test
  void aTextThatIsNotFoundIsMissed() throws IOException {
    Path chats = folder.resolve("xy.csv.jsonl");
    Files.writeString(
        chats,
        "{\"id\":\"a\",\"messages\":[{\"role\":\"X\",\"content\":\"hi\"},"
            + "{\"role\":\"Y\",\"content\":\"hello\"}]}\n");
    Path scores = folder.resolve("xy.csv");
    assertEquals(
        0,
        Cli.run(
                "score",
                "-q",
                "-m",
                Cli.BASE_MODEL,
                chats.toString(),
                "--roles=user=X,bot=Y",
                "-o",
                scores.toString())
            .exitCode());
    Path page = folder.resolve("page.html");
    Cli.Result result = page(page, scores.toString());
    assertTrue(
        result.err().contains("the texts of 1 of the 1 listed conversations were not found"),
        result.err());
    assertEquals(0, page(page, scores.toString(), "--roles=user=X,bot=Y").exitCode());
    assertTrue(Files.readString(page).contains("hello"));
  }

  @Test
  void theLowestAreExplainedAsByExplain() throws IOException {
    Path scores = scores();
    Path page = folder.resolve("page.html");
    Cli.Result result = page(page, scores.toString(), "--explain=1");
    assertEquals(0, result.exitCode(), result.err());
    JsonNode lowest =
        JSON.readTree(
                Cli.run(
                        "explain",
                        "-q",
                        "-m",
                        Cli.BASE_MODEL,
                        folder.resolve("chats.jsonl").toString(),
                        "--lowest=1",
                        "--format=json")
                    .out())
            .at("/conversations/0");
    List<String> gauges = gauges(page);
    assertEquals(2, gauges.size());
    for (int message = 0; message < 2; message++) {
      double after = lowest.at("/dialogue/" + message + "/score_after").asDouble();
      assertTrue(
          gauges.get(message).startsWith(String.format(Locale.ROOT, "%.3f", after)),
          gauges + " " + lowest);
    }
  }

  @Test
  void scoresOfTurnsAreExplainedAsConversationsThatEndThere() throws IOException {
    Path chats = chats();
    Path whole = folder.resolve("whole.html");
    Path turns = folder.resolve("turns.html");
    assertEquals(0, page(whole, chats.toString(), "--explain=1").exitCode());
    Cli.Result result = page(turns, chats.toString(), "--turns=bot", "--explain=3");
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(gauges(whole), gauges(turns).subList(0, 2));
    assertEquals(6, gauges(turns).size());
    assertEquals(0, page(turns, chats.toString(), "--turns=all", "--explain=8").exitCode());
  }

  @Test
  void anotherModelExplainsNothing() throws IOException {
    Path scores = scores();
    Cli.Result result =
        Cli.run(
            "report",
            scores.toString(),
            "--resamples=99",
            "--include-text",
            "--explain=2",
            "-o",
            folder.resolve("page.html").toString());
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("as reported: give the --model, --formatter"), result.err());
    assertFalse(Files.exists(folder.resolve("page.html")));
  }

  /** Users have levels of their own; the report names the field that says so, as compare does. */
  @Test
  void rowsThatHangTogetherGetTheAdviceWithTheFieldsName() throws IOException {
    StringBuilder text = new StringBuilder("id,customer,channel,appropriate_probability\n");
    for (int i = 0; i < 90; i++) {
      double score = 0.5 + 0.3 * Math.sin(i % 15 * 1.7) + 0.05 * Math.cos(i * 2.3);
      text.append(String.format(Locale.ROOT, "c%d,k%d,web,%.6f\n", i, i % 15, score));
    }
    String scores = Files.writeString(folder.resolve("users.csv"), text).toString();
    String advice =
        "INTERVALS ARE TOO NARROW: rows with the same customer resemble each other (15 values,"
            + " about 6 rows each). Add --cluster customer.";
    String advised = words("report", scores, "--resamples=99");
    assertTrue(advised.contains(advice), advised);
    assertFalse(advised.contains("Rows count as independent"), advised);
    String other = Files.writeString(folder.resolve("users2.csv"), text).toString();
    String two = words("report", scores, other, "--resamples=99");
    assertTrue(two.contains(advice), two);
    JsonNode json =
        JSON.readTree(Cli.run("report", scores, "--resamples=99", "--format=json").out());
    assertEquals("customer", json.at("/advice/cluster").asText());
    String clustered = words("report", scores, "--resamples=99", "--cluster=customer");
    assertFalse(clustered.contains("TOO NARROW"), clustered);
  }

  private static String words(String... arguments) {
    Cli.Result result = Cli.run(arguments);
    assertEquals(0, result.exitCode(), result.err());
    return result.out().replaceAll("\\s+", " ");
  }
}
