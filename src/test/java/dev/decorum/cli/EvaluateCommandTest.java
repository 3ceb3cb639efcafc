package dev.decorum.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.score.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Judging the judge, from arguments to reports, over a real model. */
class EvaluateCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCORES = "id,appropriate_probability,label\n";

  @TempDir Path folder;

  private static Cli.Result evaluate(String... arguments) {
    return new Cli().start(arguments("evaluate", arguments));
  }

  private static String[] arguments(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command, "-m", Cli.BASE_MODEL));
    all.addAll(List.of(arguments));
    return all.toArray(String[]::new);
  }

  /** The report as JSON, without the sources, which name files and seconds. */
  private static JsonNode numbers(Cli.Result result) throws IOException {
    assertEquals(0, result.exitCode(), result.err());
    ObjectNode tree = (ObjectNode) JSON.readTree(result.out());
    tree.remove("sources");
    return tree;
  }

  private static JsonNode numbers(Path input, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(input.toString(), "--format=json"));
    all.addAll(List.of(arguments));
    return numbers(evaluate(all.toArray(String[]::new)));
  }

  private static Path score(Path input, Path output, String... further) {
    List<String> all = new ArrayList<>(List.of(input.toString(), "-o", output.toString()));
    all.addAll(List.of(further));
    Cli.Result result = Cli.run(arguments("score", all.toArray(String[]::new)));
    assertEquals(0, result.exitCode(), result.err());
    return output;
  }

  private Path chats(int count) throws IOException {
    return Chats.write(folder.resolve("chats.jsonl"), count);
  }

  private Path scores(String text) throws IOException {
    return Files.writeString(folder.resolve("scores.csv"), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"last", "all"})
  void scoreFilesAndTheConversationsThemselvesGiveTheSameNumbers(String turns) throws IOException {
    Path chats =
        Chats.write(
            folder.resolve("chats.jsonl"),
            60,
            chat -> {
              int i = Integer.parseInt(chat.get("id").asText().substring(1));
              if (i % 5 == 0) {
                chat.put("id", "=c" + i).put("user_id", "@u").put("@plan", "-x");
              } else if (i % 7 == 0) {
                chat.putNull("user_id").put("@plan", "");
              } else if (i % 11 == 0) {
                chat.put("user_id", "").put("@plan", 7);
              } else if (i % 13 == 0) {
                chat.remove("user_id");
              }
              return i % 17 == 0 ? chat.putNull("label") : chat;
            });
    String[] questions = {"--cluster=user_id", "--by=channel,@plan,bot_name", "--resamples=199"};
    String[] turnsToo = {questions[0], questions[1], questions[2], "--turns=" + turns};
    JsonNode expected = numbers(chats, turnsToo);
    assertEquals(60 * (turns.equals("all") ? 2 : 1), expected.at("/rows/read").asInt());
    assertTrue(expected.at("/rows/unlabelled").asInt() > 0);
    assertEquals(6, expected.get("slices").size(), "two values of every field");
    String keep = "--keep=label,user_id,channel,@plan";
    for (String name : List.of("s.csv", "s.jsonl")) {
      Path file = score(chats, folder.resolve(name), keep, "--turns=" + turns);
      assertEquals(expected, numbers(file, questions), name);
      Path zipped = folder.resolve(name + ".gz");
      Files.write(zipped, Chats.zipped(Files.readAllBytes(file)));
      assertEquals(expected, numbers(zipped, questions), name + ".gz");
      Cli.Result piped =
          new Cli()
              .in(Files.readString(file))
              .start("evaluate", "-", "--format=json", questions[0], questions[1], questions[2]);
      assertEquals(expected, numbers(piped), name + " on standard input");
      assertEquals(
          "decorum: -: there is no run manifest beside this score file, so its model, formatter"
              + " and window cannot be checked\n",
          piped.err());
    }
    Cli.Result piped =
        new Cli()
            .in(Files.readString(chats))
            .start(
                arguments(
                    "evaluate",
                    Stream.concat(Stream.of("-", "--format=json"), Stream.of(turnsToo))
                        .toArray(String[]::new)));
    assertEquals(expected, numbers(piped), "conversations on standard input");
  }

  @Test
  void theNumbersAreThoseOfTheRows() throws IOException {
    // Two of three right; the loss is -(ln 0.8 + ln 0.4 + ln 0.7) / 3.
    JsonNode report = numbers(scores(SCORES + "a,0.8,1\nb,0.6,0\nc,0.3,0\nd,0.9,\n"));
    assertEquals(4, report.at("/rows/read").asInt());
    assertEquals(1, report.at("/rows/unlabelled").asInt());
    assertEquals(3, report.at("/rows/labelled").asInt());
    assertEquals(1, report.at("/rows/appropriate").asInt());
    assertEquals(2, report.at("/rows/inappropriate").asInt());
    assertEquals(2.0 / 3, report.at("/accuracy/value").asDouble(), 1e-12);
    assertEquals(0.49870307570903244, report.at("/loss/value").asDouble(), 1e-12);
    assertEquals(1.0, report.at("/roc_auc/value").asDouble(), 1e-12);
    assertTrue(report.get("pairs").isNull());
    assertTrue(report.at("/brier_skill/value").isNumber());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "label | 1 | 0 | ",
        "label | true | false | ",
        "thumbs_up | true | false | ",
        "rating | 1 | 0 | --map=label=rating",
        "rating | Great | bad | --map=label=rating --positive=great,good --negative=bad",
        "label | yes | whatever | --positive=yes",
      })
  void labelsAreFoundWhereverTheyAreAndWhateverTheyAreCalled(
      String field, String yes, String no, @Nullable String options) throws IOException {
    JsonNode expected = numbers(chats(40));
    Path renamed =
        Chats.write(
            folder.resolve("renamed.jsonl"),
            40,
            chat -> {
              int label = chat.get("label").asInt();
              chat.remove("label");
              return chat.put(field, label == 1 ? yes : no);
            });
    String[] further = options == null ? new String[0] : options.split(" ", -1);
    assertEquals(expected, numbers(renamed, further));
    Path kept = score(renamed, folder.resolve("kept.csv"), "--keep=" + field);
    assertEquals(expected, numbers(kept, further), "kept in a score file");
  }

  @Test
  void aLabelInWordsThatNobodyNamedIsARejection() throws IOException {
    Path input = scores(SCORES + "a,0.8,good\nb,0.3,bad\nc,0.4,fine\n");
    Cli.Result result = evaluate(input.toString(), "--positive=good", "--negative=bad");
    assertEquals(ExitCode.GATE, result.exitCode(), result.err());
    assertTrue(
        result
            .err()
            .contains("rejected " + input + ":4: label is 'fine', expected one of good, bad"),
        result.err());
  }

  @Test
  void feedbackWithThumbsWorksAsItIs() throws IOException {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      entries.add(
          """
          "k%1$d":{"conversation_id":"_bot_b%2$d_u%3$d_%1$d","messages":[\
          {"content":"hi %1$d","sender":{"name":"U","uid":"u"}},\
          {"content":"%4$s","sender":{"name":"Tom","uid":"_bot_b%2$d"}}],"thumbs_up":%5$b}"""
              .formatted(i, i % 2, i % 4, i % 3 == 0 ? "tea?" : "no", i % 3 == 0));
    }
    Path input =
        Files.writeString(
            folder.resolve("feedback.json"), "{\"feedback\":{" + String.join(",", entries) + "}}");
    JsonNode report = numbers(input, "--cluster=user_id", "--by=bot_id");
    assertEquals(12, report.at("/rows/labelled").asInt());
    assertEquals(4, report.at("/rows/appropriate").asInt());
    assertEquals(4, report.at("/rows/clusters").asInt());
    assertEquals(2, report.get("slices").size());
    Path kept = score(input, folder.resolve("s.csv"), "--keep=thumbs_up,user_id,bot_id");
    assertEquals(report, numbers(kept, "--cluster=user_id", "--by=bot_id"));
  }

  @Test
  void preferencesAreJudgedInPairs() throws IOException {
    Path input = folder.resolve("preferences.jsonl");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      lines.add(
          JSON.createObjectNode()
              .put("id", "p" + i)
              .put("prompt", "\n\nHuman: hi " + i + "\n\nAssistant:")
              .put("chosen", " you are welcome " + i % 5)
              .put("rejected", i == 3 ? " you are welcome 3" : " go away, please " + i)
              .toString());
    }
    Files.write(input, lines);
    Path file = score(input, folder.resolve("s.jsonl"));
    Map<String, Double> logits = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode row = JSON.readTree(line);
      logits.put(
          row.get("id").asText(),
          (double) (float) row.get("logit_appropriate").asDouble()
              - (float) row.get("logit_inappropriate").asDouble());
    }
    double wins = 0;
    double margin = 0;
    for (int i = 0; i < 12; i++) {
      double difference =
          logits.getOrDefault("p" + i + "#chosen", Double.NaN)
              - logits.getOrDefault("p" + i + "#rejected", Double.NaN);
      wins += difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
      margin += difference / 12;
    }
    JsonNode report = numbers(input);
    assertEquals(12, report.at("/pairs/count").asInt());
    assertEquals(1, report.at("/pairs/ties").asInt());
    assertEquals(0, report.at("/pairs/incomplete").asInt());
    assertEquals(wins / 12, report.at("/pairs/accuracy/value").asDouble(), 1e-12);
    assertEquals(margin, report.at("/pairs/logit_margin/value").asDouble(), 1e-6);
    assertEquals(0, report.at("/rows/unlabelled").asInt());
    assertFalse(report.has("loss"), "there are no labels");
    assertEquals(report, numbers(file));
    String text = evaluate(input.toString()).out();
    assertTrue(text.startsWith("Preference pairs: 12\n"), text);
    assertTrue(text.replaceAll("\\s+", " ").contains("(chance: 50%; 1 tie, counted half)"), text);

    Files.write(file, Files.readAllLines(file).subList(0, 23));
    Manifests.update(file);
    String incomplete = evaluate(file.toString()).out();
    assertTrue(incomplete.startsWith("Preference pairs: 11\n"), incomplete);
    assertEquals(1, numbers(file).at("/pairs/incomplete").asInt());
    assertTrue(
        incomplete
            .replaceAll("\\s+", " ")
            .contains("1 conversation without the other half: not counted"),
        incomplete);
  }

  @Test
  void rowsWithoutALabelAreCounted() throws IOException {
    Cli.Result result = evaluate(scores(SCORES + "a,0.8,1\nb,0.6,\nc,0.3,0\nd,0.9,\n").toString());
    assertEquals(0, result.exitCode());
    assertTrue(
        result.out().startsWith("2 labelled conversations, 1 of them appropriate"), result.out());
    assertTrue(result.out().contains("2 further rows without a label: not counted."), result.out());
  }

  @Test
  void noLabelAtAllIsAnErrorThatHelps() throws IOException {
    Path unlabelled =
        Chats.write(folder.resolve("chats.jsonl"), 3, chat -> chat.without(List.of("label")));
    Path report = folder.resolve("report.json");
    for (Path input : List.of(unlabelled, score(unlabelled, folder.resolve("s.csv")))) {
      Cli.Result result = evaluate("-q", input.toString(), "-o", report.toString());
      assertEquals(ExitCode.UNUSABLE, result.exitCode());
      assertEquals("", result.out());
      assertEquals(
          "decorum: none of the 3 rows has a label; say where it is (--map label=FIELD), or keep it"
              + " when you score (--keep label)\n",
          result.err());
      assertFalse(Files.exists(report));
    }
  }

  @Test
  void badRowsOfAScoreFileAreRejectedOneByOne() throws IOException {
    Path input =
        scores(
            """
            id,appropriate_probability,logit_inappropriate,logit_appropriate,label
            a,0.524979188,0.1,0.2,1
            ,0.5,,,1
            b,much,,,1
            c,1.01,,,0
            d,0.6,0.1,0.2,0
            e,0.5,,,0,surplus
            f,0.25,,,0
            """);
    Path rejects = folder.resolve("rejects.jsonl");
    Cli.Result result = evaluate(input.toString(), "--rejects", rejects.toString());
    assertEquals(ExitCode.GATE, result.exitCode(), result.err());
    assertTrue(result.out().startsWith("2 labelled conversations,"), result.out());
    List<String> reasons =
        List.of(
            ":3: id is missing",
            ":4: appropriate_probability is 'much', expected a number",
            ":5: appropriate_probability is 1.01, expected a number from 0 to 1",
            ":6: appropriate_probability is not the softmax of the row's logits",
            ":7: ");
    for (String reason : reasons) {
      assertTrue(result.err().contains("decorum: rejected " + input + reason), result.err());
    }
    List<Integer> lines = new ArrayList<>();
    for (String line : Files.readAllLines(rejects)) {
      JsonNode row = JSON.readTree(line);
      lines.add(row.get("line").asInt());
      assertEquals(input.toString(), row.get("file").asText());
    }
    assertEquals(List.of(3, 4, 5, 6, 7), lines);

    assertEquals(0, evaluate(input.toString(), "--allow-rejects").exitCode());
    Path report = folder.resolve("report.json");
    Path strictRejects = folder.resolve("strict.jsonl");
    Cli.Result strict =
        evaluate(
            input.toString(),
            "--strict",
            "-o",
            report.toString(),
            "--rejects",
            strictRejects.toString());
    assertEquals(ExitCode.UNUSABLE, strict.exitCode());
    assertTrue(
        strict.err().contains(input + ":3: id is missing (--strict stops here)"), strict.err());
    assertFalse(Files.exists(report));
    assertFalse(Files.exists(strictRejects));
  }

  @Test
  void aBrokenFileDoesNotTakeTheOthersAlong() throws IOException {
    Path good = scores(SCORES + "a,0.8,1\nb,0.6,0\n");
    Path cut = folder.resolve("cut.csv.gz");
    byte[] zipped = Chats.zipped((SCORES + "c,0.8,1\n".repeat(10_000)).getBytes(UTF_8));
    Files.write(cut, Arrays.copyOf(zipped, zipped.length - 20));
    Cli.Result result = evaluate(cut.toString(), good.toString());
    assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
    assertTrue(result.err().contains("decorum: " + cut + ": "), result.err());
    assertTrue(result.out().contains("labelled conversations"), result.out());
    assertEquals(
        ExitCode.UNUSABLE, evaluate(cut.toString(), good.toString(), "--strict").exitCode());
  }

  @Test
  void aColumnThatWasNotKeptIsNamed() throws IOException {
    Path input = score(chats(4), folder.resolve("s.csv"), "--keep=label,channel");
    for (String option : List.of("--cluster=user_id", "--by=user_id")) {
      Cli.Result result = evaluate(input.toString(), option);
      assertEquals(ExitCode.UNUSABLE, result.exitCode());
      assertEquals("", result.out());
      assertTrue(
          result
              .err()
              .contains(
                  input
                      + ": the score file has no column user_id; score again with --keep user_id"),
          result.err());
    }
    assertEquals(0, evaluate(input.toString(), "--by=channel").exitCode());
  }

  @Test
  void aFolderOfScoreFilesIsReadWithoutItsManifests() throws IOException {
    Path chats = chats(20);
    Path inner = Files.createDirectory(folder.resolve("scores"));
    score(chats, inner.resolve("a.csv"), "--keep=label", "--limit=10");
    score(chats, inner.resolve("b.jsonl"), "--keep=label");
    assertTrue(Files.exists(inner.resolve("a.csv.manifest.json")));
    Cli.Result result = evaluate(inner.toString(), "--format=json");
    JsonNode report = numbers(result);
    assertEquals(30, report.at("/rows/read").asInt());
    assertEquals(2, JSON.readTree(result.out()).get("sources").size());
    assertEquals("decorum: --model has no effect on score files\n", result.err());
  }

  @Test
  void scoresOfDifferentRunsAreNotMixed() throws IOException {
    Path chats = chats(10);
    Path ten = score(chats, folder.resolve("ten.csv"), "--keep=label");
    Path one = score(chats, folder.resolve("one.csv"), "--keep=label", "--history=1");
    Cli.Result result = evaluate(ten.toString(), one.toString());
    assertEquals(ExitCode.UNUSABLE, result.exitCode());
    assertEquals("", result.out());
    assertTrue(
        result
            .err()
            .contains(
                ten
                    + " and "
                    + one
                    + ": history windows differ: the last 10 messages and the last message"),
        result.err());
    Cli.Result allowed = evaluate(ten.toString(), one.toString(), "--allow-mismatch");
    assertEquals(0, allowed.exitCode());
    assertTrue(
        allowed.out().replaceAll("\\s+", " ").contains("history windows differ"), allowed.out());
    JsonNode json =
        numbers(evaluate(ten.toString(), one.toString(), "--allow-mismatch", "--format=json"));
    assertTrue(json.at("/mismatches/0").asText().contains("history windows differ"));
    Cli.Result mixed = evaluate(chats.toString(), one.toString());
    assertEquals(ExitCode.UNUSABLE, mixed.exitCode(), "scored just now and read back");
  }

  @ParameterizedTest
  @CsvSource({"r.json,'{'", "r.md,'## '", "r.txt,'20 lab'", "R.JSON,'{'"})
  void theEndingOfTheFileChoosesTheForm(String name, String beginning) throws IOException {
    Path report = folder.resolve(name);
    Path chats = chats(20);
    Cli.Result result = evaluate(chats.toString(), "-o", report.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("", result.out());
    String text = Files.readString(report);
    assertTrue(text.startsWith(beginning), text);
    assertTrue(text.endsWith("\n") && !text.endsWith("\n\n"));
    Cli.Result md = evaluate(chats.toString(), "-o", report.toString(), "--format=md");
    assertEquals(0, md.exitCode(), md.err());
    assertTrue(Files.readString(report).startsWith("## "), "--format wins");
  }

  @Test
  void randomDrawsFollowTheSeed() throws IOException {
    Path input = score(chats(40), folder.resolve("s.csv"), "--keep=label");
    String one = evaluate(input.toString(), "--format=json", "--resamples=99").out();
    assertEquals(
        one, evaluate(input.toString(), "--format=json", "--resamples=99", "--seed=1").out());
    JsonNode other = numbers(input, "--resamples=99", "--seed=2");
    String interval = "/length/spearman";
    assertNotEquals(
        JSON.readTree(one).at(interval + "/low"), other.at(interval + "/low"), "another seed");
    assertEquals(JSON.readTree(one).at(interval + "/value"), other.at(interval + "/value"));
    assertEquals(JSON.readTree(one).get("loss"), other.get("loss"));
  }

  @Test
  void nothingThatIsReadIsOverwritten() throws IOException {
    Path input = score(chats(6), folder.resolve("s.csv"), "--keep=label");
    Path manifest = folder.resolve("s.csv.manifest.json");
    String before = Files.readString(input) + Files.readString(manifest);
    String[][] attempts = {
      {"-o", input.toString(), "--format=json"},
      {"-o", manifest.toString()},
      {"--rejects", input.toString()},
      {"--calibrate=platt", "--calibration", input.toString()},
      {"--calibrate=platt", "--calibration", manifest.toString()}
    };
    for (String[] attempt : attempts) {
      Cli.Result result =
          evaluate(
              Stream.concat(Stream.of(input.toString()), Stream.of(attempt))
                  .toArray(String[]::new));
      assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
      assertTrue(result.err().contains("is an input; it would be overwritten"), result.err());
    }
    String out = folder.resolve("out.json").toString();
    Cli.Result twice =
        evaluate(input.toString(), "-o", out, "--calibrate=platt", "--calibration", out);
    assertEquals(ExitCode.USAGE, twice.exitCode());
    assertTrue(twice.err().contains("two outputs"), twice.err());
    assertEquals(before, Files.readString(input) + Files.readString(manifest));
  }

  /** The model is not there: a mistake on the command line is told before it is looked for. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cluster=a,b,c | --cluster takes one field, or two, not 3",
        "--cluster=a,a | --cluster names the same field twice",
        "--resamples=5 | --resamples must be a number from 99 to 1,000,000, not 5",
        "--baseline=7 | --baseline must be a probability between 0 and 1 (0.000001 to 0.999999), not 7",
        "-o=report.pdf | the extension of 'report.pdf' is none of .txt, .md, .json, .html, .xml",
        "--negative=bad | --negative needs --positive",
        "--calibration=c.json | --calibration needs --calibrate temperature or platt",
        "--calibrate=magic | --calibrate",
        "--format=pdf | --format",
        "--limit=-1 | --limit must not be negative",
      })
  void aMistakeOnTheCommandLineIsToldAtOnce(String option, String message) throws IOException {
    Cli.Result result = Cli.run("evaluate", "-m", "no-such-model", chats(2).toString(), option);
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertEquals("", result.out());
    assertTrue(result.err().contains(message), result.err());
  }

  @Test
  void temperatureHasNoInterceptAndPlattHasBoth() throws IOException {
    Path input = score(chats(60), folder.resolve("s.csv"), "--keep=label");
    Path demo = folder.resolve("calibration.json");
    for (String method : List.of("temperature", "platt")) {
      // Labels as they should be, with some noise, so that there is something to fit.
      Path labelled = relabelled(input, folder.resolve(method + ".csv"));
      Cli.Result result =
          evaluate(labelled.toString(), "--calibrate=" + method, "--calibration", demo.toString());
      assertEquals(0, result.exitCode(), result.err());
      assertTrue(
          result.err().contains("decorum: wrote the calibration to " + demo + "\n")
              && result.err().contains("calibration: on rows not seen the loss is "),
          result.err());
      JsonNode calibration = JSON.readTree(demo.toFile());
      assertEquals(method, calibration.get("method").asText());
      assertTrue(calibration.get("slope").asDouble() > 0);
      assertEquals(
          method.equals("temperature"), calibration.get("intercept").asDouble() == 0, method);
      assertEquals(60, calibration.at("/fitted_on/rows").asInt());
      assertEquals("base", calibration.at("/run/model/name").asText());
      JsonNode report = numbers(labelled);
      assertEquals(
          report.at("/loss/value").asDouble(), calibration.at("/fitted_on/loss").asDouble(), 1e-12);
      if (method.equals("platt")) {
        assertEquals(
            report.at("/calibration/slope/value").asDouble(),
            calibration.get("slope").asDouble(),
            1e-9);
        assertEquals(
            report.at("/calibration/intercept/value").asDouble(),
            calibration.get("intercept").asDouble(),
            1e-9);
      }
    }
  }

  /** A score file and its manifest, labelled by the score, but every fourth row the other way. */
  static Path relabelled(Path scores, Path output) throws IOException {
    List<String> lines = Files.readAllLines(scores);
    List<String> header = List.of(lines.get(0).split(",", -1));
    List<Double> sorted =
        lines.stream()
            .skip(1)
            .map(
                line ->
                    Double.valueOf(line.split(",", -1)[header.indexOf("appropriate_probability")]))
            .sorted()
            .toList();
    double median = sorted.get(sorted.size() / 2);
    List<String> relabelled = new ArrayList<>(List.of(lines.get(0)));
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      boolean high = Double.parseDouble(cells[header.indexOf("appropriate_probability")]) >= median;
      cells[header.indexOf("label")] = high == (i % 4 != 0) ? "1" : "0";
      relabelled.add(String.join(",", cells));
    }
    Files.write(output, relabelled);
    Manifests.update(scores, output);
    return output;
  }

  @Test
  void whatCannotBeCalibratedIsSaid() throws IOException {
    Path calibration = folder.resolve("c.json");
    Path input = score(chats(8), folder.resolve("s.csv"), "--keep=label");
    Path oneLabel =
        Files.writeString(
            input, Files.readString(input).replaceAll("(?m)^(c\\d+,[^,]*),[01],", "$1,1,"));
    Manifests.update(input);
    Cli.Result one =
        evaluate(oneLabel.toString(), "--calibrate=platt", "--calibration", calibration.toString());
    assertEquals(ExitCode.UNUSABLE, one.exitCode(), one.err());
    assertTrue(one.err().contains("no calibration can be fitted to these labels"), one.err());
    Path nobodys = Files.copy(input, folder.resolve("nobodys.csv"));
    Cli.Result unknown =
        evaluate(nobodys.toString(), "--calibrate=platt", "--calibration", calibration.toString());
    assertEquals(ExitCode.UNUSABLE, unknown.exitCode());
    assertTrue(
        unknown.err().contains(nobodys + ": without its run manifest it is unknown which model"),
        unknown.err());
    assertFalse(Files.exists(calibration));
  }

  @Test
  void oneLabelOnlyIsAReportWithGaps() throws IOException {
    Path input = scores(SCORES + "a,0.8,1\nb,0.6,1\nc,0.3,1\n");
    JsonNode report = numbers(input);
    assertTrue(report.at("/roc_auc/value").isNull());
    assertTrue(report.at("/calibration/slope/value").isNull());
    String text = evaluate(input.toString(), "--format=json").out();
    assertFalse(text.contains("NaN"), text);
    Cli.Result shown = evaluate(input.toString());
    assertEquals(0, shown.exitCode());
    assertFalse(shown.out().contains("NaN"), shown.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "md"})
  void namesFromTheLogsCannotSteerTheTerminal(String format) throws IOException {
    StringBuilder text = new StringBuilder("id,appropriate_probability,label,bot_name\n");
    List<String> names =
        List.of("\u001b[2J\u001b[31mred", "\u202egnp.exe", "小明小明小明", "a|b*c`<img>", "x\u0007y");
    for (int i = 0; i < 20; i++) {
      text.append("c" + i + "," + (0.3 + i * 0.03) + "," + i % 2 + "," + names.get(i % 5) + "\n");
    }
    Cli.Result result =
        evaluate(scores(text.toString()).toString(), "--by=bot_name", "--format=" + format);
    assertEquals(0, result.exitCode(), result.err());
    result
        .out()
        .codePoints()
        .filter(c -> c != '\n')
        .forEach(
            c ->
                assertFalse(
                    Character.isISOControl(c) || Character.getType(c) == Character.FORMAT,
                    Integer.toHexString(c)));
    if (format.equals("md")) {
      assertTrue(result.out().contains("a\\|b\\*c\\`\\<img\\>"), result.out());
      long cells = result.out().lines().filter(l -> l.contains("img")).count();
      assertEquals(1, cells);
    } else {
      assertTrue(result.out().lines().allMatch(line -> line.length() <= 110), result.out());
      assertTrue(result.out().contains("小明小明小明"), result.out());
    }
  }
}
