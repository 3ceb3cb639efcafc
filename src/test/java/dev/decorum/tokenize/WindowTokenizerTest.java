package dev.decorum.tokenize;

import static dev.decorum.format.Dialogues.conversation;
import static dev.decorum.format.Dialogues.messages;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.conversation.Content;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Omissions;
import dev.decorum.conversation.ScoredPayload;
import dev.decorum.format.DialogueFormatter;
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
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.ModelFolder;
import dev.decorum.model.tokenizer.ModelTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTokenizerTest {
  private static final int END_OF_TEXT = 1024;

  /** Messages as they are, one a line, and nothing else. */
  private static final FormatterTemplates LINES =
      new FormatterTemplates(
          "lines",
          Template.parse(""),
          Template.parse(""),
          Template.parse("{message}\n"),
          Template.parse("{message}\n"),
          Template.parse(""),
          false);

  @BeforeAll
  static void keepNativeLibrariesOutOfTheHomeFolder() {
    TestLibraries.prepare();
  }

  private static WindowTokenizer tokenizer(String checkpoint, int maxTokens) {
    ModelBundle bundle = ModelBundle.open(Checkpoints.folder(checkpoint));
    return WindowTokenizer.load(bundle.tokenizerJson(), maxTokens, bundle.specialTokens());
  }

  private static Window window(FormatterTemplates templates, Content content) {
    return new Windower(
            new DialogueFormatter(templates), new WindowOptions(10, 1, Turns.LAST), String::length)
        .windows(conversation("c", content))
        .iterator()
        .next();
  }

  private static Optional<TokenizedText> tokenized(int maxTokens, Content content) {
    try (WindowTokenizer tokenizer = tokenizer("base", maxTokens)) {
      return tokenizer.tokenizeText(window(LINES, content));
    }
  }

  private static TokenizedText text(int maxTokens, String text) {
    return tokenized(maxTokens, new FormattedText(text)).orElseThrow();
  }

  private static TokenizedText lines(int maxTokens, String... lines) {
    return tokenized(maxTokens, new Dialogue("U", "", "", messages(lines))).orElseThrow();
  }

  private static List<Integer> ids(TokenWindow window) {
    return Arrays.stream(window.tokenIds()).boxed().toList();
  }

  @ParameterizedTest
  @CsvSource({"base, base", "base, base-text", "vocab-merges, vocab-merges"})
  void theIdsAreThoseOfHuggingFace(String checkpoint, String fixture) {
    Windower windower =
        new Windower(
            new DialogueFormatter(FormatterTemplates.PYGMALION),
            new WindowOptions(10, 128, Turns.LAST),
            String::length);
    List<ScoredPayload> payloads = ScoredPayload.read(fixture);
    assertTrue(payloads.size() >= 12, fixture);
    try (WindowTokenizer tokenizer = tokenizer(checkpoint, 128)) {
      for (ScoredPayload payload : payloads) {
        Window window = windower.windows(payload.conversation()).iterator().next();
        TokenWindow tokens = tokenizer.tokenize(window).orElseThrow();
        assertEquals(payload.tokenIds(), ids(tokens), payload.toString());
        int dropped = payload.allTokens() - payload.tokenIds().size();
        assertEquals(dropped, tokens.tokensDropped(), payload.toString());
        assertEquals(dropped > 0, tokens.flags().contains(Flag.TRUNCATED), payload.toString());
        assertEquals(
            payload.tokenIds().contains(END_OF_TEXT),
            tokens.flags().contains(Flag.SPECIAL_TOKEN_IN_TEXT),
            payload.toString());
        assertEquals(
            payload.allTokens(), tokenizer.count(window.text().toString()), payload.toString());
      }
    }
  }

  /** In this vocabulary "!" is 0 and a line feed 198, and neither joins the other. */
  @ParameterizedTest
  @CsvSource({
    "7, 0, 3, 0",
    "6, 0, 3, 0",
    "5, 1, 3, 1",
    "4, 2, 2, 2",
    "3, 3, 2, 3",
    "2, 4, 1, 4",
    "1, 5, 1, 5"
  })
  void tokensAreCutOnTheLeftAndWholeMessagesWithThem(
      int maxTokens, int dropped, int messagesUsed, int keptFrom) {
    TokenizedText text = lines(maxTokens, "U:!", "B:!", "U:!");
    assertEquals(List.of(0, 198, 0, 198, 0, 198).subList(dropped, 6), ids(text.tokens()));
    assertEquals(dropped, text.tokens().tokensDropped());
    assertEquals(3, text.tokens().messages());
    assertEquals(messagesUsed, text.tokens().messagesUsed(), "seen at least in part");
    assertEquals(keptFrom, text.keptFrom());
    assertEquals(
        dropped == 0 ? Set.of(Flag.ENDS_WITH_USER) : Set.of(Flag.ENDS_WITH_USER, Flag.TRUNCATED),
        text.tokens().flags());
  }

  /**
   * An emoji is two UTF-16 code units but one code point. Taken for code units, the tokenizer's
   * offset 3 behind "😀😀\n" would lie inside of the first message.
   */
  @Test
  void emojiBeforeTheCutAreCountedAsTheCharactersThatTheyAre() {
    TokenizedText text = lines(4, "U:😀😀", "B:!", "U:!");
    assertEquals(List.of(0, 198, 0, 198), ids(text.tokens()));
    assertEquals("!\n!\n", text.text().substring(text.keptFrom()));
    assertEquals(2, text.tokens().messagesUsed());
  }

  /** Every byte of an emoji that is no merge is a token of its own, so a cut may fall between. */
  @Test
  void anEmojiThatIsCutInHalfCountsAsSeen() {
    TokenizedText whole = lines(128, "U:😀😀", "B:!");
    int emojiTokens = (whole.tokens().length() - 3) / 2;
    assertTrue(emojiTokens >= 2, "an emoji has several tokens in this vocabulary");
    TokenizedText cut = lines(4, "U:😀😀", "B:!");
    assertEquals("😀\n!\n", cut.text().substring(cut.keptFrom()));
    assertEquals(2 * emojiTokens - 1, cut.tokens().tokensDropped());
    assertEquals(2, cut.tokens().messagesUsed());
  }

  @Test
  void aSpecialTokenIsFlaggedOnlyIfItSurvivesTheCut() {
    String typed = "<|endoftext|>!\n";
    assertEquals(
        Set.of(Flag.SPECIAL_TOKEN_IN_TEXT), text(3, typed).tokens().flags(), "nothing cut");
    assertEquals(List.of(END_OF_TEXT, 0, 198), ids(text(3, typed).tokens()));
    assertEquals(Set.of(Flag.TRUNCATED), text(2, typed).tokens().flags(), "cut off");
    assertEquals(
        Set.of(Flag.TRUNCATED, Flag.SPECIAL_TOKEN_IN_TEXT),
        text(1, typed + "<|endoftext|>").tokens().flags(),
        "only the last of two survives");
    assertEquals(Set.of(), text(128, "<|endoftext| >").tokens().flags(), "not quite");
  }

  @ParameterizedTest
  @CsvSource({
    "a\uD83Db, a\uFFFDb",
    "\uDE00, \uFFFD",
    "a\uD83D, a\uFFFD",
    "😀\uD83D, 😀\uFFFD",
    "\uD83D😀 é, \uFFFD😀 é",
    "\uDE00\uD83D, \uFFFD\uFFFD",
    "\uD83D\uD83D\uDE00\uDE00, \uFFFD😀\uFFFD"
  })
  void halfASurrogatePairBecomesAReplacementCharacter(String typed, String read) {
    TokenizedText damaged = text(128, typed);
    assertEquals(read, damaged.text());
    assertEquals(ids(text(128, read).tokens()), ids(damaged.tokens()));
    assertEquals(Set.of(Flag.LONE_SURROGATE), damaged.tokens().flags());
    assertEquals(Set.of(), text(128, read).tokens().flags(), "U+FFFD itself is nothing special");
    try (WindowTokenizer tokenizer = tokenizer("base", 128)) {
      assertEquals(damaged.tokens().length(), tokenizer.count(typed));
    }
  }

  @Test
  void aTextWithoutTokensHasNothingToScore() {
    assertEquals(Optional.empty(), tokenized(128, new FormattedText("")));
  }

  @Test
  void flagsOfTheWindowAreKept() {
    Dialogue dialogue = new Dialogue("U", "", "", messages("U: "), new Omissions(0, 0, 1, 1, 1));
    TokenizedText text = tokenized(1, dialogue).orElseThrow();
    assertEquals(
        Set.of(
            Flag.EMPTY,
            Flag.MESSAGES_OMITTED,
            Flag.REASONING_OMITTED,
            Flag.PARTS_OMITTED,
            Flag.NO_BOT_MESSAGE,
            Flag.TRUNCATED),
        text.tokens().flags());
  }

  @Test
  void whatIsNoTokenizerIsRefused() {
    byte[] json = "{\"version\": \"1.0\"}".getBytes(StandardCharsets.UTF_8);
    ModelException thrown =
        assertThrows(ModelException.class, () -> WindowTokenizer.load(json, 128, List.of()));
    assertTrue(
        String.valueOf(thrown.getMessage()).startsWith("the tokenizer cannot be loaded: "),
        thrown.getMessage());
  }

  private static String words(int length, long seed) {
    List<String> all =
        List.of(
            "Tom:",
            " hi",
            " \u00e9t\u00e9",
            "\n",
            "\n\n",
            "  ",
            "!",
            "...",
            " \ud83d\ude42",
            "'s",
            " 1234",
            "\t");
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(all.get(random.nextInt(all.size())));
    }
    return text.toString();
  }

  /** Two expressions: GPT-2's and GPT-4's, which takes line feeds into the word before them. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLongTextHasTheTokensThatItHasAsAWhole(boolean split) throws IOException {
    byte[] json = ModelBundle.open(Checkpoints.folder("base")).tokenizerJson();
    if (split) {
      json = Tokenizers.withExpression(json, Tokenizers.GPT4);
    }
    String text = words(3 * TextPiece.LONGEST, 20261124);
    assertTrue(TextPiece.of(text, List.of()).size() > 3);
    long[] whole;
    try (HuggingFaceTokenizer library =
        HuggingFaceTokenizer.newInstance(
            new ByteArrayInputStream(json), Map.of("truncation", "false", "padding", "false"))) {
      whole = library.encode(text, false, false).getIds();
    }
    for (int maxTokens : new int[] {1, 128, whole.length - 40_000, whole.length}) {
      try (WindowTokenizer tokenizer = WindowTokenizer.load(json, maxTokens, List.of())) {
        assertEquals(whole.length, tokenizer.count(text));
        TokenizedText read =
            tokenizer.tokenizeText(window(LINES, new FormattedText(text))).orElseThrow();
        int dropped = whole.length - maxTokens;
        assertEquals(dropped, read.tokens().tokensDropped());
        assertEquals(
            Arrays.stream(whole).skip(dropped).mapToObj(id -> (int) id).toList(),
            ids(read.tokens()));
        // What is kept has the kept tokens, unless it begins within a character or a word.
        assertTrue(tokenizer.count(text.substring(read.keptFrom())) <= maxTokens + 4);
      }
    }
  }

  /** An added token takes in white space around it, so no piece may begin beside one. */
  @ParameterizedTest
  @ValueSource(strings = {"lstrip", "rstrip", "single_word", "normalized"})
  void anAddedTokenAtTheSeamIsWhatItIsInTheWholeText(String flag, @TempDir Path temp)
      throws IOException {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    Checkpoints.edit(
        folder.resolve("tokenizer_config.json"),
        config -> {
          config.put("add_prefix_space", true);
          ObjectNode tokens = config.putObject("added_tokens_decoder");
          tokens.putObject("1024").put("content", "<|endoftext|>").put("special", true);
          tokens.putObject("1025").put("content", "<a b>").put(flag, true);
        });
    ModelTokenizer opened = ModelTokenizer.open(ModelFolder.open(folder), null);
    Random random = new Random(7);
    try (HuggingFaceTokenizer library =
            HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(opened.json()),
                Map.of("truncation", "false", "padding", "false"));
        WindowTokenizer tokenizer = WindowTokenizer.load(opened, 2_000, 2_000)) {
      for (int round = 0; round < 6; round++) {
        StringBuilder text = new StringBuilder();
        List<String> parts =
            List.of("<a b>", " <a b>", "<a b> ", "  ", " x", "x", "\u00a0", "A B>");
        while (text.length() < 200) {
          text.append(parts.get(random.nextInt(parts.size())));
        }
        text.append(" x".repeat((TextPiece.LONGEST - random.nextInt(200)) / 2));
        long[] whole = library.encode(text.toString(), false, false).getIds();
        assertEquals(whole.length, tokenizer.count(text.toString()));
      }
    }
  }

  /** What has no better place is cut where the window does not see it. */
  @Test
  void theEndOfALongTextWithoutSpacesIsRight() throws IOException {
    byte[] json = ModelBundle.open(Checkpoints.folder("base")).tokenizerJson();
    String text = "\u65e5\u672c\u8a9e\u306e\u3002".repeat(TextPiece.LONGEST / 5 + 1) + "thing";
    try (WindowTokenizer tokenizer = tokenizer("base", 128)) {
      TokenWindow tokens = tokenizer.tokenize(window(LINES, new FormattedText(text))).orElseThrow();
      try (HuggingFaceTokenizer library =
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(json), Map.of("truncation", "false", "padding", "false"))) {
        long[] whole = library.encode(text, false, false).getIds();
        assertEquals(
            Arrays.stream(whole).skip(whole.length - 128).mapToObj(id -> (int) id).toList(),
            ids(tokens));
      }
    }
  }

  @Test
  void theTokensAroundATextAreWithinTheWindow(@TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy("vocab-merges", temp.resolve("model"));
    Checkpoints.edit(
        folder.resolve("tokenizer_config.json"),
        config -> config.put("add_bos_token", true).put("add_eos_token", true));
    ModelTokenizer opened = ModelTokenizer.open(ModelFolder.open(folder), null);
    try (WindowTokenizer tokenizer = WindowTokenizer.load(opened, 4, 1_025)) {
      TokenWindow tokens =
          tokenizer.tokenize(window(LINES, new FormattedText("!\n!"))).orElseThrow();
      assertEquals(List.of(END_OF_TEXT, 198, 0, END_OF_TEXT), ids(tokens));
      assertEquals(1, tokens.tokensDropped());
    }
    ModelException thrown =
        assertThrows(ModelException.class, () -> WindowTokenizer.load(opened, 2, 1_025));
    assertEquals(
        "the tokenizer adds 2 tokens to every text, which leaves no room for it in a window of 2",
        thrown.getMessage());
  }

  /** Only where the window has it: what is cut off does no harm. */
  @Test
  void aTokenThatTheModelDoesNotKnowIsAnErrorOfItsRow(@TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    Checkpoints.edit(
        folder.resolve("tokenizer_config.json"), config -> config.put("sep_token", "[SEP]"));
    ModelTokenizer opened = ModelTokenizer.open(ModelFolder.open(folder), null);
    assertEquals(1_025, opened.largestAddedId());
    try (WindowTokenizer tokenizer = WindowTokenizer.load(opened, 2, 1_025)) {
      UnknownTokenException thrown =
          assertThrows(
              UnknownTokenException.class,
              () -> tokenizer.tokenize(window(LINES, new FormattedText("![SEP]"))));
      assertTrue(
          String.valueOf(thrown.getMessage()).startsWith("has the token id 1025, but"),
          thrown.getMessage());
      assertEquals(
          List.of(0, 0),
          ids(tokenizer.tokenize(window(LINES, new FormattedText("[SEP]!!"))).orElseThrow()));
    }
  }

  @Test
  void aWordLongerThanAPieceIsTokenizedAllTheSame() {
    try (WindowTokenizer tokenizer = tokenizer("base", 128)) {
      Window window = window(LINES, new FormattedText("\ud83d\ude42".repeat(300_000)));
      TokenWindow tokens = tokenizer.tokenize(window).orElseThrow();
      assertEquals(128, tokens.length());
      assertEquals(tokenizer.count("\ud83d\ude42") * 300_000, 128 + tokens.tokensDropped());
    }
  }

  @Test
  void aTokenThatIsUnknownEvenAsUnknownIsAnError() {
    byte[] json = Tokenizers.small("'pre_tokenizer':null", "'unk_token':'missing'");
    try (WindowTokenizer tokenizer = WindowTokenizer.load(json, 128, List.of())) {
      ModelException thrown = assertThrows(ModelException.class, () -> tokenizer.count("x"));
      assertTrue(
          String.valueOf(thrown.getMessage()).startsWith("the tokenizer cannot be used: Unk token"),
          thrown.getMessage());
    }
  }
}
