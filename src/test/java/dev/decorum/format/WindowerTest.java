package dev.decorum.format;

import static dev.decorum.format.Dialogues.conversation;
import static dev.decorum.format.Dialogues.dialogue;
import static dev.decorum.format.Dialogues.messages;
import static dev.decorum.format.Dialogues.windows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Omissions;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import dev.decorum.conversation.ScoredPayload;
import dev.decorum.conversation.Speaker;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WindowerTest {
  private static final FormatterTemplates BARE = FormatterTemplates.named("xlreward").orElseThrow();
  private static final FormatterTemplates BY_MESSAGE =
      new FormatterTemplates(
          "by-message",
          Template.parse("{memory}\n"),
          Template.parse("{prompt}\n"),
          BARE.bot(),
          BARE.user(),
          Template.parse("{bot_name}:"),
          true);

  private static final WindowOptions CARD = new WindowOptions(10, 1024, Turns.LAST);

  private static Windower windower(FormatterTemplates templates, WindowOptions options) {
    return new Windower(
        new DialogueFormatter(templates),
        options,
        text -> {
          throw new AssertionError("only truncate_by_message counts tokens");
        });
  }

  /** A model whose tokens are UTF-16 code units. */
  private static Windower byMessage(WindowOptions options) {
    return new Windower(new DialogueFormatter(BY_MESSAGE), options, String::length);
  }

  private static Window only(List<Window> windows) {
    assertEquals(1, windows.size());
    return windows.get(0);
  }

  private static List<String> texts(List<Window> windows) {
    return windows.stream().map(window -> window.text().toString()).toList();
  }

  static Stream<ScoredPayload> payloads() {
    return Stream.concat(
        ScoredPayload.read("base").stream(), ScoredPayload.read("base-text").stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("payloads")
  void theTextIsThatOfTheReference(ScoredPayload payload) {
    Window window =
        only(windows(windower(FormatterTemplates.PYGMALION, CARD), payload.conversation()));
    assertEquals(payload.text(), window.text().toString());
  }

  @Test
  void theResponseTemplateIsNeverWritten() {
    for (String name : List.of("pygmalion", "vicuna", "chatml")) {
      FormatterTemplates templates = FormatterTemplates.named(name).orElseThrow();
      for (Turns turns : Turns.values()) {
        List<Window> windows =
            windows(
                windower(templates, new WindowOptions(10, 1024, turns)),
                conversation("c", dialogue("U:a", "B:b")));
        assertFalse(windows.isEmpty());
        for (Window window : windows) {
          assertFalse(window.text().toString().endsWith("B:"), name + " " + turns);
          assertFalse(window.text().toString().contains("Response"), name + " " + turns);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, B: d|",
    "2, U: c|B: d|",
    "3, B: b|U: c|B: d|",
    "4, U: a|B: b|U: c|B: d|",
    "5, U: a|B: b|U: c|B: d|",
    "2147483647, U: a|B: b|U: c|B: d|"
  })
  void theLastMessagesOfTheHistoryAreShown(int history, String text) {
    Window window =
        only(
            windows(
                windower(BARE, new WindowOptions(history, 1024, Turns.LAST)),
                conversation("c", dialogue("U:a", "B:b", "U:c", "B:d"))));
    assertEquals(text.replace('|', '\n'), window.text().toString());
    assertEquals(4, window.messages(), "the conversation has them all the same");
    assertEquals(Math.min(history, 4), window.messageEnds().size());
  }

  @Test
  void everyMessageEndsAWindowOfItsOwnLastMessages() {
    List<Window> windows =
        windows(
            windower(BARE, new WindowOptions(2, 1024, Turns.ALL)),
            conversation("c", dialogue("U:a", "B:b", "U:c", "B:d")));
    assertEquals(List.of("U: a\n", "U: a\nB: b\n", "B: b\nU: c\n", "U: c\nB: d\n"), texts(windows));
    assertEquals(
        List.of(
            new SampleId(0, "c", 1),
            new SampleId(1, "c", 2),
            new SampleId(2, "c", 3),
            new SampleId(3, "c", 4)),
        windows.stream().map(Window::id).toList());
    assertEquals(List.of(1, 2, 3, 4), windows.stream().map(Window::messages).toList());
    assertEquals(
        List.of(List.of(5), List.of(5, 10), List.of(5, 10), List.of(5, 10)),
        windows.stream().map(Window::messageEnds).toList());
  }

  @Test
  void botTurnsAreNumberedByTheMessageAndTheirRowsWithoutGaps() {
    Windower windower = windower(BARE, new WindowOptions(3, 1024, Turns.BOT));
    List<Window> windows = new ArrayList<>();
    windows.addAll(windows(windower, conversation("c1", dialogue("B:a", "U:b", "U:c", "B:d"))));
    windows.addAll(windows(windower, conversation("c2", dialogue("U:only the user"))));
    windows.addAll(windows(windower, conversation("c3", dialogue("U:e", "B:f", "U:g"))));
    assertEquals(List.of("B: a\n", "U: b\nU: c\nB: d\n", "U: e\nB: f\n"), texts(windows));
    assertEquals(
        List.of(new SampleId(0, "c1", 1), new SampleId(1, "c1", 4), new SampleId(2, "c3", 2)),
        windows.stream().map(Window::id).toList());
  }

  @Test
  void aConversationWithoutMessagesIsItsMemoryAndPrompt() {
    Dialogue silent = new Dialogue("U", "Kind.", "At sea.", List.of());
    Window window =
        only(windows(windower(FormatterTemplates.PYGMALION, CARD), conversation("c", silent)));
    assertEquals("B's Persona: Kind.\n####\nAt sea.\n<START>\n", window.text().toString());
    assertEquals(new SampleId(0, "c", 0), window.id());
    assertEquals(0, window.messages());
    assertEquals(List.of(), window.messageEnds());
    assertEquals(Set.of(Flag.EMPTY), window.flags());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LAST")
  void aConversationWithoutMessagesHasNoTurn(Turns turns) {
    Windower windower = windower(BARE, new WindowOptions(10, 1024, turns));
    assertEquals(List.of(), windows(windower, conversation("c", dialogue())));
  }

  @ParameterizedTest
  @EnumSource
  void formattedTextPassesUnchangedWhateverTheTurns(Turns turns) {
    String text = "{bot_name}: kept  as it is\r\n";
    Window window =
        only(
            windows(
                windower(FormatterTemplates.PYGMALION, new WindowOptions(1, 1, turns)),
                conversation("c", new FormattedText(text))));
    assertEquals(text, window.text().toString());
    assertEquals(new SampleId(0, "c", 0), window.id());
    assertEquals(0, window.messages());
    assertEquals(List.of(), window.messageEnds());
    assertEquals(Set.of(), window.flags());
  }

  @Test
  void theContextOfTheRowIsThatOfTheConversation() {
    var conversation = conversation("c", dialogue("U:a"));
    assertEquals(
        RowContext.of(conversation), only(windows(windower(BARE, CARD), conversation)).context());
  }

  @Test
  void emptyMeansThatNoMessageInTheWindowHasAnyText() {
    Windower last = windower(BARE, new WindowOptions(1, 1024, Turns.LAST));
    record Case(Dialogue dialogue, Set<Flag> flags) {}
    List<Case> cases =
        List.of(
            new Case(dialogue("U:a"), Set.of(Flag.NO_BOT_MESSAGE)),
            new Case(dialogue("U:"), Set.of(Flag.EMPTY, Flag.NO_BOT_MESSAGE)),
            new Case(dialogue("U: \t\n"), Set.of(Flag.EMPTY, Flag.NO_BOT_MESSAGE)),
            new Case(dialogue("U:", "B:b"), Set.of()),
            new Case(dialogue("U:a", "B: "), Set.of(Flag.EMPTY)));
    for (Case each : cases) {
      assertEquals(
          each.flags(),
          only(windows(last, conversation("c", each.dialogue()))).flags(),
          each.toString());
    }
    assertEquals(
        Set.of(Flag.EMPTY),
        only(windows(last, conversation("c", new FormattedText("")))).flags(),
        "formatted text");
  }

  @Test
  void omittedMessagesAreFlagged() {
    Dialogue withTools =
        new Dialogue("U", "", "", messages("U:a", "B:b"), new Omissions(1, 1, 0, 0, 0));
    assertEquals(
        Set.of(Flag.MESSAGES_OMITTED),
        only(windows(windower(BARE, CARD), conversation("c", withTools))).flags());
  }

  @Test
  void whatElseWasLeftOutIsFlagged() {
    Dialogue thought =
        new Dialogue("U", "", "", messages("U:a", "B:b"), new Omissions(0, 0, 0, 1, 0));
    assertEquals(
        Set.of(Flag.REASONING_OMITTED),
        only(windows(windower(BARE, CARD), conversation("c", thought))).flags());
    Dialogue pictures =
        new Dialogue("U", "", "", messages("U:a", "B:b"), new Omissions(0, 0, 0, 0, 2));
    assertEquals(
        Set.of(Flag.PARTS_OMITTED),
        only(windows(windower(BARE, CARD), conversation("c", pictures))).flags());
    Dialogue empty =
        new Dialogue("U", "", "", messages("U:a", "B:b"), new Omissions(0, 0, 1, 0, 0));
    assertEquals(
        Set.of(Flag.MESSAGES_OMITTED),
        only(windows(windower(BARE, CARD), conversation("c", empty))).flags());
  }

  @ParameterizedTest
  @CsvSource({
    "U:a|B:b, ",
    "B:a|U:b, ENDS_WITH_USER",
    "U:a|U:b, NO_BOT_MESSAGE",
    "B:a|B:b, NO_USER_MESSAGE",
  })
  void whoDidNotSpeakIsFlagged(String lines, @Nullable String flag) {
    Dialogue dialogue = new Dialogue("U", "", "", messages(lines.split("\\|")));
    assertEquals(
        flag == null ? Set.of() : Set.of(Flag.valueOf(flag)),
        only(windows(windower(BARE, CARD), conversation("c", dialogue))).flags());
  }

  /** "M\nP\n" has 4 code units and every message 5, so of 3 messages the last N fit in 4 + 5 N. */
  @ParameterizedTest
  @CsvSource({
    "19, M|P|U: a|B: b|U: c|",
    "18, M|P|B: b|U: c|",
    "14, M|P|B: b|U: c|",
    "13, M|P|U: c|",
    "9, M|P|U: c|",
    "8, M|P|",
    "1, M|P|"
  })
  void tooLongATextLosesItsOldestMessagesButNotMemoryAndPrompt(int maxTokens, String text) {
    Dialogue dialogue = new Dialogue("U", "M", "P", messages("U:a", "B:b", "U:c"));
    Window window =
        only(
            windows(
                byMessage(new WindowOptions(10, maxTokens, Turns.LAST)),
                conversation("c", dialogue)));
    assertEquals(text.replace('|', '\n'), window.text().toString());
    assertEquals(3, window.messages());
    assertEquals((window.text().toString().length() - 4) / 5, window.messageEnds().size());
    assertEquals(
        window.messageEnds().size() < 3,
        window.flags().contains(Flag.TRUNCATED),
        window.toString());
  }

  @Test
  void messagesAreDroppedLikeOneByOneFromTheOldest() {
    Random random = new Random(17);
    for (int round = 0; round < 500; round++) {
      List<Message> messages = new ArrayList<>();
      for (int i = random.nextInt(12); i > 0; i--) {
        Speaker speaker = random.nextBoolean() ? Speaker.BOT : Speaker.USER;
        messages.add(new Message(speaker, "x".repeat(random.nextInt(20))));
      }
      Dialogue dialogue = new Dialogue("U", "m".repeat(random.nextInt(9)), "p", messages);
      WindowOptions options =
          new WindowOptions(1 + random.nextInt(14), 1 + random.nextInt(200), Turns.ALL);
      assertEquals(
          oneByOne(dialogue, options),
          texts(windows(byMessage(options), conversation("c", dialogue))),
          "round " + round);
    }
  }

  private static List<String> oneByOne(Dialogue dialogue, WindowOptions options) {
    List<String> texts = new ArrayList<>();
    for (int end = 1; end <= dialogue.messages().size(); end++) {
      int start = Math.max(0, end - options.history());
      String text = spelled(dialogue, start, end);
      while (start < end && text.length() > options.maxTokens()) {
        start++;
        text = spelled(dialogue, start, end);
      }
      texts.add(text);
    }
    return texts;
  }

  private static String spelled(Dialogue dialogue, int start, int end) {
    StringBuilder text = new StringBuilder(dialogue.memory() + "\n" + dialogue.prompt() + "\n");
    for (Message message : dialogue.messages().subList(start, end)) {
      text.append(message.speaker() == Speaker.BOT ? "B: " : "U: ")
          .append(message.text())
          .append('\n');
    }
    return text.toString();
  }

  @Test
  void aWindowOfNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new WindowOptions(0, 1024, Turns.LAST));
    assertThrows(IllegalArgumentException.class, () -> new WindowOptions(10, 0, Turns.LAST));
  }
}
