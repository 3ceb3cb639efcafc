package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.train.Training;
import dev.decorum.train.TrainingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training by the command line: what the folder holds, and what becomes of bad data. */
class TrainCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private String output() {
    return folder.resolve("judge").toString();
  }

  private Path chats(String name, int from, int to, UnaryOperator<ObjectNode> change)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = from; i < to; i++) {
      lines.add(change.apply(Chats.chat(i)).toString());
    }
    return Files.write(folder.resolve(name), lines);
  }

  private Path training() throws IOException {
    return chats("train.jsonl", 0, 20, chat -> chat);
  }

  private Path validation() throws IOException {
    return chats("validation.jsonl", 20, 30, chat -> chat);
  }

  /** One update, on the small model. */
  private static String[] arguments(String... further) {
    List<String> all =
        new ArrayList<>(
            List.of("train", "-m", Cli.BASE_MODEL, "--max-steps=1", "--threads=1", "--device=cpu"));
    for (String each : further) {
      all.removeIf(own -> each.startsWith("--") && own.startsWith(each.replaceAll("=.*", "=")));
    }
    all.addAll(List.of(further));
    return all.toArray(String[]::new);
  }

  private static Cli.Result train(String... further) {
    return Cli.run(arguments(further));
  }

  private Cli.Result train(Path training, Path validation, String... further) {
    List<String> all =
        new ArrayList<>(List.of(training.toString(), "--validation=" + validation, "-o", output()));
    all.addAll(List.of(further));
    return train(all.toArray(String[]::new));
  }

  private static void assertDone(Cli.Result result) {
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
  }

  private static void assertSaid(String words, Cli.Result result) {
    assertTrue(result.err().contains(words), () -> words + " is not in: " + result.err());
  }

  /** Refused in words, and nothing is written. */
  private void assertRefused(int exitCode, String words, Cli.Result result) {
    assertEquals(exitCode, result.exitCode(), result.err());
    assertSaid(words, result);
    assertFalse(result.err().contains("\tat "), result.err());
    assertFalse(Files.exists(folder.resolve("judge")), "something was written");
  }

  private static Set<String> names(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return new TreeSet<>(files.map(file -> file.getFileName().toString()).toList());
    }
  }

  private static List<String> probabilities(List<String> csv) {
    int column = List.of(csv.get(0).split(",", -1)).indexOf("appropriate_probability");
    return csv.subList(1, csv.size()).stream().map(line -> line.split(",", -1)[column]).toList();
  }

  @Test
  void theFolderIsAModelThatScoresAsItWasTrained() throws IOException {
    Path validation = validation();
    Cli.Result result =
        train(training(), validation, "--learning-rate=1e-3", "--max-tokens=64", "--dropout=0.25");
    assertDone(result);
    assertEquals("", result.out(), "the table is for people");
    assertSaid("training: 20 conversations, 40.0% appropriate", result);
    assertSaid("validation: 10 conversations, 40.0% appropriate", result);
    assertSaid("Training Loss   Epoch      Step   Validation Loss   Accuracy", result);
    assertSaid("best at step 1: validation loss ", result);
    Path judge = folder.resolve("judge");
    assertEquals(
        new TreeSet<>(
            Set.of(
                "README.md",
                "config.json",
                "decorum.json",
                "model.safetensors",
                "tokenizer.json",
                "tokenizer_config.json",
                "trainer_log.jsonl",
                "trainer_state.json",
                "training.json",
                "validation-scores.csv",
                "validation-scores.csv.manifest.json")),
        names(judge));
    JsonNode config = JSON.readTree(judge.resolve("config.json").toFile());
    assertEquals("gpt2", config.get("model_type").textValue());
    assertEquals(0.25, config.get("attn_pdrop").doubleValue());
    JsonNode settings = JSON.readTree(judge.resolve("decorum.json").toFile());
    assertEquals("judge", settings.get("name").textValue());
    assertEquals(64, settings.get("max_tokens").intValue());
    assertEquals(0.4, settings.get("baseline").doubleValue(), 1e-12);

    Cli.Result scored = Cli.run("score", "-m", judge.toString(), validation.toString());
    assertDone(scored);
    List<String> scores = Files.readAllLines(judge.resolve(Training.VALIDATION_SCORES));
    assertTrue(
        scores.get(0).startsWith("id,bot_name,label,appropriate_probability,"), scores.get(0));
    assertEquals(
        probabilities(Files.readAllLines(judge.resolve(Training.VALIDATION_SCORES))),
        probabilities(scored.out().lines().toList()));
    Cli.Result verified = Cli.run("model", "verify", judge.toString());
    assertDone(verified);
    Cli.Result info = Cli.run("model", "info", judge.toString());
    assertDone(info);
    assertTrue(info.out().contains("judge"), info.out());
    assertDone(Cli.run("report", judge.toString(), "-o", folder.resolve("curves.html").toString()));
    Cli.Result evaluated =
        Cli.run("evaluate", judge.resolve(Training.VALIDATION_SCORES).toString());
    assertDone(evaluated);
  }

  /** A share that is set aside: the same rows for a seed, and scores of just these. */
  @Test
  void aShareIsSetAside() throws IOException {
    Path all = chats("all.jsonl", 0, 60, chat -> chat);
    Cli.Result result = train(all.toString(), "--validation-share=0.3", "-o", output());
    assertDone(result);
    List<String> scores =
        Files.readAllLines(folder.resolve("judge").resolve(Training.VALIDATION_SCORES));
    JsonNode data = JSON.readTree(folder.resolve("judge/training.json").toFile()).get("data");
    int rows = data.at("/validation/rows").intValue();
    assertEquals(60, rows + data.at("/train/rows").intValue());
    assertEquals(rows, scores.size() - 1);
    assertTrue(rows > 8 && rows < 28, rows + " of 60 is no third");
    assertFalse(result.err().contains("are in the training data too"), result.err());
  }

  @Test
  void aGroupStaysOnItsSide() throws IOException {
    Path all = chats("all.jsonl", 0, 64, chat -> chat);
    Cli.Result result =
        train(all.toString(), "--validation-share=0.6", "--group=user_id", "-o", output());
    assertDone(result);
    assertFalse(result.err().contains("on both sides"), result.err());
    List<String> scores =
        Files.readAllLines(folder.resolve("judge").resolve(Training.VALIDATION_SCORES));
    assertTrue(scores.get(0).startsWith("id,bot_name,label,user_id,"), scores.get(0));
    Set<String> users = new TreeSet<>();
    scores.subList(1, scores.size()).forEach(line -> users.add(line.split(",", -1)[3]));
    assertEquals(8 * users.size(), scores.size() - 1, "all chats of each of " + users);
  }

  @Test
  void aGroupOnBothSidesIsTold() throws IOException {
    Cli.Result result = train(training(), validation(), "--group=user_id");
    assertDone(result);
    assertSaid("8 of 8 values of user_id are on both sides", result);
  }

  /** A row without a group is rejected on either side, and has no score either. */
  @Test
  void aRowWithoutAGroupIsRejected() throws IOException {
    UnaryOperator<ObjectNode> change =
        chat -> chat.get("id").asText().endsWith("3") ? chat.without("user_id") : chat;
    Cli.Result result =
        train(
            chats("train.jsonl", 0, 20, change),
            chats("validation.jsonl", 20, 30, change),
            "--group=user_id");
    assertEquals(ExitCode.GATE, result.exitCode(), result.err());
    assertSaid("train.jsonl:4: has no user_id, which --group names", result);
    assertSaid("validation.jsonl:4: has no user_id", result);
    assertSaid("training: 18 conversations", result);
    List<String> scores =
        Files.readAllLines(folder.resolve("judge").resolve(Training.VALIDATION_SCORES));
    assertEquals(9, scores.size() - 1);
    assertTrue(scores.stream().noneMatch(line -> line.startsWith("c23,")), scores.toString());
  }

  @Test
  void windowsOnBothSidesAreTold() throws IOException {
    Path same = training();
    Cli.Result result = train(same, same);
    assertDone(result);
    assertSaid("windows of the validation data are in the training data too", result);
  }

  @Test
  void repeatedRowsAreTold() throws IOException {
    Path training = training();
    List<String> lines = new ArrayList<>(Files.readAllLines(training));
    lines.add(lines.get(0).replace("\"c0\"", "\"d0\""));
    lines.add(lines.get(1).replace("\"label\":0", "\"label\":1").replace("\"c1\"", "\"d1\""));
    assertEquals(22, Files.readAllLines(Files.write(training, lines)).size());
    Cli.Result result = train(training, validation());
    assertDone(result);
    assertSaid("22 conversations", result);
    assertSaid("1 repeated, 1 repeated with the other label", result);
  }

  @ParameterizedTest
  @CsvSource({"0, appropriate", "1, inappropriate"})
  void oneLabelOnlyIsRefused(int label, String missing) throws IOException {
    UnaryOperator<ObjectNode> only = chat -> chat.put("label", label);
    Path one = chats("one.jsonl", 0, 10, only);
    assertRefused(
        ExitCode.UNUSABLE,
        "no conversation for training is labelled " + missing + " (10 in all)",
        train(one, validation()));
    assertRefused(
        ExitCode.UNUSABLE,
        "no conversation for validation is labelled " + missing + " (10 in all)",
        train(training(), one));
  }

  @Test
  void anEmptyShareIsRefused() throws IOException {
    assertRefused(
        ExitCode.UNUSABLE,
        "there are no labelled conversations for validation",
        train(training().toString(), "--validation-share=1e-9", "-o", output()));
    assertRefused(
        ExitCode.UNUSABLE,
        "there are no labelled conversations for training",
        train(training().toString(), "--validation-share=0.999999999", "-o", output()));
  }

  @Test
  void labelsThatSayNothingAreRejected() throws IOException {
    Path training =
        chats(
            "train.jsonl",
            0,
            20,
            chat -> chat.get("id").asText().equals("c7") ? chat.put("label", "banana") : chat);
    Cli.Result result = train(training, validation());
    assertEquals(ExitCode.GATE, result.exitCode(), result.err());
    assertSaid("train.jsonl:8: ", result);
    assertSaid("banana", result);
    assertSaid("training: 19 conversations", result);
    assertTrue(Files.exists(folder.resolve("judge/model.safetensors")));
  }

  @Test
  void strictStopsAtTheFirstRejectedRow() throws IOException {
    Path training =
        chats(
            "train.jsonl",
            0,
            20,
            chat -> chat.get("id").asText().equals("c7") ? chat.put("label", "banana") : chat);
    assertRefused(
        ExitCode.UNUSABLE, "(--strict stops here)", train(training, validation(), "--strict"));
  }

  @Test
  void withoutLabelsThereIsNothingToLearn() throws IOException {
    Path none = chats("none.jsonl", 0, 10, chat -> chat.without("label"));
    assertRefused(
        ExitCode.UNUSABLE,
        "there are no labelled conversations for training: none of 10 has a label; say where it"
            + " is (--map label=FIELD)",
        train(none, validation()));
  }

  @Test
  void rowsWithoutALabelAreLeftOut() throws IOException {
    UnaryOperator<ObjectNode> some =
        chat -> chat.get("id").asText().endsWith("1") ? chat.putNull("label") : chat;
    Cli.Result result =
        train(chats("train.jsonl", 0, 20, some), chats("validation.jsonl", 20, 30, some));
    assertDone(result);
    assertSaid("training: 18 conversations, 44.4% appropriate, 2 without a label left out", result);
    assertEquals(
        9,
        Files.readAllLines(folder.resolve("judge").resolve(Training.VALIDATION_SCORES)).size() - 1);
  }

  /** The labels of a rating may have a name and words of their own. */
  @Test
  void labelsMayHaveOtherNames() throws IOException {
    UnaryOperator<ObjectNode> rated =
        chat -> {
          boolean good = chat.remove("label").asInt() == 1;
          return chat.put("rating", good ? "great" : "awful");
        };
    Cli.Result result =
        train(
            chats("train.jsonl", 0, 20, rated),
            chats("validation.jsonl", 20, 30, rated),
            "--map=label=rating",
            "--positive=great");
    assertDone(result);
    // By hand: i * 7 % 5 % 2 is 1 for two of any five conversations.
    assertTrue(
        result
            .err()
            .contains(
                "decorum: labels taken as appropriate: \"great\" (12); as not appropriate:"
                    + " \"awful\" (18)\n"),
        result.err());
  }

  @Test
  void emptyWindowsAreRejected() throws IOException {
    Path texts =
        Files.writeString(
            folder.resolve("texts.jsonl"),
            """
            {"id":"a","text":"hello","label":1}
            {"id":"b","text":"","label":1}
            {"id":"c","text":"go away","label":0}
            """);
    Cli.Result result = train(texts, validation());
    assertEquals(ExitCode.GATE, result.exitCode(), result.err());
    assertSaid("texts.jsonl:2: ", result);
    assertSaid("training: 2 conversations", result);
  }

  @Test
  void rejectedRowsAreKeptOnRequest() throws IOException {
    Path rejects = folder.resolve("rejects.jsonl");
    Path training =
        chats(
            "train.jsonl",
            0,
            20,
            chat -> chat.get("id").asText().equals("c7") ? chat.put("label", "banana") : chat);
    Cli.Result result = train(training, validation(), "--rejects=" + rejects, "--allow-rejects");
    assertDone(result);
    assertEquals(1, Files.readAllLines(rejects).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--max-tokens=129 | --max-tokens must be 1 to 128 for the model 'base', not 129",
        "--turns=all | --turns: a label is for a whole conversation",
        "--learning-rate=0 | --learning-rate must be above 0",
        "--learning-rate=NaN | --learning-rate: 'NaN' is not a number",
        "--learning-rate=1e400 | --learning-rate: 1e400 is too large",
        "--num-epochs=0 | --num-epochs must be above 0",
        "--max-steps=0 | --max-steps must be 1 or more",
        "--train-batch-size=0 | --train-batch-size must be 1 or more",
        "--eval-batch-size=0 | --eval-batch-size must be 1 or more",
        "--gradient-accumulation-steps=0 | --gradient-accumulation-steps must be 1 or more",
        "--eval-steps=0 | --eval-steps must be 1 or more",
        "--logging-steps=0 | --logging-steps must be 1 or more",
        "--warmup-steps=-1 | --warmup-steps must be 0 or more",
        "--patience=0 | --patience must be 1 or more",
        "--weight-decay=-1 | --weight-decay must be from 0 to 100",
        "--max-grad-norm=-1 | --max-grad-norm must be 0 or more",
        "--adam-beta1=1 | --adam-beta1 must be from 0 to below 1",
        "--adam-beta2=1 | --adam-beta2 must be from 0 to below 1",
        "--adam-epsilon=-1 | --adam-epsilon must be from 0 to below 1",
        "--dropout=1 | --dropout must be from 0 to 0.999",
        "--label-smoothing=1 | --label-smoothing must be a number from 0 to below 1",
        "--threads=0 | --threads must be a number from 1 to 1024",
        "--device=cuda:0,1 | --device",
        "--device=tpu | --device",
        "--bf16 | --bf16 and --fp16 are for GPUs",
        "--bf16 --fp16 | --bf16 and --fp16 exclude each other",
        "--n-layer=2 | --n-layer is for --from-scratch",
        "--tokenizer=x | --tokenizer is for --from-scratch",
        "--vocab-size=300 | --vocab-size is for a tokenizer that is made",
        "--from-scratch | --from-scratch starts from random weights, and -m from a model",
        "--validation-share=0.1 | --validation and --validation-share exclude each other",
        "--baseline=1 | --baseline must be"
      })
  void wrongOptionsAreRefused(String options, String message) throws IOException {
    List<String> further = new ArrayList<>(Arrays.asList(options.split(" ")));
    Cli.Result result = train(training(), validation(), further.toArray(String[]::new));
    assertRefused(ExitCode.USAGE, message, result);
  }

  @Test
  void validationDataAreNeeded() throws IOException {
    assertRefused(
        ExitCode.USAGE,
        "give them with --validation FILE, or set some aside with --validation-share 0.1",
        train(training().toString(), "-o", output()));
    for (String share : List.of("0", "1", "-0.1")) {
      assertRefused(
          ExitCode.USAGE,
          "--validation-share must be a number between 0 and 1",
          train(training().toString(), "--validation-share=" + share, "-o", output()));
    }
    assertRefused(
        ExitCode.UNUSABLE, "missing.jsonl", train(training(), folder.resolve("missing.jsonl")));
    assertRefused(
        ExitCode.UNUSABLE, "missing.jsonl", train(folder.resolve("missing.jsonl"), validation()));
  }

  @Test
  void standardInputIsRefused() throws IOException {
    String text = Files.readString(training());
    Cli.Result result =
        new Cli().in(text).start(arguments("-", "--validation=" + validation(), "-o", output()));
    assertRefused(ExitCode.USAGE, "standard input", result);
    result =
        new Cli()
            .in(text)
            .start(arguments(training().toString(), "--validation=-", "-o", output()));
    assertRefused(ExitCode.USAGE, "--validation: standard input cannot be read twice", result);
  }

  private Cli.Result trainInto(String place) throws IOException {
    return train(training().toString(), "--validation=" + validation(), "-o", place);
  }

  @Test
  void theFolderHasToBeFree() throws IOException {
    Path full = Files.createDirectories(folder.resolve("full"));
    Files.writeString(full.resolve("diary.txt"), "dear diary");
    assertRefused(
        ExitCode.UNUSABLE,
        full + ": is not empty, and holds no training by Decorum; choose another folder",
        trainInto(full.toString()));
    assertEquals(Set.of("diary.txt"), names(full));
    Path file = Files.writeString(folder.resolve("file"), "text");
    assertRefused(
        ExitCode.UNUSABLE,
        file + ": is a file; the trained model is a folder",
        trainInto(file.toString()));
    assertEquals("text", Files.readString(file));
    Path nowhere = folder.resolve("no/where");
    assertRefused(
        ExitCode.UNUSABLE,
        nowhere + ": the folder that it would be in does not exist",
        trainInto(nowhere.toString()));
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertDone(trainInto(empty.toString()));
  }

  @Test
  void theFolderCannotBeTheOneThatTrainingStartsFrom() throws IOException {
    assertDone(trainInto(output()));
    byte[] weights = Files.readAllBytes(folder.resolve("judge/model.safetensors"));
    for (String resume : List.of("--resume", "--no-resume")) {
      Cli.Result result =
          Cli.run(
              "train",
              training().toString(),
              "--validation=" + validation(),
              "-m",
              output(),
              "-o",
              folder.resolve("../" + folder.getFileName() + "/judge").toString(),
              resume);
      assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
      assertSaid("-o: training starts from " + output(), result);
    }
    assertTrue(
        Arrays.equals(weights, Files.readAllBytes(folder.resolve("judge/model.safetensors"))));
  }

  /** The scores of an earlier training are data like any other, but not while being replaced. */
  @Test
  void theDataAreNotOverwritten() throws IOException {
    assertDone(trainInto(output()));
    Path scores = folder.resolve("judge").resolve(Training.VALIDATION_SCORES);
    byte[] before = Files.readAllBytes(scores);
    Cli.Result result = train(training(), scores, "--no-resume");
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertSaid("must not lie in it", result);
    assertTrue(Arrays.equals(before, Files.readAllBytes(scores)));
  }

  /** Already the first time: the second time its scores would be read. */
  @Test
  void theFolderCannotLieAmongTheData() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.move(training(), data.resolve("train.jsonl"));
    Cli.Result result =
        train(data.toString(), "--validation=" + validation(), "-o", data + "/judge");
    assertRefused(
        ExitCode.USAGE, "/judge' lies in the input folder '" + data + "', all of whose", result);
    assertEquals(Set.of("train.jsonl"), names(data));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkToNothingIsNoFolder() throws IOException {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, folder.resolve("nothing"));
    Cli.Result result = trainInto(link.toString());
    assertRefused(
        ExitCode.UNUSABLE,
        link + ": is a link to " + folder.resolve("nothing") + ", which does not exist",
        result);
    assertFalse(result.err().contains("conversations"), "the data were read before");
  }

  /** Files of one name, in the order of the input, and what a card makes of odd names. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void everyFileIsNamed() throws IOException {
    List<String> places = List.of("b/part.jsonl", "a/part.jsonl", "`x`\n# y.jsonl");
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Path place = folder.resolve(places.get(i));
      Files.createDirectories(place.getParent());
      Files.move(chats("part.jsonl", 6 * i, 6 * i + 6, chat -> chat), place);
      arguments.add(place.toString());
    }
    arguments.addAll(List.of("--validation=" + validation(), "-o", output()));
    assertDone(train(arguments.toArray(String[]::new)));
    JsonNode files =
        JSON.readTree(folder.resolve("judge/training.json").toFile()).at("/data/train/files");
    List<String> names = new ArrayList<>();
    files.fieldNames().forEachRemaining(names::add);
    assertEquals(places, names);
    String card = Files.readString(folder.resolve("judge/README.md"));
    assertTrue(card.contains("\n  - `b/part.jsonl`, SHA-256 "), card);
    assertTrue(card.contains("\n  - `` `x`·# y.jsonl ``, SHA-256 "), card);
    assertDone(Cli.run("report", output()));
    Files.delete(folder.resolve("judge/trainer_log.jsonl"));
    Cli.Result report = Cli.run("report", output());
    assertEquals(ExitCode.UNUSABLE, report.exitCode(), report.err());
    assertSaid("trainer_log.jsonl: cannot be read: no such file", report);
  }

  @Test
  void anotherTrainingInTheFolderIsRefused() throws IOException {
    Path training = training();
    Path validation = validation();
    assertDone(train(training, validation));
    byte[] weights = Files.readAllBytes(folder.resolve("judge/model.safetensors"));
    Cli.Result result = train(training, validation, "--learning-rate=0.5", "--history=1");
    assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
    assertSaid(
        "judge: holds another training: history was 10, now 1; learning_rate was 1.0E-5, now",
        result);
    assertSaid("start this one again with --no-resume", result);
    assertTrue(
        Arrays.equals(weights, Files.readAllBytes(folder.resolve("judge/model.safetensors"))));
    Cli.Result finished = train(training, validation);
    assertDone(finished);
    assertSaid("this training is finished (--no-resume starts it again)", finished);
    assertDone(train(training, validation, "--learning-rate=0.5", "--no-resume"));
    assertEquals(1, TrainingLog.read(folder.resolve("judge/trainer_log.jsonl")).lastStep());
    assertFalse(
        Arrays.equals(weights, Files.readAllBytes(folder.resolve("judge/model.safetensors"))));
  }

  @Test
  void aModelCanBeTrainedFurther() throws IOException {
    assertDone(trainInto(output()));
    String further = folder.resolve("further").toString();
    Cli.Result result =
        Cli.run(
            "train",
            training().toString(),
            "--validation=" + validation(),
            "-m",
            output(),
            "-o",
            further,
            "--max-steps=1");
    assertDone(result);
    assertEquals(
        "judge",
        JSON.readTree(Path.of(further, "training.json").toFile()).get("started_from").textValue());
  }

  @Test
  void fromScratchATokenizerIsMade() throws IOException {
    Cli.Result result =
        Cli.run(
            "train",
            "--from-scratch",
            "--n-layer=1",
            "--n-head=2",
            "--n-embd=8",
            "--n-positions=32",
            "--vocab-size=300",
            training().toString(),
            "--validation=" + validation(),
            "-o",
            output(),
            "--max-steps=2",
            "--learning-rate=1e-2");
    assertDone(result);
    assertSaid("made a tokenizer of ", result);
    assertDone(Cli.run("model", "verify", output()));
    Cli.Result scored = Cli.run("score", "-m", output(), validation().toString());
    assertDone(scored);
    assertEquals(
        probabilities(
            Files.readAllLines(folder.resolve("judge").resolve(Training.VALIDATION_SCORES))),
        probabilities(scored.out().lines().toList()));
  }

  @Test
  void aShapeThatCannotBeIsRefused() throws IOException {
    Cli.Result result =
        Cli.run(
            "train",
            "--from-scratch",
            "--n-head=3",
            "--n-embd=8",
            "--tokenizer=" + Cli.BASE_MODEL,
            training().toString(),
            "--validation=" + validation(),
            "-o",
            output());
    assertRefused(ExitCode.UNUSABLE, "n_embd 8 is not a multiple of n_head 3", result);
  }

  private Cli.Result trainFrom(String model, String... further) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "train",
                "-m",
                model,
                training().toString(),
                "--validation=" + validation(),
                "--max-steps=1",
                "-o",
                output()));
    all.addAll(List.of(further));
    return Cli.run(all.toArray(String[]::new));
  }

  @Test
  void modelsOfOtherHeadsNeedANewOne() throws IOException {
    String reward = FoldersTest.folder("reward", folder.resolve("reward")).toString();
    assertRefused(
        ExitCode.UNUSABLE,
        reward
            + ": has one output, a reward, but training is for two labels; --new-head replaces its"
            + " head by one of two",
        trainFrom(reward));
    assertDone(trainFrom(reward, "--new-head"));
    String three = FoldersTest.folder("labels-three-first", folder.resolve("three")).toString();
    Cli.Result result = trainFrom(three, "--appropriate-label=0", "--no-resume");
    assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
    assertSaid("has 3 labels, but training is for two labels", result);
  }

  @Test
  void anActivationWithoutTrainingIsRefusedBeforeTheDataAreRead() throws IOException {
    String xielu = FoldersTest.folder("activation-xielu", folder.resolve("xielu")).toString();
    Cli.Result result = trainFrom(xielu);
    assertRefused(ExitCode.UNUSABLE, "activation_function is \"xielu\"", result);
    assertFalse(result.err().contains("train.jsonl"), result.err());
  }

  @Test
  void exportedGraphsAreRefused() throws IOException {
    assertRefused(
        ExitCode.UNUSABLE,
        "is an exported graph, which cannot be trained",
        trainFrom("src/test/resources/checkpoints/onnx"));
  }

  @Test
  void aLossWithoutLimitsEndsTheTrainingInWords() throws IOException {
    Cli.Result result =
        train(
            training(),
            validation(),
            "--learning-rate=999999",
            "--max-steps=200",
            "--max-grad-norm=0",
            "--eval-steps=1");
    assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
    assertSaid("so training cannot go on; try a lower --learning-rate", result);
    assertFalse(Files.exists(folder.resolve("judge/model.safetensors")));
  }

  @Test
  void theLanguageIsLearnedFirst() throws IOException {
    assertDone(train(training(), validation(), "--lm-epochs=2", "--lm-learning-rate=1e-3"));
    Path judge = folder.resolve("judge");
    JsonNode config = JSON.readTree(judge.resolve("language-model/config.json").toFile());
    assertEquals("GPT2LMHeadModel", config.at("/architectures/0").asText());
    assertTrue(Files.exists(judge.resolve("language-model/model.safetensors")));
    assertFalse(Files.exists(judge.resolve("language-model/decorum.json")));
    JsonNode summary = JSON.readTree(judge.resolve("training.json").toFile());
    assertEquals(2.0, summary.at("/hyperparameters/lm_epochs").asDouble());
    assertEquals(1e-3, summary.at("/hyperparameters/lm_learning_rate").asDouble());
    byte[] weights = Files.readAllBytes(judge.resolve("model.safetensors"));
    Cli.Result again =
        train(training(), validation(), "--lm-epochs=2", "--lm-learning-rate=1e-3", "--no-resume");
    assertDone(again);
    assertArrayEquals(weights, Files.readAllBytes(judge.resolve("model.safetensors")));
  }

  @Test
  void unlabelledRowsAreForTheLanguageAlone() throws IOException {
    Path training = training();
    Path more = chats("more.jsonl", 40, 50, chat -> chat.without("label"));
    Cli.Result result =
        train(
            training.toString(),
            more.toString(),
            "--validation=" + validation(),
            "-o",
            output(),
            "--lm-epochs=1");
    assertDone(result);
    assertSaid("training: 20 conversations", result);
    assertSaid("10 without a label left out", result);
    assertSaid("learning the language of 30 conversations first", result);
  }

  @Test
  void aRateForNoLanguageIsRefused() throws IOException {
    Cli.Result result = train(training(), validation(), "--lm-learning-rate=1e-3");
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertSaid("--lm-learning-rate is for --lm-epochs", result);
  }
}
