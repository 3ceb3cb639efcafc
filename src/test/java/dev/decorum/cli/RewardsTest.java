package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.score.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model with one output gives rewards, and every command speaks of them as such. */
class RewardsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path temp;
  private String model = "";

  @BeforeEach
  void writeModel() throws IOException {
    model = FoldersTest.folder("reward", temp.resolve("model")).toString();
  }

  /** Replies to ten contexts, three to each. */
  private Path chats(String name, String ending) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      lines.append(
          """
          {"id":"c%d","context":"k%d","messages":[{"role":"user","content":"Question %d"},\
          {"role":"assistant","content":"Answer number %d%s"}]}
          """
              .formatted(i, i / 3, i / 3, i * 37 % 101, ending));
    }
    return Files.writeString(temp.resolve(name), lines);
  }

  private Path scores(String name, String ending) throws IOException {
    Path out = temp.resolve(name);
    Path chats = chats(name + ".jsonl", ending);
    Cli.Result result = Cli.run("score", chats.toString(), "-m", model, "-o", out.toString());
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
    return out;
  }

  private List<Double> rewards(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    int column = List.of(lines.get(0).split(",", -1)).indexOf("reward");
    List<Double> rewards = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      rewards.add(Double.parseDouble(line.split(",", -1)[column]));
    }
    return rewards;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  @Test
  void aScoreFileHasTheRewardInThePlaceOfTheLogits() throws IOException {
    Path csv = scores("a.csv", "");
    assertEquals(
        "id,bot_name,appropriate_probability,baseline_delta_percent,reward,tokens,tokens_dropped,"
            + "messages,messages_used,flags,window_sha256",
        Files.readAllLines(csv).get(0));
    JsonNode report = MAPPER.readTree(Files.readAllBytes(RunReport.beside(csv)));
    assertEquals("reward", report.at("/run/model/scale").asText());
    assertTrue(report.at("/run/baseline").isNull());
    assertEquals("reward", report.at("/scores/scale").asText());
    assertEquals(mean(rewards(csv)), report.at("/scores/mean").doubleValue(), 1e-6);
    assertTrue(report.at("/scores/below_baseline").isNull());
    Cli.Result log = Cli.run("score", temp.resolve("a.csv.jsonl").toString(), "-m", model);
    assertTrue(log.err().contains("none rejected, mean reward "), log.err());
    assertFalse(log.err().contains("baseline"), log.err());
    Cli.Result terminal =
        new Cli().onTerminal().start("score", temp.resolve("a.csv.jsonl").toString(), "-m", model);
    assertTrue(terminal.out().contains("  reward"), terminal.out());
    assertTrue(terminal.err().contains("  mean reward     "), terminal.err());
  }

  @Test
  void parquetHoldsTheSame() throws IOException {
    Path csv = scores("a.csv", "");
    Path parquet = scores("a.parquet", "");
    Cli.Result of = Cli.run("report", csv.toString(), "-o", temp.resolve("csv.json").toString());
    Cli.Result same =
        Cli.run("report", parquet.toString(), "-o", temp.resolve("parquet.json").toString());
    assertEquals(0, of.exitCode(), of.err());
    assertEquals(0, same.exitCode(), same.err());
    JsonNode one = MAPPER.readTree(Files.readAllBytes(temp.resolve("csv.json")));
    JsonNode other = MAPPER.readTree(Files.readAllBytes(temp.resolve("parquet.json")));
    assertEquals("reward", one.at("/options/scale").asText());
    assertTrue(one.at("/options/baseline").isNull());
    assertEquals(mean(rewards(csv)), one.at("/versions/0/mean_reward/value").doubleValue(), 1e-6);
    assertEquals(one.at("/versions/0/mean_reward"), other.at("/versions/0/mean_reward"));
    assertEquals(one.at("/lowest/0/reward"), other.at("/lowest/0/reward"));
  }

  @Test
  void versionsAreComparedInReward() throws IOException {
    Path a = scores("a.csv", "");
    Path b = scores("b.csv", " and more of it, dear friend");
    Cli.Result text = Cli.run("compare", a.toString(), b.toString());
    assertEquals(0, text.exitCode(), text.err());
    assertFalse(text.out().contains("point"), text.out());
    assertFalse(text.out().contains("0.672"), text.out());
    assertTrue(text.out().contains("mean reward"), text.out());
    assertTrue(text.out().matches("(?s).*(more|less) reward on\\s+average.*"), text.out());
    Cli.Result json = Cli.run("compare", a.toString(), b.toString(), "--format", "json");
    JsonNode tree = MAPPER.readTree(json.out());
    double difference = mean(rewards(b)) - mean(rewards(a));
    assertEquals(difference, tree.at("/pairs/0/difference/value").doubleValue(), 1e-6, json.out());
    assertEquals(
        0.1 * deviation(rewards(a), rewards(b)),
        tree.at("/options/margin").doubleValue(),
        1e-6,
        "a tenth of the standard deviation within versions");
    assertEquals(
        2,
        MAPPER
            .readTree(
                Cli.run("compare", a.toString(), b.toString(), "--margin=2", "--format=json").out())
            .at("/options/margin")
            .intValue());
  }

  private static double deviation(List<Double> first, List<Double> second) {
    double squares = 0;
    for (List<Double> values : List.of(first, second)) {
      double mean = mean(values);
      squares += values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    }
    return Math.sqrt(squares / (first.size() + second.size() - 2));
  }

  @Test
  void rewardsAndProbabilitiesDoNotMix() throws IOException {
    Path rewards = scores("a.csv", "");
    Path probabilities = temp.resolve("p.csv");
    Cli.run(
        "score",
        temp.resolve("a.csv.jsonl").toString(),
        "-m",
        Cli.BASE_MODEL,
        "-o",
        probabilities.toString());
    Cli.Result compared =
        Cli.run("compare", rewards.toString(), probabilities.toString(), "--allow-mismatch");
    assertEquals(ExitCode.UNUSABLE, compared.exitCode(), compared.out());
    assertTrue(
        compared.err().contains("a has a reward in each row, and p a probability"), compared.err());
    Path rows = temp.resolve("both.jsonl");
    Files.writeString(
        rows,
        """
        {"id":"a","appropriate_probability":0.5,"reward":0}
        {"id":"b","appropriate_probability":0.7}
        """);
    Cli.Result mixed = Cli.run("report", rows.toString());
    assertEquals(ExitCode.UNUSABLE, mixed.exitCode());
    assertTrue(mixed.err().contains("rows of two kinds are mixed"), mixed.err());
    Path both = temp.resolve("both.csv");
    Files.writeString(both, "id,appropriate_probability,reward\na,0.9,-3\n");
    assertTrue(
        Cli.run("report", both.toString())
            .err()
            .contains("is not the sigmoid of the row's reward"));
  }

  @Test
  void repliesAreRankedByReward() throws IOException {
    Path chats = chats("all.jsonl", "");
    Path ranking = temp.resolve("ranking.csv");
    Cli.Result ranked =
        Cli.run(
            "rank", chats.toString(), "-m", model, "--group", "context", "-o", ranking.toString());
    assertEquals(0, ranked.exitCode(), ranked.err());
    assertTrue(ranked.err().contains("more reward:"), ranked.err());
    List<Double> rewards = rewards(ranking);
    for (int i = 0; i < rewards.size(); i++) {
      assertTrue(i % 3 == 0 || rewards.get(i) <= rewards.get(i - 1), rewards.toString());
    }
    Path pairs = temp.resolve("pairs.jsonl");
    Cli.Result written =
        Cli.run(
            "rank",
            chats.toString(),
            "-m",
            model,
            "--group=context",
            "--pairs=dpo",
            "--no-length-guard",
            "-o",
            pairs.toString());
    assertEquals(0, written.exitCode(), written.err());
    JsonNode first = MAPPER.readTree(Files.readAllLines(pairs).get(0));
    assertEquals(rewards.get(0), first.get("score_chosen").doubleValue(), 1e-6);
    assertEquals(rewards.get(2), first.get("score_rejected").doubleValue(), 1e-6);
    assertEquals(rewards.get(0) - rewards.get(2), first.get("score_margin").doubleValue(), 1e-6);
  }

  /** A least score of a chosen reply is a reward here, which may be above 1 or below 0. */
  @Test
  void theLeastScoreOfAChosenReplyIsAReward() throws Exception {
    Path chats = chats("chats.jsonl", "");
    Path ranking = temp.resolve("ranking.csv");
    List<String> rank = List.of("rank", chats.toString(), "-q", "-m", model, "--group=context");
    assertEquals(0, run(rank, "-o", ranking.toString()).exitCode());
    List<Double> rewards = rewards(ranking);
    List<Double> best = IntStream.range(0, 10).mapToObj(i -> rewards.get(3 * i)).sorted().toList();
    // Between the fifth and the sixth, and such that all or none are good enough.
    double middle = (best.get(4) + best.get(5)) / 2;
    for (double least : new double[] {middle, best.get(0) - 1, best.get(9) + 1}) {
      Path pairs = temp.resolve("pairs" + least + ".jsonl");
      Cli.Result written =
          run(
              rank,
              "--pairs=dpo",
              "--min-margin=0",
              "--no-length-guard",
              "--min-chosen=" + least,
              "-o",
              pairs.toString());
      assertEquals(0, written.exitCode(), written.err());
      List<Double> chosen = new ArrayList<>();
      for (String line : Files.readAllLines(pairs)) {
        chosen.add(MAPPER.readTree(line).get("score_chosen").doubleValue());
      }
      List<Double> due = best.stream().filter(reward -> reward >= least).toList();
      assertEquals(least == middle ? 5 : least < middle ? 10 : 0, due.size());
      assertEquals(due.size(), chosen.size());
      chosen.sort(null);
      for (int i = 0; i < due.size(); i++) {
        assertEquals(due.get(i), chosen.get(i), 1e-6);
      }
      JsonNode manifest = MAPPER.readTree(temp.resolve(pairs + ".manifest.json").toFile());
      assertEquals(least, manifest.at("/pairs/min_chosen").doubleValue());
    }
  }

  private static Cli.Result run(List<String> command, String... further) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(further));
    return Cli.run(all.toArray(String[]::new));
  }

  @Test
  void auditsFollowTheMeanReward() throws Exception {
    Path chats = chats("night.jsonl", "");
    String store = temp.resolve("a.db").toString();
    Cli.Result night = null;
    for (int i = 1; i <= 3; i++) {
      night = audit(chats, store, i, "mean < -50");
      assertEquals(0, night.exitCode(), night.err());
    }
    assertTrue(night != null && night.out().contains("The mean reward is "), "the report");
    Cli.Result history = Cli.run("audit", "history", "--store", store);
    assertTrue(history.out().contains("mean reward"), history.out());
    assertFalse(history.out().contains("delta"), history.out());
    assertFalse(history.out().contains("below"), history.out());
    Cli.Result json = Cli.run("audit", "history", "--store", store, "--format", "json");
    JsonNode tree = MAPPER.readTree(json.out());
    assertTrue(tree.at("/nights/0/baseline").isNull(), json.out());
    assertNoBaselineInTheView(store);
    assertEquals(
        mean(rewards(scores("night.csv", ""))),
        tree.at("/nights/2/slices/0/mean_reward/value").doubleValue(),
        1e-6);
    assertEquals(ExitCode.GATE, audit(chats, store, 4, "mean < 50").exitCode());
  }

  private Cli.Result audit(Path chats, String store, int day, String failIf) {
    return Cli.run(
        "audit",
        chats.toString(),
        "-m",
        model,
        "--store",
        store,
        "--night",
        "2026-11-0" + day,
        "--fail-if",
        failIf);
  }

  private static void assertNoBaselineInTheView(String store) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement();
        ResultSet night = statement.executeQuery("SELECT * FROM nightly WHERE field = ''")) {
      assertTrue(night.next());
      assertEquals("reward", night.getString("scale"));
      assertNull(night.getObject("baseline_delta_percent"));
      assertNull(night.getObject("share_below_baseline"));
    }
  }

  @Test
  void aConditionOnTheBaselineOfANightWithoutOneSaysSo() throws IOException {
    String store = temp.resolve("a.db").toString();
    Cli.Result night = audit(chats("night.jsonl", ""), store, 1, "share_below_baseline > 35%");
    assertEquals(ExitCode.GATE, night.exitCode());
    assertTrue(
        (night.out() + night.err()).contains("rewards, which have no baseline unless"),
        night.err());
  }

  @Test
  void aRowWithoutItsRewardIsABadRow() throws IOException {
    Path csv = scores("a.csv", "");
    List<String> lines = new ArrayList<>(Files.readAllLines(csv));
    lines.set(3, lines.get(3).replaceFirst("^((?:[^,]*,){4})[^,]*", "$1"));
    Files.write(csv, lines);
    Files.delete(RunReport.beside(csv)); // it is of the scores as they were
    Cli.Result report = Cli.run("report", csv.toString());
    assertEquals(ExitCode.GATE, report.exitCode(), report.err());
    assertTrue(report.err().contains("a.csv:4: reward is missing"), report.err());
  }

  @Test
  void partsAreMergedWithTheirRewards() throws IOException {
    Path chats = chats("all.jsonl", "");
    List<String> arguments = new ArrayList<>(List.of("merge"));
    for (int shard = 1; shard <= 2; shard++) {
      Path part = temp.resolve("part" + shard + ".csv");
      Cli.run(
          "score", chats.toString(), "-m", model, "--shard", shard + "/2", "-o", part.toString());
      arguments.add(part.toString());
    }
    Path whole = temp.resolve("whole.csv");
    arguments.addAll(List.of("-o", whole.toString()));
    Cli.Result merged = Cli.run(arguments.toArray(String[]::new));
    assertEquals(0, merged.exitCode(), merged.err());
    JsonNode report = MAPPER.readTree(Files.readAllBytes(RunReport.beside(whole)));
    assertEquals(mean(rewards(whole)), report.at("/scores/mean").doubleValue(), 1e-6);
    assertEquals("reward", report.at("/run/model/scale").asText());
  }

  @Test
  void evaluationsSayWhatStandsForProbabilities() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      lines.append("{\"text\":\"Bot: line %d\\n\",\"label\":%d}%n".formatted(i * 7 % 61, i % 2));
    }
    Path labelled = Files.writeString(temp.resolve("labelled.jsonl"), lines);
    Path calibration = temp.resolve("calibration.json");
    Cli.Result result =
        Cli.run(
            "evaluate",
            labelled.toString(),
            "-m",
            model,
            "--calibrate=platt",
            "--calibration=" + calibration);
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().startsWith("The scores are rewards."), result.out());
    assertFalse(result.out().contains("--baseline"), result.out());
    Path scored = temp.resolve("calibrated.csv");
    Cli.Result score =
        Cli.run(
            "score",
            labelled.toString(),
            "-m",
            model,
            "--calibrated",
            calibration.toString(),
            "-o",
            scored.toString());
    assertEquals(0, score.exitCode(), score.err());
    assertTrue(Files.readAllLines(scored).get(0).contains(",calibrated_probability,"));
  }

  @Test
  void integersAgreeInReward() {
    Cli.Result result = Cli.run("model", "quantize", model, "--precision", "int8x3");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("rewards differ by at most "), result.out());
    assertFalse(result.out().contains("baseline"), result.out());
    Cli.Result info = Cli.run("model", "info", model);
    assertTrue(info.out().contains("1 output, a reward"), info.out());
    assertTrue(info.out().contains("baseline        none"), info.out());
  }
}
