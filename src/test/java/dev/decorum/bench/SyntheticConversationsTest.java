package dev.decorum.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FieldValue;
import dev.decorum.format.DialogueFormatter;
import dev.decorum.format.Window;
import dev.decorum.format.WindowOptions;
import dev.decorum.format.Windower;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.WindowTokenizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The workloads are what their descriptions say, by the demo model's tokenizer. */
class SyntheticConversationsTest {
  private static final int WINDOW = 1024;

  private static WindowTokenizer tokenizer;

  @BeforeAll
  static void loadTokenizer() {
    tokenizer = RewardModel.tokenizer(ModelBundle.demo(), WINDOW);
  }

  @AfterAll
  static void closeTokenizer() {
    tokenizer.close();
  }

  private static List<Conversation> full(Workload workload) {
    return new SyntheticConversations(WINDOW, 1).of(workload, workload.conversations());
  }

  private static List<TokenWindow> windows(List<Conversation> conversations, Workload workload) {
    Windower windower =
        new Windower(
            new DialogueFormatter(FormatterTemplates.PYGMALION),
            new WindowOptions(10, WINDOW, workload.turns()),
            tokenizer);
    List<TokenWindow> windows = new ArrayList<>();
    for (Conversation conversation : conversations) {
      for (Window window : windower.windows(conversation)) {
        windows.add(tokenizer.tokenize(window).orElseThrow());
      }
    }
    return windows;
  }

  private static double mean(List<TokenWindow> windows) {
    return windows.stream().mapToInt(TokenWindow::length).average().orElseThrow();
  }

  private static double repeated(List<TokenWindow> windows) {
    return RepeatedTokens.count(windows.stream().map(TokenWindow::tokenIds).toList())
        / (mean(windows) * windows.size());
  }

  @Test
  void fourBotsShareTheirPersonaAndExampleDialogue() {
    List<Conversation> conversations = full(Workload.BOT_MIX);
    assertEquals(128, conversations.size());
    Set<String> openings = new HashSet<>();
    conversations.forEach(
        conversation -> {
          Dialogue dialogue = (Dialogue) conversation.content();
          openings.add(conversation.botName() + dialogue.memory() + dialogue.prompt());
        });
    assertEquals(4, openings.size());
    List<TokenWindow> windows = windows(conversations, Workload.BOT_MIX);
    assertEquals(600, mean(windows), 12);
    // One copy of each persona is not repeated: 59% in personas is 31/32 of that repeated.
    assertEquals(0.59 * 31 / 32, repeated(windows), 0.01);
    long truncated = windows.stream().filter(window -> window.tokensDropped() > 0).count();
    assertTrue(truncated <= 4, truncated + " rows are cut");
  }

  @Test
  void aQuarterOfTheBotsIsOneBotOfTheSameKind() {
    List<TokenWindow> windows =
        windows(new SyntheticConversations(WINDOW, 1).of(Workload.BOT_MIX, 32), Workload.BOT_MIX);
    assertEquals(600, mean(windows), 40);
    assertEquals(0.59 * 31 / 32, repeated(windows), 0.04);
  }

  @Test
  void tenRepliesShareOneContext() {
    List<Conversation> conversations = full(Workload.RANK);
    List<TokenWindow> windows = windows(conversations, Workload.RANK);
    assertEquals(500, windows.size());
    assertEquals(540, mean(windows), 10);
    assertEquals(0.9 * 500 / 540, repeated(windows), 0.01);
    for (int i = 0; i < conversations.size(); i++) {
      assertEquals(
          Map.of("context_id", FieldValue.literal(Integer.toString(i / 10))),
          conversations.get(i).fields());
    }
  }

  @Test
  void everyBotMessageEndsARow() {
    List<Conversation> conversations = full(Workload.TURNS);
    conversations.forEach(
        conversation -> assertEquals(10, ((Dialogue) conversation.content()).messages().size()));
    List<TokenWindow> windows = windows(conversations, Workload.TURNS);
    assertEquals(250, windows.size());
    // A row is the beginning of the next one.
    for (int i = 1; i < windows.size(); i++) {
      if (i % 5 > 0) {
        int[] before = windows.get(i - 1).tokenIds();
        int[] row = windows.get(i).tokenIds();
        assertEquals(
            before.length, java.util.Arrays.mismatch(before, row), "row " + i + " begins anew");
      }
    }
  }

  @Test
  void shortOnesAreShort() {
    List<TokenWindow> windows = windows(full(Workload.SHORT), Workload.SHORT);
    assertEquals(512, windows.size());
    assertTrue(windows.stream().allMatch(window -> window.length() <= 64), "longer than 64 tokens");
    assertTrue(mean(windows) > 25, "mean " + mean(windows));
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 200})
  void longOnesFillTheRangeEvenlyAndShareNothing(int count) {
    List<TokenWindow> windows =
        windows(new SyntheticConversations(WINDOW, 1).of(Workload.LONG, count), Workload.LONG);
    List<Integer> lengths = windows.stream().map(TokenWindow::length).sorted().toList();
    for (int i = 0; i < count; i++) {
      double even = 50 + 950.0 * (i + 0.5) / count;
      assertEquals(even, lengths.get(i), 0.03 * even + 950.0 / count, "length " + i);
    }
    assertTrue(repeated(windows) < 0.02, "repeated " + repeated(windows));
  }

  @ParameterizedTest
  @EnumSource(Workload.class)
  void theSeedDecidesAndNothingElse(Workload workload) {
    List<Conversation> once = new SyntheticConversations(WINDOW, 7).of(workload, 64);
    assertEquals(once, new SyntheticConversations(WINDOW, 7).of(workload, 64));
    assertNotEquals(once, new SyntheticConversations(WINDOW, 8).of(workload, 64));
    if (workload != Workload.BOT_MIX) {
      assertEquals(once.subList(0, 20), new SyntheticConversations(WINDOW, 7).of(workload, 20));
    }
    assertEquals(64, once.stream().map(Conversation::id).distinct().count());
  }

  @ParameterizedTest
  @EnumSource(Workload.class)
  void aSmallWindowIsNotOverrun(Workload workload) {
    List<Conversation> conversations = new SyntheticConversations(256, 1).of(workload, 64);
    long over =
        windows(conversations, workload).stream().filter(window -> window.length() > 256).count();
    assertTrue(over <= 6, over + " of 64 conversations are longer than the window");
  }

  @Test
  void nothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new SyntheticConversations(0, 1));
    SyntheticConversations conversations = new SyntheticConversations(1, 1);
    assertThrows(IllegalArgumentException.class, () -> conversations.of(Workload.LONG, 0));
    assertEquals(3, conversations.of(Workload.LONG, 3).size());
  }
}
