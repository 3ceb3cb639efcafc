package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.score.Manifests;
import dev.decorum.score.RunReport;
import dev.decorum.score.RunReports;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bot version is more appropriate, from arguments to reports and exit codes. */
class CompareCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NO_MANIFEST =
      ": there is no run manifest beside this score file, so its model, formatter and window"
          + " cannot be checked\n";

  @TempDir Path folder;

  private static Cli.Result compare(Path... inputs) {
    return compare(List.of(inputs));
  }

  private static Cli.Result compare(List<Path> inputs, String... options) {
    List<String> arguments = new ArrayList<>(List.of("compare"));
    if (!inputs.stream().allMatch(input -> input.toString().endsWith(".csv"))) {
      arguments.addAll(List.of("-m", Cli.BASE_MODEL));
    }
    inputs.forEach(input -> arguments.add(input.toString()));
    // Enough for every interval, and quick.
    arguments.add("--resamples=499");
    arguments.addAll(List.of(options));
    return Cli.run(arguments.toArray(String[]::new));
  }

  private static JsonNode json(List<Path> inputs, String... options) throws IOException {
    Cli.Result result =
        compare(
            inputs,
            Stream.concat(Stream.of("--format=json"), Stream.of(options)).toArray(String[]::new));
    assertEquals(0, result.exitCode(), result.err());
    return JSON.readTree(result.out());
  }

  private static Path score(Path input, Path output, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("score", "-m", Cli.BASE_MODEL, input.toString(), "-o", output.toString()));
    arguments.addAll(List.of(options));
    Cli.Result result = Cli.run(arguments.toArray(String[]::new));
    assertEquals(0, result.exitCode(), result.err());
    return output;
  }

  private Path inFolder(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return file;
  }

  /**
   * Scores as somebody else's program might write them, around 0.5 and a shift.
   *
   * @param noise by how much a row differs between versions
   */
  private Path scores(String name, int rows, String ids, double shift, double noise)
      throws IOException {
    StringBuilder text =
        new StringBuilder("id,bot_version,user_id,channel,appropriate_probability\n");
    for (int i = 0; i < rows; i++) {
      double probability =
          0.5 + 0.15 * Math.sin(i * 1.7) + shift + noise * Math.cos(i * 2.3 + 10 * shift);
      text.append(
          String.format(
              Locale.ROOT,
              "%s%d,v%d,u%d,%s,%.6f\n",
              ids,
              i,
              i % 2,
              i % 12,
              i % 4 < 2 ? "web" : "app",
              probability));
    }
    return Files.writeString(inFolder(name), text);
  }

  private Path scores(String name, double shift) throws IOException {
    return scores(name, 60, "c", shift, 0.02);
  }

  private static void manifest(Path scores) throws IOException {
    try (OutputStream out = Files.newOutputStream(RunReport.beside(scores))) {
      RunReports.thousandRows().write(out);
    }
  }

  @Test
  void theBetterVersionIsCalledBetter() throws IOException {
    Path old = scores("old.csv", 0);
    Path better = scores("new.csv", 0.05);
    Cli.Result result = compare(old, better);
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().startsWith("Verdict\n  new is BETTER than old: "), result.out());
    assertTrue(compare(better, old).out().startsWith("Verdict\n  old is WORSE than new: "));
    JsonNode pair = json(List.of(old, better)).at("/pairs/0");
    assertEquals("old", pair.get("reference").asText());
    assertEquals("new", pair.get("candidate").asText());
    assertEquals("better", pair.get("verdict").asText());
    assertEquals("paired", pair.get("design").asText());
    assertEquals(60, pair.at("/matching/pairs").asInt());
    double difference = pair.at("/difference/value").asDouble();
    assertEquals(meanDifference(old, better), difference, 1e-9);
    assertTrue(pair.at("/difference/low").asDouble() < difference);
    assertTrue(pair.at("/difference/high").asDouble() > difference);
  }

  private static double meanDifference(Path reference, Path candidate) throws IOException {
    return mean(candidate) - mean(reference);
  }

  private static double mean(Path scores) throws IOException {
    return Files.readAllLines(scores).stream()
        .skip(1)
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
        .average()
        .orElseThrow();
  }

  @Test
  void aScoreFileWithoutAManifestIsNoError() throws IOException {
    Path a = scores("a.csv", 0);
    Path b = scores("b.csv", 0.05);
    Cli.Result result = compare(a, b);
    assertEquals(0, result.exitCode());
    assertEquals("decorum: " + a + NO_MANIFEST + "decorum: " + b + NO_MANIFEST, result.err());
    manifest(a);
    manifest(b);
    assertEquals("", compare(a, b).err());
    assertEquals(compare(a, b).out(), result.out());
  }

  @Test
  void scoreFilesAndTheConversationsThemselvesGiveTheSameNumbers() throws IOException {
    Path old = Chats.write(inFolder("old.jsonl"), 40);
    Path recent =
        Chats.write(
            inFolder("new.jsonl"),
            40,
            chat -> {
              ((ObjectNode) chat.at("/chat_history/1")).put("message", "tea and bread for you");
              return chat;
            });
    String[] questions = {"--cluster=user_id", "--by=channel,bot_name"};
    JsonNode expected = withoutSources(json(List.of(old, recent), questions));
    assertEquals(4, expected.get("slices").size());
    for (String ending : List.of("csv", "jsonl")) {
      Path a = score(old, inFolder(ending + "/old." + ending), "--keep=user_id,channel");
      Path b = score(recent, inFolder(ending + "/new." + ending), "--keep=user_id,channel");
      assertEquals(expected, withoutSources(json(List.of(a, b), questions)), ending);
      assertEquals(expected, withoutSources(json(List.of(old, b), questions)), "mixed");
    }
  }

  private static JsonNode withoutSources(JsonNode report) {
    return ((ObjectNode) report).without("sources");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--formatter=vicuna | formatters differ: pygmalion and vicuna",
        "--history=3 | history windows differ: the last 10 messages and the last 3 messages",
        "--history=all | history windows differ: the last 10 messages and all messages",
        "--max-tokens=64 | truncation differs: the last 128 tokens and the last 64 tokens",
        "--turns=bot | turns differ: last and bot",
        "--model=src/test/resources/checkpoints/relu | models differ: base (config.json ",
      })
  void runsThatDifferAreNotComparedUnlessTheUserInsists(String option, String difference)
      throws IOException {
    Path chats = Chats.write(inFolder("chats.jsonl"), 20);
    Path a = score(chats, inFolder("a.csv"));
    Path b = inFolder("b.csv");
    String[] name = option.split("=", 2);
    Cli.Result scored =
        option.startsWith("--model")
            ? Cli.run("score", "-m", name[1], chats.toString(), "-o", b.toString())
            : Cli.run("score", "-m", Cli.BASE_MODEL, chats.toString(), "-o", b.toString(), option);
    assertEquals(0, scored.exitCode(), scored.err());

    Path report = inFolder("report.txt");
    Cli.Result refused = compare(List.of(a, b), "-o", report.toString());
    assertEquals(ExitCode.UNUSABLE, refused.exitCode());
    assertFalse(Files.exists(report));
    Cli.Result shown = compare(a, b);
    assertEquals(ExitCode.UNUSABLE, shown.exitCode());
    assertEquals("", shown.out());
    assertTrue(
        shown.err().startsWith("decorum: " + a + " and " + b + ": " + difference), shown.err());
    assertTrue(shown.err().contains("--allow-mismatch"), shown.err());

    Cli.Result allowed = compare(List.of(a, b), "--allow-mismatch");
    assertEquals(0, allowed.exitCode(), allowed.err());
    String text = allowed.out().replaceAll("\\s+", " ");
    assertTrue(text.contains("NOT COMPARABLE, compared nevertheless: "), text);
    assertTrue(text.contains(difference), text);
    JsonNode mismatches = json(List.of(a, b), "--allow-mismatch").get("mismatches");
    assertEquals(1, mismatches.size());
    assertTrue(mismatches.get(0).asText().startsWith(a + " and " + b + ": " + difference));
    assertEquals(0, json(List.of(a, a)).get("mismatches").size());
  }

  @Test
  void aFieldTellsTheVersionsOfOneInputApart() throws IOException {
    Path all = scores("all.csv", 0);
    JsonNode report = json(List.of(all), "--by=bot_version,channel");
    assertEquals(
        List.of("v0", "v1"),
        report.findValues("name").stream()
            .map(JsonNode::asText)
            .filter(n -> n.startsWith("v"))
            .toList());
    assertEquals(30, report.at("/versions/0/count").asInt());
    assertEquals("v0", report.at("/pairs/0/reference").asText());
    assertEquals("unpaired", report.at("/pairs/0/design").asText());
    assertEquals("[\"channel\"]", report.at("/options/by").toString());
    assertEquals(2, report.get("slices").size());
    // Of the third version there is one row, which says nothing of it.
    Path more = folder.resolve("more.csv");
    List<String> lines = new ArrayList<>(Files.readAllLines(all));
    lines.add(1, lines.get(1).replaceFirst("v[01]", "v2").replaceFirst("^[^,]*", "alone"));
    Files.write(more, lines);
    Cli.Result rest = compare(List.of(more), "--by=bot_version");
    assertEquals(0, rest.exitCode(), rest.err());
    assertTrue(rest.err().contains("v2 has only one row, too few to be compared"), rest.err());
    assertTrue(rest.err().contains("the others are compared with v0"), rest.err());
    assertEquals(
        ExitCode.INCONCLUSIVE,
        compare(List.of(more), "--by=bot_version", "--gate", "--margin=0.9").exitCode());
    Cli.Result one = compare(List.of(all), "--by=bot_version", "--limit=1");
    assertEquals(ExitCode.UNUSABLE, one.exitCode());
    assertTrue(one.err().contains("there is only one version"), one.err());
  }

  @Test
  void versionsAreCalledWhatTheUserCallsThem() throws IOException {
    Path a = scores("a.csv", 0);
    Path b = scores("b.csv", 0.05);
    Cli.Result result = compare(List.of(a, b), "--names=spring,summer");
    assertTrue(result.out().startsWith("Verdict\n  summer is BETTER than spring: "), result.out());
    assertTrue(result.out().contains("\n  spring    60 "), result.out());
  }

  @Test
  void namesAreFileNamesUnlessThatClashes() throws IOException {
    Path a = scores("v1/scores.csv", 0);
    Path b = scores("v2/scores.csv", 0.05);
    JsonNode report = json(List.of(a, b));
    assertEquals(a.toString(), report.at("/versions/0/name").asText());
    assertEquals(b.toString(), report.at("/versions/1/name").asText());
    JsonNode same = json(List.of(a, a));
    assertEquals(a + " (1)", same.at("/versions/0/name").asText());
    assertEquals(a + " (2)", same.at("/versions/1/name").asText());
    assertEquals("equivalent", same.at("/pairs/0/verdict").asText());
    Path zipped = inFolder("v3/new.csv.gz");
    Files.write(zipped, Chats.zipped(Files.readAllBytes(b)));
    assertEquals("new", json(List.of(a, zipped)).at("/versions/1/name").asText());
  }

  @Test
  void rowsWithoutIdsOfTheirOwnAreNotPairedByPosition() throws IOException {
    List<Path> chats = new ArrayList<>();
    List<Path> scored = new ArrayList<>();
    for (String version : List.of("v1", "v2")) {
      Path file =
          Chats.write(inFolder(version + "/chats.jsonl"), 20, c -> c.without(List.of("id")));
      chats.add(file);
      scored.add(score(file, inFolder(version + "/s.csv")));
    }
    assertTrue(Files.readString(scored.get(0)).contains("chats.jsonl:20"), "ids are positions");
    for (List<Path> versions : List.of(chats, scored)) {
      JsonNode pair = json(versions).at("/pairs/0");
      assertEquals("unpaired", pair.get("design").asText());
      assertEquals("ids_are_positions", pair.get("design_reason").asText());
      assertEquals(0, pair.at("/matching/pairs").asInt());
      assertEquals(20, pair.at("/matching/positions").asInt());
      assertTrue(
          compare(versions)
              .out()
              .replaceAll("\\s+", " ")
              .contains(
                  "Not in pairs, because the rows have no ids of their own, and a line number pairs"
                      + " nothing."));
      Cli.Result forced = compare(versions, "--pairing=id");
      assertEquals(ExitCode.UNUSABLE, forced.exitCode());
      assertTrue(forced.err().contains("no id occurs exactly once in both"), forced.err());
    }
  }

  @Test
  void rowsArePairedById() throws IOException {
    Path a = scores("a.csv", 0);
    List<String> lines = new ArrayList<>(Files.readAllLines(scores("b.csv", 0.02)));
    String header = lines.remove(0);
    Collections.reverse(lines);
    lines.add(0, header);
    Path reversed = Files.write(inFolder("reversed.csv"), lines);
    assertEquals(
        json(List.of(a, inFolder("b.csv"))).at("/pairs/0/difference/value").asDouble(),
        json(List.of(a, reversed)).at("/pairs/0/difference/value").asDouble(),
        1e-12);
    assertEquals(
        json(List.of(a, inFolder("b.csv"))).at("/pairs/0/difference/standard_error").asDouble(),
        json(List.of(a, reversed)).at("/pairs/0/difference/standard_error").asDouble(),
        1e-12);
    assertEquals(
        "unpaired", json(List.of(a, reversed), "--pairing=none").at("/pairs/0/design").asText());
    JsonNode others = json(List.of(a, scores("others.csv", 60, "x", 0, 0.02)));
    assertEquals("no_id_matches", others.at("/pairs/0/design_reason").asText());
  }

  @Test
  void aPairInTwoClustersIsAContradiction() throws IOException {
    Path a = scores("a.csv", 0);
    Path b = scores("b.csv", 0.02);
    Files.writeString(b, Files.readString(b).replace("c7,v1,u7,", "c7,v1,u8,"));
    Cli.Result result = compare(List.of(a, b), "--cluster=user_id");
    assertEquals(ExitCode.UNUSABLE, result.exitCode());
    assertTrue(
        result
            .err()
            .contains("the rows 'c7' are paired, but their user_id is 'u7' in a and 'u8' in b"),
        result.err());
    assertEquals(0, compare(a, b).exitCode());
  }

  @ParameterizedTest
  @CsvSource({
    // shift, rows, noise, fail if, exit code, outcome
    "0.05, 60, 0.02, worse, 0, pass: b is better than a",
    "0.05, 60, 0.02, not-better, 0, pass: b is better than a",
    "-0.05, 60, 0.02, worse, 1, FAIL: b is worse than a",
    "-0.05, 60, 0.02, not-better, 1, FAIL: b is worse than a",
    "0.0001, 60, 0.002, worse, 0, pass: b and a differ by less than the margin",
    "0.0001, 60, 0.002, not-better, 1, FAIL: b and a differ by less than the margin",
    "0, 10, 0.2, worse, 5, not enough data to decide: b cannot be told from a yet",
    "0, 10, 0.2, not-better, 5, not enough data to decide: b cannot be told from a yet",
  })
  void theGateSpeaksThroughTheExitCode(
      double shift, int rows, double noise, String failIf, int exitCode, String outcome)
      throws IOException {
    Path a = scores("a.csv", rows, "c", 0, 0);
    Path b = scores("b.csv", rows, "c", shift, noise);
    Cli.Result gated = compare(List.of(a, b), "-q", "--gate", "--fail-if=" + failIf);
    assertEquals(exitCode, gated.exitCode(), gated.out());
    assertEquals("decorum: gate: " + outcome + "\n", gated.err());
    Cli.Result open = compare(List.of(a, b), "-q");
    assertEquals(0, open.exitCode(), "without a gate the exit code does not tell");
    assertEquals("", open.err());
    assertEquals(open.out(), gated.out());
    if (failIf.equals("worse")) {
      assertEquals(exitCode, compare(List.of(a, b), "--gate").exitCode(), "the default");
    }
    assertEquals(
        exitCode, compare(List.of(a, b), "--fail-if=" + failIf).exitCode(), "implies the gate");
  }

  @Test
  void everyLaterVersionHasToPassTheGate() throws IOException {
    Path a = scores("a.csv", 0);
    Path good = scores("good.csv", 0.05);
    Path bad = scores("bad.csv", -0.05);
    assertEquals(0, compare(List.of(a, good, scores("g2.csv", 0.06)), "--gate").exitCode());
    Cli.Result failed = compare(List.of(a, good, bad), "--gate");
    assertEquals(1, failed.exitCode());
    assertTrue(failed.err().contains("gate: FAIL: bad is worse than a\n"), failed.err());
    // good against better does not count, only each against the first
    assertEquals(0, compare(List.of(bad, good, a), "--gate").exitCode());
  }

  @Test
  void theMarginMovesTheVerdict() throws IOException {
    Path a = scores("a.csv", 60, "c", 0, 0);
    Path b = scores("b.csv", 60, "c", -0.02, 0.002);
    assertEquals(1, compare(List.of(a, b), "--gate").exitCode());
    assertEquals(0, compare(List.of(a, b), "--gate", "--margin=0.05").exitCode());
    assertEquals(
        "equivalent", json(List.of(a, b), "--margin=0.05").at("/pairs/0/verdict").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all.csv | session | 3 | all.csv: the score file has no column session; score again",
        "chats.jsonl | session | 3 | chats.jsonl: no row has a value in the field 'session', so there",
        "all.csv | '' | 2 | --by needs the name of a field, and is empty",
        "header.csv | channel | 3 | header.csv: has no row that could be used",
        "bad.csv | channel | 3 | bad.csv: has no row that could be used, so there is nothing to",
      })
  void oneInputWithoutVersionsIsNoInternalError(
      String input, String field, int exitCode, String message) throws IOException {
    Path all = scores("all.csv", 0);
    String header = Files.readAllLines(all).get(0) + "\n";
    Files.writeString(inFolder("header.csv"), header);
    Files.writeString(inFolder("bad.csv"), header + "c1,v1,u1,web,much\n");
    Chats.write(inFolder("chats.jsonl"), 4);
    Cli.Result result = compare(List.of(inFolder(input)), "--by", field);
    assertEquals(exitCode, result.exitCode(), result.err());
    assertTrue(result.err().contains(message), result.err());
    assertEquals("", result.out());
  }

  @Test
  void rowsOfNoVersionAreCounted() throws IOException {
    Path all = scores("all.csv", 0);
    List<String> lines = new ArrayList<>(Files.readAllLines(all));
    for (int i = 1; i <= 2; i++) {
      lines.set(i, lines.get(i).replaceFirst(",v[01],", ",,"));
      Files.write(all, lines);
      String err = compare(List.of(all), "--by=bot_version").err();
      assertTrue(
          err.contains(
              i == 1
                  ? "decorum: 1 row has no bot_version and belongs to no version\n"
                  : "decorum: 2 rows have no bot_version and belong to no version\n"),
          err);
    }
  }

  @Test
  void optionsForScoringHaveNoEffectOnScoreFiles() throws IOException {
    Path a = scores("a.csv", 0);
    Path b = scores("b.csv", 0.05);
    Cli.Result plain = compare(List.of(a, b));
    Cli.Result result = compare(List.of(a, b), "--formatter=vicuna", "-m", "nosuch", "--threads=2");
    assertEquals(
        plain.err() + "decorum: --model, --formatter, --threads have no effect on score files\n",
        result.err());
    assertEquals(plain.out(), result.out());
    assertTrue(
        compare(List.of(a, b), "--history=3")
            .err()
            .endsWith("decorum: --history has no effect on score files\n"));
    Cli.Result fromEnvironment =
        new Cli()
            .environment(Map.of("DECORUM_HISTORY", "3"))
            .start("compare", a.toString(), b.toString(), "--resamples=499");
    assertEquals(plain.err(), fromEnvironment.err());
    Path chats = Chats.write(inFolder("chats.jsonl"), 4);
    assertFalse(compare(List.of(chats, chats), "--history=3").err().contains("no effect"));
  }

  /** By hand: of the pairs c0 to c59, ten have another channel in the later file. */
  @Test
  void pairsWhoseFieldDiffersAreToldToBelongToTheReference() throws IOException {
    Path a = scores("a.csv", 0);
    Path b = scores("b.csv", 0.05);
    List<String> lines = new ArrayList<>(Files.readAllLines(b));
    for (int i = 1; i <= 10; i++) {
      lines.set(i, lines.get(i).replaceAll(",(web|app),", ",phone,"));
    }
    assertFalse(compare(List.of(a, b), "--by=channel").out().contains("another channel"));
    Files.write(b, lines);
    String text = compare(List.of(a, b), "--by=channel").out().replaceAll("\\s+", " ");
    assertTrue(
        text.contains(
            "In 10 pairs of 60, b has another channel than a; such a pair belongs to the slice of"
                + " a's row."),
        text);
    assertEquals(10, json(List.of(a, b), "--by=channel").at("/contributions/0/moved").asInt());
  }

  @Test
  void aScoreFileGivenTwiceIsReadOnce() throws IOException {
    Path a = inFolder("night/a.csv");
    scores("night/a.csv", 0);
    Path link = Files.createSymbolicLink(a.resolveSibling("b.csv"), a);
    Cli.Result result = compare(List.of(a.getParent()), "--by=bot_version");
    assertTrue(
        result
            .err()
            .contains("decorum: " + link + ": this is the same file as " + a + "; it is read once"),
        result.err());
    assertTrue(result.out().contains("30"), result.out());
    assertFalse(result.out().contains("60 "), result.out());
  }

  @Test
  void rejectedRowsBeatTheGate() throws IOException {
    Path a = scores("a.csv", 0);
    Path b = scores("b.csv", 0.05);
    Files.writeString(b, Files.readString(b) + "c99,v1,u1,web,much\n");
    Cli.Result result = compare(List.of(a, b), "--gate");
    assertEquals(ExitCode.GATE, result.exitCode());
    assertTrue(
        result
            .err()
            .contains(
                "rejected " + b + ":62: appropriate_probability is 'much', expected a number"),
        result.err());
    assertTrue(result.err().contains("gate: pass"), result.err());
    assertFalse(result.err().contains("rejected 1 row"), "it is told as a row");
    assertEquals(
        "decorum: rejected 1 row of " + b + "\ndecorum: gate: pass: b is better than a\n",
        compare(List.of(a, b), "--gate", "-q").err());
    assertEquals(
        "decorum: gate: pass: b is better than a\n",
        compare(List.of(a, b), "--gate", "-q", "--allow-rejects").err());
    assertTrue(
        result.out().endsWith("Rejected rows\n  1 row of " + b + " could not be used.\n"),
        result.out());
    JsonNode sources = json(List.of(a, b), "--allow-rejects").get("sources");
    assertFalse(sources.get(0).has("rejected"));
    assertEquals(1, sources.get(1).get("rejected").asInt());
    assertEquals(0, compare(List.of(a, b), "--gate", "--allow-rejects").exitCode());
    Path report = inFolder("r.json");
    Cli.Result strict = compare(List.of(a, b), "--gate", "--strict", "-o", report.toString());
    assertEquals(ExitCode.UNUSABLE, strict.exitCode());
    assertFalse(strict.err().contains("gate:"), strict.err());
    assertFalse(Files.exists(report));
  }

  @Test
  void aBrokenManifestIsNoInternalError() throws IOException {
    Path a = scores("a.csv", 0);
    Path b = scores("b.csv", 0.05);
    manifest(a);
    manifest(b);
    String whole = Manifests.withoutChecksum(Files.readString(RunReport.beside(a)));
    for (String broken :
        List.of(
            "",
            "[]",
            "{}",
            "null",
            whole.substring(0, whole.length() / 2),
            whole.replace("\"baseline\" : 0.672", "\"baseline\" : 5"),
            whole.replace("\"path\" : \"in.jsonl\"", "\"path\" : null"),
            whole.replace("\"config.json\" : \"c0\"", "\"m.safetensors\" : null"),
            whole.replace("\"max_tokens\" : 1024", "\"max_tokens\" : []"),
            "x".repeat(10 << 20))) {
      Files.writeString(RunReport.beside(b), broken);
      Cli.Result result = compare(a, b);
      assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
      assertEquals("", result.out());
      assertTrue(
          result.err().startsWith("decorum: " + RunReport.beside(b) + ": holds no run manifest"),
          result.err());
    }
    // A name that this system cannot have.
    Files.writeString(RunReport.beside(b), whole.replace("in.jsonl", "in\\u0000.jsonl"));
    assertEquals(0, compare(a, b).exitCode());
  }

  @Test
  void anEmptyVersionIsNamed() throws IOException {
    Path a = scores("a.csv", 0);
    Path none = scores("none.csv", 0, "c", 0, 0);
    Cli.Result result = compare(a, none);
    assertEquals(ExitCode.UNUSABLE, result.exitCode());
    assertTrue(result.err().contains("none has no row; at least two are needed"), result.err());
    assertTrue(
        compare(a, scores("one.csv", 1, "c", 0, 0)).err().contains("one has only one row"),
        "one row");
  }

  /** The model is not there: a mistake on the command line is told before it is looked for. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--fail-if=ugly | --fail-if must be worse or not-better, not 'ugly'",
        "--margin=-0.1 | --margin must be a difference of scores, 0 or more, not -0.1",
        "--margin=NaN | --margin: 'NaN' is not a number",
        "--cluster=a,b,c | --cluster takes one field, or two, not 3",
        "--resamples=5 | --resamples must be a number from 99 to 1,000,000, not 5",
        "--baseline=0 | --baseline must be a probability between 0 and 1 (0.000001 to 0.999999), not 0",
        "-o=report.pdf | the extension of 'report.pdf' is none of .txt, .md, .json, .html, .xml",
        "--names=a | --names has 1 names for 2 inputs",
        "--names=a,b,c | --names has 3 names for 2 inputs",
        "--names=a,a | --names has the same name twice",
        "--negative=bad | --negative has no effect here: labels are not used",
        "--pairing=guess | --pairing",
        "--changes=-1 | --changes must be a number from 0 to 10,000, not -1",
        "--include-text --changes=0 | --changes 0 lists none",
      })
  void aMistakeOnTheCommandLineIsToldAtOnce(String option, String message) throws IOException {
    String a = Chats.write(inFolder("a.jsonl"), 2).toString();
    String b = Chats.write(inFolder("b.jsonl"), 2).toString();
    List<String> arguments = new ArrayList<>(List.of("compare", "-m", "no-such-model", a, b));
    arguments.addAll(List.of(option.split(" ")));
    Cli.Result result = Cli.run(arguments.toArray(String[]::new));
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertEquals("", result.out());
    assertTrue(result.err().contains(message), result.err());
  }

  @Test
  void oneInputNeedsAFieldThatTellsItsVersionsApart() throws IOException {
    Path a = scores("a.csv", 0);
    Cli.Result result = compare(a);
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(
        result.err().contains("with one input the field that tells versions apart: --by"),
        result.err());
    assertEquals(ExitCode.USAGE, compare(List.of(a), "--by=bot_version", "--names=a,b").exitCode());
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherSeedOtherEnds() throws IOException {
    List<Path> versions = List.of(scores("a.csv", 0), scores("b.csv", 0.02));
    String one = compare(versions, "--format=json", "--by=channel").out();
    assertEquals(one, compare(versions, "--format=json", "--by=channel").out());
    assertEquals(one, compare(versions, "--format=json", "--by=channel", "--seed=1").out());
    JsonNode first = JSON.readTree(one).at("/pairs/0");
    JsonNode second = json(versions, "--by=channel", "--seed=2").at("/pairs/0");
    assertEquals("studentised_bootstrap", first.get("interval").asText());
    assertNotEquals(first.at("/difference/low"), second.at("/difference/low"));
    assertNotEquals(first.at("/difference/high"), second.at("/difference/high"));
    assertEquals(first.at("/difference/value"), second.at("/difference/value"));
    assertEquals(first.get("student"), second.get("student"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "md", "txt"})
  void theEndingOfTheFileChoosesTheForm(String ending) throws IOException {
    List<Path> versions = List.of(scores("a.csv", 0), scores("b.csv", 0.05));
    Path report = inFolder("report." + ending);
    Cli.Result result = compare(versions, "-o", report.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("", result.out());
    String format = ending.equals("txt") ? "text" : ending;
    assertEquals(compare(versions, "--format=" + format).out(), Files.readString(report));
    assertTrue(
        Files.readString(report)
            .startsWith(
                switch (ending) {
                  case "json" -> "{\n";
                  case "md" -> "## Verdict\n\nb is BETTER than a: ";
                  default -> "Verdict\n  b is BETTER than a: ";
                }));
  }

  @Test
  void nothingThatIsReadIsOverwritten() throws IOException {
    Path a = scores("a.csv", 0);
    Path b = scores("b.csv", 0.05);
    manifest(b);
    String before = Files.readString(b) + Files.readString(RunReport.beside(b));
    Files.createDirectory(folder.resolve("x"));
    for (Path target : List.of(a, b, RunReport.beside(b), folder.resolve("x/../b.csv"))) {
      for (String option : List.of("-o", "--rejects")) {
        Cli.Result result = compare(List.of(a, b), option, target.toString(), "--format=json");
        assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
        assertTrue(result.err().contains("is an input; it would be overwritten"), result.err());
      }
    }
    assertEquals(before, Files.readString(b) + Files.readString(RunReport.beside(b)));
  }

  @Test
  void textFitsOnAScreenAndNamesCannotSteerIt() throws IOException {
    List<Path> versions = List.of(scores("old.csv", 0), scores("new.csv", 0.05));
    String[] questions = {"--cluster=user_id", "--by=channel,bot_version"};
    String text = compare(versions, questions).out();
    assertTrue(text.lines().allMatch(line -> line.length() <= 110), text);
    assertTrue(
        text.lines().filter(line -> line.matches("  [A-Z].*")).allMatch(l -> l.length() <= 100),
        text);
    for (String format : List.of("text", "md")) {
      Cli.Result hostile =
          compare(
              versions, "--names=\u001b[2Jold,\u202Ewen|*x*", "--by=channel", "--format=" + format);
      assertEquals(0, hostile.exitCode(), hostile.err());
      hostile
          .out()
          .codePoints()
          .filter(c -> c != '\n')
          .forEach(
              c ->
                  assertFalse(
                      Character.isISOControl(c) || Character.getType(c) == Character.FORMAT,
                      Integer.toHexString(c)));
      assertTrue(
          hostile.out().contains(format.equals("md") ? "wen\\|\\*x\\*" : "wen|*x*"), hostile.out());
    }
  }

  /** Ids and bot names need not be kept, and a table without such columns is not complained of. */
  @Test
  void turnsAreClusteredByTheirConversation() throws IOException {
    Path table =
        Files.writeString(
            folder.resolve("turns.csv"),
            """
            conversation_id,sender,text,version
            c1,user,hi,v1
            c1,bot,hello,v1
            c1,bot,what a day,v1
            c2,user,hey,v2
            c2,bot,go away,v2
            c2,bot,now,v2
            c3,user,hey,v2
            c3,bot,so good to see you,v2
            c4,user,well,v1
            c4,bot,well,v1
            """);
    Cli.Result without = Cli.run("compare", table.toString(), "--by=version", "--turns=bot", "-q");
    assertEquals(0, without.exitCode(), without.err());
    assertTrue(without.err().contains("without --cluster id"), without.err());
    Cli.Result with =
        Cli.run(
            "compare",
            table.toString(),
            "--by=version",
            "--turns=bot",
            "--cluster=id",
            "--format=json");
    assertEquals(0, with.exitCode(), with.err());
    assertFalse(with.err().contains("no column"), with.err());
    assertFalse(with.err().contains("without --cluster id"), with.err());
    assertEquals(4, new ObjectMapper().readTree(with.out()).at("/pairs/0/clusters").asInt());
  }

  /** Chats of which every other one of the later version ends differently. */
  private List<Path> chats() throws IOException {
    Path old = Chats.write(inFolder("old.jsonl"), 20);
    Path recent =
        Chats.write(
            inFolder("new.jsonl"),
            20,
            chat -> {
              ((ObjectNode) chat.at("/chat_history/1")).put("message", "go away, you bore me");
              return chat;
            });
    return List.of(old, recent);
  }

  @Test
  void bothTextsOfAChangeAreShownWhereverItsScoresComeFrom() throws IOException {
    List<Path> chats = chats();
    List<Path> scored =
        List.of(
            score(chats.get(0), inFolder("s/old.csv")), score(chats.get(1), inFolder("s/new.csv")));
    for (List<Path> versions : List.of(chats, scored)) {
      assertFalse(compare(versions).out().contains("bore me"));
      Cli.Result result = compare(versions, "--include-text", "--changes=2");
      assertEquals(0, result.exitCode(), result.err());
      assertTrue(result.out().contains("new, bot: go away, you bore me"), result.out());
      assertTrue(result.out().contains("Largest "), result.out());
      JsonNode changes = json(versions, "--include-text", "--changes=2").at("/changes/0");
      JsonNode first = changes.at(changes.at("/losses").isEmpty() ? "/gains/0" : "/losses/0");
      assertEquals(first.at("/name"), first.at("/candidate/id"));
      assertTrue(first.at("/candidate/messages").toString().contains("bore me"), "" + first);
      assertFalse(first.at("/reference/messages").toString().contains("bore me"), "" + first);
    }
  }

  /** One file has the same ids for each version: a text is that of the version. */
  @Test
  void textsOfOneFileAreThoseOfTheVersion() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      for (String version : List.of("one", "two")) {
        rows.append(
            String.format(
                "{\"id\":\"c%d\",\"version\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi %d\"},"
                    + "{\"role\":\"assistant\",\"content\":\"this is %s of %d\"}]}\n",
                i, version, i, version, i));
      }
    }
    Path all = Files.writeString(inFolder("all.jsonl"), rows);
    JsonNode changes =
        json(List.of(all), "--by=version", "--include-text", "--pairing=id").at("/changes/0");
    assertTrue(changes.at("/losses").size() + changes.at("/gains").size() > 0, "" + changes);
    for (JsonNode change : changes.at("/losses")) {
      assertTrue(change.at("/reference/messages/1/text").asText().startsWith("this is one"));
      assertTrue(change.at("/candidate/messages/1/text").asText().startsWith("this is two"));
    }
    for (JsonNode change : changes.at("/gains")) {
      assertTrue(change.at("/reference/messages/1/text").asText().startsWith("this is one"));
      assertTrue(change.at("/candidate/messages/1/text").asText().startsWith("this is two"));
    }
  }

  @Test
  void scoresWithoutAManifestHaveNoTextsAndItIsSaid() throws IOException {
    Cli.Result result =
        compare(List.of(scores("a.csv", 0), scores("b.csv", 0.05)), "--include-text");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        result.err().contains("without its run manifest it is not known which inputs"),
        result.err());
  }

  @Test
  void threeVersionsBeginWithARanking() throws IOException {
    List<Path> versions = List.of(scores("a.csv", 0), scores("b.csv", 0.05), scores("c.csv", 0.1));
    assertTrue(
        compare(versions).out().startsWith("Ranking\n  c is BEST of 3 versions, in the eyes"));
    JsonNode ranking = json(versions).get("ranking");
    assertEquals("c", ranking.at("/versions/0/name").asText());
    assertEquals("best", ranking.at("/versions/0/standing").asText());
    assertEquals("worse", ranking.at("/versions/2/standing").asText());
    assertEquals(3, ranking.get("differences").size());
    assertFalse(json(versions.subList(0, 2)).has("ranking"));
  }

  /** Users have levels of their own, and the report names the field that says so. */
  @Test
  void rowsThatHangTogetherGetTheAdviceWithTheFieldsName() throws IOException {
    List<Path> versions = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      StringBuilder text = new StringBuilder("id,customer,channel,appropriate_probability\n");
      for (int i = 0; i < 90; i++) {
        double score = 0.5 + 0.3 * Math.sin(i % 15 * 1.7) + 0.05 * Math.cos(i * 2.3);
        text.append(String.format(Locale.ROOT, "%s%d,k%d,web,%.6f\n", name, i, i % 15, score));
      }
      versions.add(Files.writeString(inFolder(name + ".csv"), text));
    }
    String advised = compare(versions).out().replaceAll("\\s+", " ");
    assertTrue(
        advised.contains(
            "rows with the same customer resemble each other (15 values, about 6 rows each)."
                + " Add --cluster customer."),
        advised);
    assertEquals("customer", json(versions).at("/advice/cluster").asText());
    String clustered = compare(versions, "--cluster=customer").out();
    assertFalse(clustered.contains("TOO NARROW"), clustered);
  }
}
