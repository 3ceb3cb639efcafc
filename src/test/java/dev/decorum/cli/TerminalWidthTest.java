package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.report.TerminalText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A walk over the commands: whatever they print to a terminal fits it. */
class TerminalWidthTest {
  @TempDir private static Path folder;
  private static Path chats;
  private static Path old;
  private static Path store;

  @BeforeAll
  static void write() throws IOException {
    chats =
        Chats.write(
            folder.resolve("chats with a name of some length.jsonl"), 70, TerminalWidthTest::odd);
    old = folder.resolve("old.csv");
    ok(
        Cli.run(
            "score",
            "-m",
            Cli.BASE_MODEL,
            chats.toString(),
            "-o",
            old.toString(),
            "--keep",
            "label,channel,user_id"));
    for (String version : List.of("new and improved version of the bot.csv", "newest.csv")) {
      Path input =
          Chats.write(
              folder.resolve(version + ".jsonl"), 70, chat -> odd(chat).put("persona", version));
      Path scores = folder.resolve(version);
      String kept = "channel,user_id";
      ok(
          Cli.run(
              "score",
              "-q",
              "-m",
              Cli.BASE_MODEL,
              input.toString(),
              "-o",
              scores.toString(),
              "--keep",
              kept));
    }
    store = folder.resolve("store.db");
    for (int night = 1; night < 5; night++) {
      ok(
          Cli.run(
              "audit",
              "-m",
              Cli.BASE_MODEL,
              chats.toString(),
              "--store",
              store.toString(),
              "--night",
              "2026-11-0" + night));
    }
  }

  private static void ok(Cli.Result result) {
    assertEquals(0, result.exitCode(), result.err());
  }

  /** Long ids, wide characters, a long word, and a name with a control character. */
  private static ObjectNode odd(ObjectNode chat) {
    int number = Integer.parseInt(chat.get("id").asText().substring(1));
    if (number % 7 == 3) {
      chat.put("id", "conversation-of-a-long-day-in-november/" + "x".repeat(number) + "/end");
    }
    if (number % 5 == 1) {
      chat.put("bot_name", "小明和他的朋友们一起去公园玩\u001b[31m");
      chat.put("channel", "電子郵件和簡訊以及電話客服中心的對話紀錄");
    }
    return chat;
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  private static List<List<String>> commands() {
    String input = chats.toString();
    String model = Cli.BASE_MODEL;
    String versions = file("new and improved version of the bot.csv");
    return List.of(
        List.of("score", "-m", model, input),
        List.of(
            "score",
            "-m",
            model,
            input,
            "--turns",
            "bot",
            "--limit",
            "9",
            "--output-format",
            "table"),
        List.of("score", "-m", model, "examples/bad-rows/mixed.jsonl"),
        List.of(
            "score",
            "-v",
            "-m",
            model,
            input,
            "-o",
            file("scores again.csv"),
            "--html",
            file("p.html")),
        List.of("score", "no such file.jsonl"),
        List.of("score", "--batch-tokens", "many"),
        List.of("compare", old.toString(), versions, "--by", "channel", "--resamples=99"),
        List.of(
            "compare", old.toString(), versions, file("newest.csv"), "--gate", "--resamples=99"),
        List.of("evaluate", old.toString(), "--by", "channel", "--resamples=99"),
        List.of("report", old.toString(), "--by", "channel", "--resamples=99"),
        List.of("rank", "-m", model, "examples/rank-replies/candidates.jsonl"),
        List.of(
            "audit",
            "-m",
            model,
            input,
            "--store",
            store.toString(),
            "--night",
            "2026-11-05",
            "--by",
            "channel",
            "--fail-if",
            "mean < 2"),
        List.of("audit", "history", "--store", store.toString()),
        List.of(
            "audit", "accept", "2026-11-04", "--store", store.toString(), "--reason", "it is so"),
        List.of("explain", "-m", model, input, "--id", "c1"),
        List.of("show", "-m", model, input, "--limit", "5"),
        List.of("inspect", input),
        List.of("inspect", "-v", "examples/support-tickets/tickets.csv"),
        List.of("model", "list"),
        List.of("model", "info", model),
        List.of("model", "verify", model),
        List.of("merge", old.toString(), "-o", file("merged.csv")),
        List.of("merge", old.toString(), "-o", file("merged.csv"), "--no-such-option"));
  }

  static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n|\r\033\\[K", -1)) {
      lines.add(
          line.replaceAll("\033\\[[0-9;]*m", "").replaceAll("\033\\]8;;[^\033]*\033\\\\", ""));
    }
    return lines;
  }

  private static void assertFits(String text, int columns, String command) {
    for (String line : lines(text)) {
      assertFalse(line.contains("\033"), command + ": " + line);
      assertTrue(
          TerminalText.width(line) <= columns,
          () -> command + " has " + TerminalText.width(line) + " columns: " + line);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 200})
  void noLineIsWiderThanTheTerminal(int columns) {
    for (List<String> command : commands()) {
      Cli.Result result = new Cli().onTerminal(columns).start(command.toArray(String[]::new));
      String name = String.join(" ", command);
      if (System.getProperty("show.terminal") != null) {
        System.out.println("$ " + name + "\n" + result.out() + result.err());
      }
      assertTrue(result.exitCode() != ExitCode.INTERNAL, result.err());
      assertFits(result.out(), columns, name);
      assertFits(result.err(), columns, name);
    }
  }
}
