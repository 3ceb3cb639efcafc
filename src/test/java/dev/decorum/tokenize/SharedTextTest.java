package dev.decorum.tokenize;

import static dev.decorum.format.Dialogues.conversation;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.format.DialogueFormatter;
import dev.decorum.format.TooMuchTextException;
import dev.decorum.format.Turns;
import dev.decorum.format.Window;
import dev.decorum.format.WindowOptions;
import dev.decorum.format.Windower;
import dev.decorum.infer.TestLibraries;
import dev.decorum.model.Checkpoints;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Template;
import dev.decorum.model.Tokenizers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What windows have in common is encoded once, and nobody can tell. */
class SharedTextTest {
  private static final FormatterTemplates BY_MESSAGE =
      new FormatterTemplates(
          "by-message",
          Template.parse("{bot_name}: {memory}"),
          Template.parse("{prompt}\n"),
          Template.parse("{bot_name}:{message}"),
          Template.parse("{user_name}: {message}\n"),
          Template.parse(""),
          true);

  private static final List<String> PARTS =
      List.of(
          " hi",
          " été",
          "\n",
          "\n\n",
          "  ",
          "!",
          "...",
          " 🙂",
          "'s",
          " 1234",
          "\t",
          "日本語",
          " ",
          "\uD83D",
          "\uDE00",
          "word",
          " the",
          "<|endoftext|>",
          " <|endoftext|> ",
          "\u00a0",
          "e\u0301",
          "\u0301");

  @BeforeAll
  static void keepNativeLibrariesOutOfTheHomeFolder() {
    TestLibraries.prepare();
  }

  private static String text(Random random, int length) {
    // Of some parts only, so that there are texts without special tokens, and without spaces.
    List<String> parts = new ArrayList<>();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      parts.add(PARTS.get(random.nextInt(PARTS.size())));
    }
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(parts.get(random.nextInt(parts.size())));
    }
    return text.toString();
  }

  private static Conversation random(Random random, List<String> prompts) {
    List<Message> messages = new ArrayList<>();
    for (int i = random.nextInt(1, 12); i > 0; i--) {
      Speaker speaker = random.nextBoolean() ? Speaker.BOT : Speaker.USER;
      int length = random.nextInt(8) == 0 ? random.nextInt(6_000) : random.nextInt(60);
      messages.add(new Message(speaker, text(random, length)));
    }
    String memory = prompts.get(random.nextInt(prompts.size()));
    String prompt = prompts.get(random.nextInt(prompts.size()));
    return conversation("c", new Dialogue("U", memory, prompt, messages));
  }

  private static byte[] tokenizerJson(boolean split) throws Exception {
    byte[] json = ModelBundle.open(Checkpoints.folder("base")).tokenizerJson();
    return split ? Tokenizers.withExpression(json, Tokenizers.GPT4) : json;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theTokensAreThoseOfEachTextByItself(boolean split) throws Exception {
    Random random = new Random(20261129);
    try (WindowTokenizer tokenizer =
        WindowTokenizer.load(tokenizerJson(split), 64, List.of("<|endoftext|>"))) {
      int compared = 0;
      for (int round = 0; round < 3; round++) {
        List<String> prompts =
            List.of(
                text(random, random.nextInt(100)),
                text(random, random.nextInt(3_000, 9_000)),
                text(random, random.nextInt(round == 0 ? 90_000 : 12_000)));
        DialogueFormatter formatter =
            new DialogueFormatter(round % 2 == 0 ? FormatterTemplates.PYGMALION : BY_MESSAGE);
        WindowOptions options = new WindowOptions(random.nextBoolean() ? 4 : 1_000, 64, Turns.ALL);
        Windower windower = new Windower(formatter, options, tokenizer);
        Windower counting = new Windower(formatter, options, text -> tokenizer.count(text));
        for (int i = 0; i < 6; i++) {
          Conversation conversation = random(random, prompts);
          Iterator<Window> counted = counting.windows(conversation).iterator();
          for (Window window : windower.windows(conversation)) {
            Window same = counted.next();
            assertEquals(same.text().toString(), window.text().toString());
            assertEquals(same.messageEnds(), window.messageEnds());
            assertEquals(same.flags(), window.flags());
            Optional<TokenizedText> alone = tokenizer.tokenizeText(window.alone());
            Optional<TokenizedText> shared = tokenizer.tokenizeText(window);
            assertEquals(alone.isPresent(), shared.isPresent());
            if (alone.isPresent()) {
              assertSame(alone.get(), shared.get(), "round " + round + ", window " + window.id());
              compared++;
            }
          }
        }
      }
      assertEquals(true, compared > 90, compared + " windows");
    }
  }

  private static void assertSame(TokenizedText alone, TokenizedText shared, String where) {
    assertArrayEquals(alone.tokens().tokenIds(), shared.tokens().tokenIds(), where);
    assertEquals(alone.tokens().tokensDropped(), shared.tokens().tokensDropped(), where);
    assertEquals(alone.tokens().messagesUsed(), shared.tokens().messagesUsed(), where);
    assertEquals(alone.tokens().flags(), shared.tokens().flags(), where);
    assertEquals(alone.keptFrom(), shared.keptFrom(), where);
    assertEquals(alone.text(), shared.text(), where);
  }

  private static Conversation longChat(String memory, int messages) {
    List<Message> said = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      said.add(new Message(i % 2 == 0 ? Speaker.USER : Speaker.BOT, "ok " + i % 7));
    }
    return conversation("c", new Dialogue("U", memory, "", said));
  }

  private static Windower windower(WindowTokenizer tokenizer, int history, Turns turns) {
    return new Windower(
        new DialogueFormatter(FormatterTemplates.PYGMALION),
        new WindowOptions(history, 1_024, turns),
        tokenizer);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, WindowOptions.WHOLE_HISTORY})
  void aLongPersonaIsEncodedOnceForAllTurns(int history) throws Exception {
    Conversation chat = longChat("The quick brown fox. ".repeat(40_000), 800);
    try (WindowTokenizer tokenizer =
        WindowTokenizer.load(tokenizerJson(false), 1_024, List.of("<|endoftext|>"))) {
      Windower windower = windower(tokenizer, history, Turns.BOT);
      assertTimeout(
          Duration.ofSeconds(30),
          () -> {
            for (Window window : windower.windows(chat)) {
              assertEquals(1_024, tokenizer.tokenize(window).orElseThrow().length());
            }
          });
    }
  }

  /** Without a space there is no place to cut. */
  @Test
  void aRowThatTakesTooMuchWorkIsAnErrorOfItsWindows() throws Exception {
    Conversation chat = longChat("日本語。".repeat(500_000), 2_000);
    try (WindowTokenizer tokenizer =
        WindowTokenizer.load(tokenizerJson(false), 1_024, List.of("<|endoftext|>"))) {
      Windower windower = windower(tokenizer, 10, Turns.BOT);
      Iterator<Window> windows = windower.windows(chat).iterator();
      for (int i = 0; i < 499; i++) {
        windows.next().text().tokenizing(1_000_000);
      }
      TooMuchTextException thrown =
          assertThrows(TooMuchTextException.class, () -> tokenizer.tokenize(windows.next()));
      assertEquals(
          "the windows of this row have more than 500,000,000 characters to tokenize, what they"
              + " share counted once; split it, or shorten what comes before its replies",
          thrown.getMessage());
      Window other = windower.windows(longChat("Kind.", 2)).iterator().next();
      assertEquals(false, tokenizer.tokenize(other).isEmpty(), "the next row");
    }
  }
}
