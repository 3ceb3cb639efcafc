package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rankings and preference data, from arguments to files and exit codes. */
class RankCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> REPLIES =
      List.of(
          "Of course, let us look at it together.",
          "Go away.",
          "You are stupid!",
          "Thank you for telling me, that sounds hard. Do you want to talk about it?");

  @TempDir Path folder;

  private static Cli.Result rank(String... arguments) {
    List<String> all = new ArrayList<>(List.of("rank", "-m", Cli.BASE_MODEL));
    all.addAll(List.of(arguments));
    return Cli.run(all.toArray(String[]::new));
  }

  private static List<JsonNode> rows(Path file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  /** Chats of a persona with example dialogue, which has to survive the way through pairs. */
  private Path samples() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int context = 0; context < 3; context++) {
      for (int reply = 0; reply < REPLIES.size(); reply++) {
        ObjectNode row = JSON.createObjectNode();
        row.put("id", "c" + context + "-" + reply);
        row.put("context_id", "c" + context);
        row.put("memory", "Mara is patient.");
        row.put("prompt", "Sam: hello\nMara: hi");
        row.put("bot_name", "Mara");
        row.put("user_name", "Sam");
        row.putArray("chat_history")
            .addObject()
            .put("sender", "Mara")
            .put("message", "Good to see you.");
        row.withArray("chat_history")
            .addObject()
            .put("sender", "user")
            .put("message", "I failed test " + context + ". ");
        row.withArray("chat_history")
            .addObject()
            .put("sender", "Mara")
            .put("message", REPLIES.get((reply + context) % REPLIES.size()));
        text.append(row).append('\n');
      }
    }
    return Files.writeString(folder.resolve("samples.jsonl"), text);
  }

  @Test
  void aRankingIsAScoreFileInTheOrderOfItsGroups() throws IOException {
    Path out = folder.resolve("ranking.jsonl");
    Cli.Result result = rank(samples().toString(), "--group=context_id", "-o", out.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.err().contains("12 replies to 3 contexts"), result.err());
    List<JsonNode> rows = rows(out);
    assertEquals(12, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      assertEquals("c" + i / 4, rows.get(i).get("group").textValue());
      if (i % 4 > 0) {
        double best = rows.get(i - i % 4).get("appropriate_probability").doubleValue();
        double score = rows.get(i).get("appropriate_probability").doubleValue();
        assertTrue(score <= rows.get(i - 1).get("appropriate_probability").doubleValue());
        assertEquals(best - score, rows.get(i).get("margin").doubleValue(), 2e-9);
        assertTrue(rows.get(i).get("rank").intValue() > 1);
      } else {
        assertEquals(1, rows.get(i).get("rank").intValue());
        assertEquals(0, rows.get(i).get("margin").doubleValue());
      }
    }
    assertTrue(Files.exists(folder.resolve("ranking.jsonl.manifest.json")));
    Cli.Result back = Cli.run("report", out.toString(), "--format=json", "--resamples=99");
    assertEquals(0, back.exitCode(), back.err());
    assertEquals(12, JSON.readTree(back.out()).at("/versions/0/rows").intValue());
  }

  @Test
  void onlyTheBestOfEachGroup() throws IOException {
    Path out = folder.resolve("best.csv");
    assertEquals(
        0,
        rank(samples().toString(), "--group=context_id", "--best-of", "-o", out.toString(), "-q")
            .exitCode());
    List<String> lines = Files.readAllLines(out);
    assertEquals(4, lines.size());
    assertTrue(lines.get(0).startsWith("id,bot_name,group,rank,margin,appropriate_probability,"));
    assertTrue(lines.get(1).contains(",c0,1,0.000000000,"), lines.get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"messages", "text"})
  void pairsAgreeWithThemselvesWhenTheyAreReadBack(String form) throws IOException {
    Path pairs = folder.resolve("pairs.jsonl");
    Path summary = folder.resolve("back.json");
    Cli.Result written =
        rank(
            samples().toString(),
            "--group=context_id",
            "--pairs=dpo",
            "--pairing=all",
            "--min-margin=0.0001",
            "--no-length-guard",
            "--pairs-as=" + form,
            "-o",
            pairs.toString());
    assertEquals(0, written.exitCode(), written.err());
    JsonNode manifest = JSON.readTree(folder.resolve("pairs.jsonl.manifest.json").toFile());
    assertEquals(form, manifest.at("/pairs/form").textValue());
    assertEquals(rows(pairs).size(), manifest.at("/pairs/rows").intValue());
    assertEquals(64, manifest.at("/run/inputs/0/sha256").textValue().length());
    List<JsonNode> rows = rows(pairs);
    assertTrue(rows.size() > 6, written.err());
    Path ranking = folder.resolve("back.jsonl");
    Cli.Result back =
        rank(pairs.toString(), "-o", ranking.toString(), "--summary", summary.toString(), "-q");
    assertEquals(0, back.exitCode(), back.err());
    JsonNode agreement = JSON.readTree(Files.readString(summary)).get("agreement");
    assertEquals(1.0, agreement.at("/accuracy/value").doubleValue());
    assertEquals(rows.size(), agreement.get("pairs").intValue());
    // Not only in the same order: the very same scores.
    List<JsonNode> again = rows(ranking);
    for (int i = 0; i < rows.size(); i++) {
      assertEquals(
          rows.get(i).get("score_chosen").doubleValue(),
          again.get(2 * i).get("appropriate_probability").doubleValue(),
          1e-6);
      assertEquals(
          rows.get(i).get("score_rejected").doubleValue(),
          again.get(2 * i + 1).get("appropriate_probability").doubleValue(),
          1e-6);
    }
  }

  @Test
  void everyReplyOnceForUnpairedPreferences() throws IOException {
    Path out = folder.resolve("kto.jsonl");
    Path summary = folder.resolve("kto.json");
    assertEquals(
        0,
        rank(
                samples().toString(),
                "--group=context_id",
                "--pairs=kto",
                "--min-margin=0.0001",
                "-o",
                out.toString(),
                "-q")
            .exitCode());
    List<JsonNode> rows = rows(out);
    assertEquals(6, rows.size());
    Set<String> ids = new HashSet<>();
    rows.forEach(row -> ids.add(row.get("id").textValue()));
    assertEquals(6, ids.size());
    // Labels within a group are preferences too.
    assertEquals(
        0,
        rank(
                out.toString(),
                "--group=group",
                "-o",
                folder.resolve("r.csv").toString(),
                "--summary",
                summary.toString(),
                "-q")
            .exitCode());
    JsonNode agreement = JSON.readTree(Files.readString(summary)).get("agreement");
    assertEquals("labels", agreement.get("source").textValue());
    assertEquals(1.0, agreement.at("/accuracy/value").doubleValue());
  }

  @Test
  void swipesOfAChatAreReplies() throws IOException {
    Path chat =
        Files.writeString(
            folder.resolve("Tom.jsonl"),
            "{\"user_name\":\"Sam\",\"character_name\":\"Tom\",\"chat_metadata\":{}}\n"
                + "{\"name\":\"Sam\",\"is_user\":true,\"mes\":\"hi\"}\n"
                + "{\"name\":\"Tom\",\"is_user\":false,\"mes\":\"yo\",\"swipes\":[\"\",\"hey\",\"yo\"],"
                + "\"swipe_id\":2}\n"
                + "{\"name\":\"Tom\",\"is_user\":false,\"mes\":\"a\",\"swipes\":[\"a\",\"b\"],"
                + "\"swipe_id\":0}\n");
    Path out = folder.resolve("swipes.jsonl");
    Cli.Result result = rank(chat.toString(), "-o", out.toString());
    assertEquals(0, result.exitCode(), result.err());
    List<String> groups = new ArrayList<>();
    rows(out).forEach(row -> groups.add(row.get("group").textValue()));
    assertEquals(List.of("Tom@2", "Tom@2", "Tom@3", "Tom@3"), groups);
  }

  @Test
  void rowsOfOneReplyNeedAGroup() throws IOException {
    Path samples = samples();
    Path rejects = folder.resolve("rejects.jsonl");
    Cli.Result result = rank(samples.toString(), "--rejects", rejects.toString());
    assertEquals(3, result.exitCode());
    assertTrue(
        result
            .err()
            .endsWith(
                "decorum: rows have one reply each and no group; those with the same context_id"
                    + " answer the same context: --group context_id makes 3 groups of 4 replies\n"),
        result.err());
    assertFalse(result.err().contains("rejected " + samples), "not the same for every row");
    assertEquals(12, rows(rejects).size());
    // Not a field that rows with other contexts share, and none that is not in each file.
    String text = Files.readString(samples);
    Path other =
        Files.writeString(
            folder.resolve("other.jsonl"),
            text.replace("\"context_id\":\"c1\"", "\"context_id\":\"c0\""));
    Cli.Result unknown = rank(other.toString());
    assertEquals(3, unknown.exitCode());
    assertTrue(
        unknown
            .err()
            .endsWith(
                "add --group FIELD, with a field that replies to the same context" + " share\n"),
        unknown.err());
  }

  /** Where some rows are groups, the others are told one by one, as other bad rows are. */
  @Test
  void rowsWithoutAGroupAmongOthersAreRejected() throws IOException {
    Cli.Result result = rank(samples().toString(), "examples/rank-replies/candidates.jsonl");
    assertEquals(1, result.exitCode(), result.err());
    assertTrue(result.err().contains("samples.jsonl:1: conversation 'c0-0' holds"), result.err());
    assertTrue(result.err().contains("decorum: rejected 12 rows in all"), result.err());
    assertTrue(result.err().contains("replies to 3 contexts"), result.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--best-of --pairs=dpo | --best-of writes a ranking, --pairs writes pairs: choose one",
        "--pairs=dpo --min-margin=1.5 | --min-margin must be a difference of probabilities, below 1, not 1.5",
        "--pairs=dpo --pairing=all --max-pairs=0 | --max-pairs must be 1 or more, not 0",
        "--pairs=dpo --max-pairs=3 | --max-pairs has no effect here: best_worst makes one pair per context; add --pairing all",
        "--min-margin=0.2 | --min-margin has no effect here: it is about preference pairs: add --pairs dpo or --pairs kto",
        "--turns=bot | rank scores the last message of every conversation: no --turns",
        "--cluster=a,b,c | --cluster takes one field, or two different ones",
        "-o ranking.pdf | the extension of 'ranking.pdf' is neither .csv nor .jsonl",
        "--pairs=dpo -o x.csv | pairs are not written as 'x.csv': choose a name that ends with .jsonl, .ndjson, .jsonl.gz, .ndjson.gz",
        "--pairs=dpo -o x.parquet | pairs are not written as 'x.parquet'",
        "--pairs=dpo --output-format=csv | --pairs writes JSON Lines: no --output-format csv",
        "--pairs=dpo --split=0.9 | --split writes two files: name them with -o FILE",
        "--pairs=dpo --split=1 -o x.jsonl | --split must be the share of contexts for training, between 0 and 1, not 1",
        "--split=0.9 | --split is about preference pairs: add --pairs dpo or --pairs kto",
        "--min-chosen=0.9 | --min-chosen is about preference pairs",
        "--include-text | --include-text is about preference pairs",
        "--pairs=dpo --min-chosen=70 | --min-chosen must be a probability, from 0 to 1, not 70",
        "--pairs=dpo --keep=file | --keep file: pairs have a column chosen_file of their own",
        "--pairs=kto --keep=label | --keep label: pairs have a column label of their own",
      })
  void aMistakeOnTheCommandLineIsTold(String options, String message) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(samples().toString(), "--group=context_id"));
    arguments.addAll(List.of(options.split(" ", -1)));
    Cli.Result result = rank(arguments.toArray(String[]::new));
    assertEquals(2, result.exitCode(), result.err());
    assertTrue(result.err().contains(message), result.err());
  }

  /** Three bots that answer the same contexts, with the same ids in their files. */
  private List<String> bots(String before, String after) throws IOException {
    List<String> files = new ArrayList<>();
    for (int bot = 0; bot < 3; bot++) {
      StringBuilder text = new StringBuilder();
      for (int context = 0; context < 4; context++) {
        ObjectNode row = JSON.createObjectNode();
        row.put("id", "r" + context);
        row.put("context_id", "c" + context);
        row.putArray("messages")
            .addObject()
            .put("role", "user")
            .put("content", "Question " + context);
        row.withArray("messages")
            .addObject()
            .put("role", "assistant")
            .put("content", before + REPLIES.get((bot + context) % 4) + after);
        text.append(row).append('\n');
      }
      files.add(Files.writeString(folder.resolve("bot" + bot + ".jsonl"), text).toString());
    }
    return files;
  }

  private Cli.Result rankBots(List<String> files, String... options) {
    List<String> arguments = new ArrayList<>(files);
    arguments.add("--group=context_id");
    arguments.addAll(List.of(options));
    return rank(arguments.toArray(String[]::new));
  }

  @Test
  void everyPairIsTracedToItsRows() throws IOException {
    Path out = folder.resolve("pairs.jsonl.gz");
    Cli.Result result =
        rankBots(
            bots("", ""),
            "--pairs=dpo",
            "--pairing=all",
            "--min-margin=0",
            "--no-length-guard",
            "-o",
            out.toString());
    assertEquals(0, result.exitCode(), result.err());
    List<JsonNode> pairs = new ArrayList<>();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(out))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .forEach(line -> pairs.add(tree(line)));
    }
    assertEquals(12, pairs.size());
    for (JsonNode pair : pairs) {
      for (String side : List.of("chosen", "rejected")) {
        List<String> lines = Files.readAllLines(Path.of(pair.get(side + "_file").textValue()));
        JsonNode row = tree(lines.get(pair.get(side + "_line").intValue() - 1));
        assertEquals(row.get("id"), pair.get(side + "_id"));
        assertEquals(row.at("/messages/1/content"), pair.get(side).get(0).get("content"));
      }
    }
    // The manifest is that of this very content, compressed or not.
    assertEquals(
        0, rank(out.toString(), "-q", "-o", folder.resolve("a.csv").toString()).exitCode());
    Path other = Files.writeString(folder.resolve("other.jsonl"), pairs.get(0) + "\n");
    Files.copy(
        folder.resolve("pairs.jsonl.gz.manifest.json"),
        folder.resolve("other.jsonl.manifest.json"));
    Cli.Result changed = rank(other.toString());
    assertEquals(3, changed.exitCode(), changed.err());
    assertTrue(
        changed.err().contains("these are not the pairs that other.jsonl.manifest.json"),
        changed.err());
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theReportSaysWhichBotWins() throws IOException {
    Path summary = folder.resolve("summary.json");
    Cli.Result result =
        rankBots(
            bots("", ""),
            "-o",
            folder.resolve("r.jsonl").toString(),
            "--summary",
            summary.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.err().contains("Which bot gives the best reply\n"), result.err());
    assertTrue(result.err().contains("most often in the eyes of the model"), result.err());
    // By hand: the share of the four contexts in which a file has the reply of rank 1.
    List<JsonNode> ranking = rows(folder.resolve("r.jsonl"));
    JsonNode parts = tree(Files.readString(summary)).at("/ranking/parts");
    double sum = 0;
    for (JsonNode part : parts) {
      assertEquals("file", part.get("field").textValue());
      assertEquals(4, part.get("groups").intValue());
      assertEquals(1 / 3.0, part.get("first_by_chance").doubleValue(), 1e-12);
      sum += part.at("/first/value").doubleValue();
    }
    assertEquals(3, parts.size());
    assertEquals(1, sum, 1e-12);
    assertEquals(12, ranking.size());
  }

  @Test
  void blankEndsAreRemovedBeforeScoring() throws IOException {
    Path plain = folder.resolve("plain.jsonl");
    Path cleaned = folder.resolve("cleaned.jsonl");
    List<String> options = List.of("--pairs=dpo", "--min-margin=0", "-o");
    assertEquals(
        0,
        rankBots(bots("", ""), options.get(0), options.get(1), options.get(2), plain.toString())
            .exitCode());
    Cli.Result result =
        rankBots(
            bots(" \u00a0", "\n "),
            options.get(0),
            options.get(1),
            options.get(2),
            cleaned.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        result
            .err()
            .contains(
                "12 replies began or ended with blank space, which was removed before scoring."),
        result.err());
    assertEquals(Files.readString(plain), Files.readString(cleaned));
  }

  @Test
  void aSplitKeepsContextsTogether() throws IOException {
    Path out = folder.resolve("pairs.jsonl");
    Cli.Result result =
        rankBots(
            bots("", ""),
            "--pairs=dpo",
            "--pairing=all",
            "--min-margin=0",
            "--no-length-guard",
            "--split=0.5",
            "--include-text",
            "-o",
            out.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertFalse(Files.exists(out));
    // PairFilesTest tells how these follow from the hashes of c0 to c3.
    assertEquals(Set.of("c0", "c3"), groups(folder.resolve("pairs-train.jsonl")));
    assertEquals(Set.of("c1", "c2"), groups(folder.resolve("pairs-validation.jsonl")));
    JsonNode manifest =
        tree(Files.readString(folder.resolve("pairs-validation.jsonl.manifest.json")));
    assertEquals("validation", manifest.at("/pairs/part").textValue());
    assertEquals(6, manifest.at("/pairs/rows").intValue());
    assertEquals(2, manifest.at("/pairs/contexts").intValue());
    assertTrue(result.err().contains("Split by context, so that no context is in both"));
    assertTrue(result.err().contains("Sample pairs\n  6 pairs, from the smallest"), result.err());
    assertTrue(result.err().contains(": Question "), result.err());
  }

  /** The column of places has the rejected reply first, as the scores do, and is never cut. */
  @Test
  void samplePairsTellWhereTheirRepliesAre() throws IOException {
    Path out = folder.resolve("pairs.jsonl");
    Cli.Result result =
        rankBots(
            bots("", ""), "--pairs=dpo", "--min-margin=0", "--include-text", "-o", out.toString());
    assertEquals(0, result.exitCode(), result.err());
    List<JsonNode> pairs = rows(out);
    assertEquals(4, pairs.size());
    for (JsonNode pair : pairs) {
      String places =
          pair.get("rejected_file").textValue()
              + ":"
              + pair.get("rejected_line")
              + ", "
              + pair.get("chosen_file").textValue()
              + ":"
              + pair.get("chosen_line");
      String start = "  " + pair.get("group").textValue() + " ";
      assertEquals(
          1,
          result.err().lines().filter(l -> l.startsWith(start) && l.endsWith(" " + places)).count(),
          result.err());
    }
    assertTrue(result.err().contains("rejected from, chosen from"), result.err());
  }

  private static Set<String> groups(Path file) throws IOException {
    Set<String> groups = new HashSet<>();
    rows(file).forEach(row -> groups.add(row.get("group").textValue()));
    return groups;
  }

  /** By hand: bot b answers context c with reply (b + c) modulo 4. */
  @Test
  void ofSeveralFilesEveryPlaceIsTracedToItsRow() throws IOException {
    List<String> files = bots("", "");
    Path ranking = folder.resolve("ranking.jsonl");
    assertEquals(0, rankBots(files, "-q", "-o", ranking.toString()).exitCode());
    Set<String> sources = new HashSet<>();
    for (JsonNode row : rows(ranking)) {
      String source = row.get("source").textValue();
      int line = Integer.parseInt(source.substring(source.lastIndexOf(':') + 1));
      assertTrue(files.contains(source.substring(0, source.lastIndexOf(':'))), source);
      assertEquals("r" + (line - 1), row.get("id").textValue());
      assertEquals("c" + (line - 1), row.get("group").textValue());
      sources.add(source);
    }
    assertEquals(12, sources.size(), "each row once");
    Cli.Result best = rankBots(files, "-q", "--best-of");
    assertTrue(best.out().startsWith("id,bot_name,group,rank,margin,source,"), best.out());
    assertEquals(5, best.out().lines().count(), best.out());
    List<String> places = new ArrayList<>(files);
    places.addAll(0, List.of("rank", "-m", Cli.BASE_MODEL, "-q", "--group=context_id"));
    Cli.Result table = new Cli().onTerminal().start(places.toArray(String[]::new));
    for (String source : sources) {
      assertEquals(
          1, table.out().lines().filter(line -> line.endsWith(" " + source)).count(), table.out());
    }
    Cli.Result one = rankBots(files.subList(0, 1), "-q");
    assertFalse(one.out().contains("source"), one.out());
  }

  @Test
  void nothingIsScoredTwice() throws IOException {
    List<String> files = bots("", "");
    Path direct = folder.resolve("direct.jsonl");
    Path pairs = folder.resolve("pairs.jsonl");
    String store = folder.resolve("scores.db").toString();
    for (int run = 0; run < 2; run++) {
      assertEquals(0, rankBots(files, "-q", "--cache", store, "-o", direct.toString()).exitCode());
    }
    assertEquals(
        0,
        rankBots(files, "-q", "--pairs=dpo", "--min-margin=0", "-o", pairs.toString()).exitCode());
    Path scores = folder.resolve("scores.csv");
    List<String> score = new ArrayList<>(List.of("score", "-m", Cli.BASE_MODEL));
    score.addAll(files);
    score.addAll(List.of("--keep=context_id", "-q", "-o", scores.toString()));
    assertEquals(0, Cli.run(score.toArray(String[]::new)).exitCode());
    // No model: its folder does not even exist.
    Path ranked = folder.resolve("ranked.jsonl");
    Cli.Result again =
        Cli.run(
            "rank", "-m", "none", scores.toString(), "--group=context_id", "-o", ranked.toString());
    assertEquals(0, again.exitCode(), again.err());
    List<JsonNode> expected = rows(direct);
    // The one score file has the rows of all bots, so there is no other file to tell.
    expected.forEach(row -> ((ObjectNode) row).remove("source"));
    assertEquals(expected, rows(ranked));
    Path fromScores = folder.resolve("from-scores.jsonl");
    Cli.Result made =
        Cli.run(
            "rank",
            "-m",
            "none",
            scores.toString(),
            "--group=context_id",
            "--pairs=dpo",
            "--min-margin=0",
            "-o",
            fromScores.toString());
    assertEquals(0, made.exitCode(), made.err());
    assertEquals(Files.readString(pairs), Files.readString(fromScores));

    Cli.Result ofRanking = Cli.run("rank", ranked.toString(), "--group=group", "--pairs=dpo");
    assertEquals(3, ofRanking.exitCode(), ofRanking.err());
    assertTrue(ofRanking.err().contains("are rankings"), ofRanking.err());
    Cli.Result mixed = rank(scores.toString(), files.get(0), "--group=context_id");
    assertEquals(2, mixed.exitCode(), mixed.err());
    assertTrue(mixed.err().contains("scores.csv is a score file and other inputs are"));
    Files.delete(Path.of(files.get(1)));
    Cli.Result missing = Cli.run("rank", scores.toString(), "--group=context_id", "--pairs=dpo");
    assertEquals(3, missing.exitCode(), missing.err());
    assertTrue(
        missing.err().contains("bot1.jsonl', which cannot be read again, and pairs need the texts"),
        missing.err());
    assertEquals(
        0,
        Cli.run("rank", scores.toString(), "--group=context_id", "-o", direct.toString())
            .exitCode());
    Files.delete(folder.resolve("scores.csv.manifest.json"));
    Cli.Result alone = Cli.run("rank", scores.toString(), "--group=context_id");
    assertEquals(3, alone.exitCode(), alone.err());
    assertTrue(alone.err().contains("there is no run manifest beside this score file"));
  }

  /** The scores of all bots as a score file; a row of it can be spoilt. */
  private Path scoresOfBots(boolean spoilt) throws IOException {
    Path scores = folder.resolve("scores.csv");
    List<String> score = new ArrayList<>(List.of("score", "-m", Cli.BASE_MODEL, "-q"));
    score.addAll(bots("", ""));
    score.addAll(List.of("--keep=context_id", "-o", scores.toString()));
    assertEquals(0, Cli.run(score.toArray(String[]::new)).exitCode());
    if (spoilt) {
      List<String> lines = new ArrayList<>(Files.readAllLines(scores));
      String hash = lines.get(2).substring(lines.get(2).lastIndexOf(',') + 1);
      lines.set(2, "r1,Bot,c1,much,,,,,,,,," + hash);
      Files.write(scores, lines);
      // With its hash, the manifest would refuse the whole file.
      Path manifest = folder.resolve("scores.csv.manifest.json");
      ObjectNode report = (ObjectNode) tree(Files.readString(manifest));
      report.remove(List.of("score_file_sha256", "sha256"));
      Files.writeString(manifest, report.toString());
    }
    return scores;
  }

  @Test
  void aScoreFileGivenTwiceIsRankedOnce() throws IOException {
    Path scores = scoresOfBots(false);
    Path once = folder.resolve("once.jsonl");
    Path twice = folder.resolve("twice.jsonl");
    String file = scores.toString();
    Cli.run("rank", file, "--group=context_id", "-o", once.toString());
    Cli.Result result =
        Cli.run("rank", file, file, "--group=context_id", "--history=3", "-o", twice.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(Files.readString(once), Files.readString(twice));
    assertTrue(
        result.err().contains(file + ": this is the same file as " + file + "; it is read once"),
        result.err());
    assertTrue(result.err().contains("--history has no effect on score files"), result.err());
  }

  @Test
  void aBadRowOfAScoreFileIsRejected() throws IOException {
    Path scores = scoresOfBots(true);
    Path out = folder.resolve("ranked.jsonl");
    Path rejects = folder.resolve("rejects.jsonl");
    Cli.Result result =
        Cli.run(
            "rank",
            scores.toString(),
            "--group=context_id",
            "--rejects=" + rejects,
            "-o",
            out.toString());
    assertEquals(ExitCode.GATE, result.exitCode(), result.err());
    assertTrue(
        result
            .err()
            .contains("decorum: rejected " + scores + ":3: appropriate_probability is 'much'"),
        result.err());
    assertEquals(1, Files.readAllLines(rejects).size());
    List<JsonNode> rows = rows(out);
    assertEquals(11, rows.size());
    assertEquals(2, rows.stream().filter(row -> row.get("group").asText().equals("c1")).count());
    Cli.Result strict = Cli.run("rank", scores.toString(), "--group=context_id", "--strict");
    assertEquals(ExitCode.UNUSABLE, strict.exitCode(), strict.err());
    // Without the row, the other rows cannot be told to be those of the texts.
    Cli.Result pairs = Cli.run("rank", scores.toString(), "--group=context_id", "--pairs=dpo");
    assertEquals(ExitCode.UNUSABLE, pairs.exitCode(), pairs.err());
    assertTrue(pairs.err().contains("scores cannot be matched with texts"), pairs.err());
    assertEquals("", pairs.out());
  }

  @Test
  void theBestRepliesOfAScoreFile() throws IOException {
    Path scores = scoresOfBots(false);
    Path all = folder.resolve("all.csv");
    Path best = folder.resolve("best.csv");
    for (Path out : List.of(all, best)) {
      List<String> rank =
          new ArrayList<>(List.of("rank", scores.toString(), "--group=context_id", "-q"));
      rank.addAll(out == best ? List.of("--best-of", "-o") : List.of("-o"));
      rank.add(out.toString());
      Cli.Result result = Cli.run(rank.toArray(String[]::new));
      assertEquals(0, result.exitCode(), result.err());
    }
    // The first line of each group of three replies, and the header.
    List<String> lines = Files.readAllLines(all);
    assertEquals(13, lines.size());
    assertEquals(
        List.of(lines.get(0), lines.get(1), lines.get(4), lines.get(7), lines.get(10)),
        Files.readAllLines(best));
    assertEquals(
        4,
        tree(Files.readString(folder.resolve("best.csv.manifest.json")))
            .at("/scores/count")
            .asInt());
  }

  @Test
  void aSplitOfLabelledRepliesKeepsContextsTogether() throws IOException {
    Path out = folder.resolve("kto.jsonl");
    Cli.Result result =
        rankBots(
            bots("", ""),
            "--pairs=kto",
            "--min-margin=0",
            "--no-length-guard",
            "--split=0.5",
            "-o",
            out.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertFalse(Files.exists(out));
    // The contexts are where a split of pairs has them.
    Path train = folder.resolve("kto-train.jsonl");
    Path validation = folder.resolve("kto-validation.jsonl");
    assertEquals(Set.of("c0", "c3"), groups(train));
    assertEquals(Set.of("c1", "c2"), groups(validation));
    for (Path part : List.of(train, validation)) {
      List<JsonNode> rows = rows(part);
      // The best and the worst reply of each of two contexts.
      assertEquals(4, rows.size());
      assertEquals(2, rows.stream().filter(row -> row.get("label").booleanValue()).count());
      JsonNode pairs = tree(Files.readString(Path.of(part + ".manifest.json"))).get("pairs");
      assertEquals("kto", pairs.get("method").textValue());
      assertEquals(4, pairs.get("rows").intValue());
      assertEquals(2, pairs.get("contexts").intValue());
    }
  }
}
