package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.Label;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Rejection;
import dev.decorum.conversation.Speaker;
import dev.decorum.format.DialogueFormatter;
import dev.decorum.format.Turns;
import dev.decorum.format.Window;
import dev.decorum.format.WindowOptions;
import dev.decorum.format.Windower;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.options.InputOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The exports of other programs in {@code src/test/resources/exports}, each held against what has
 * to be understood of it. The form of {@code expected.jsonl} is described in the README there.
 */
class ExportsTest {
  private static final Path EXPORTS = Path.of("src", "test", "resources", "exports");
  private static final int HISTORY = 10;

  static Stream<Arguments> exports() throws IOException {
    return expected().stream()
        .map(export -> Arguments.of(Named.of(export.get("case").asText(), export)));
  }

  private static List<JsonNode> expected() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> exports = new ArrayList<>();
    for (String line : Files.readAllLines(EXPORTS.resolve("expected.jsonl"))) {
      exports.add(mapper.readTree(line));
    }
    return exports;
  }

  @ParameterizedTest
  @MethodSource("exports")
  void understandsOrRefuses(JsonNode export) {
    String name = export.get("case").asText() + ": ";
    Told told = Told.of(export);
    if (export.has("refuse")) {
      assertEquals(List.of(), told.conversations(), name + "nothing may be read");
      assertTrue(told.refused() || told.rejections() > 0, name + "neither refused nor rejected");
    } else {
      compare(name, export.get("conversations"), told);
      assertFalse(told.refused(), name + told.words());
      assertEquals(export.path("rejects").asInt(), told.rejections(), name + told.words());
    }
    for (JsonNode group : export.path("says")) {
      assertTrue(
          saysOneOf(group, told.words()), name + "none of " + group + " in: " + told.words());
    }
  }

  /** Every folder is somebody's case, and every case has its own name. */
  @Test
  void listsAllFoldersOnce() throws IOException {
    List<String> names = new ArrayList<>();
    for (JsonNode export : expected()) {
      names.add(export.get("case").asText());
    }
    List<String> folders = new ArrayList<>();
    try (Stream<Path> found = Files.list(EXPORTS.resolve("cases"))) {
      found.forEach(folder -> folders.add(folder.getFileName().toString()));
    }
    names.sort(null);
    folders.sort(null);
    assertEquals(names, folders);
  }

  /** What is due and not seen must equal what is seen and not due: nothing. */
  private static void compare(String name, JsonNode due, Told told) {
    List<JsonNode> missing = new ArrayList<>();
    List<Seen> left = new ArrayList<>(told.conversations());
    // Those with an id first: the others would take any conversation with the same words.
    for (boolean withId : new boolean[] {true, false}) {
      for (JsonNode conversation : due) {
        if (conversation.get("id").isNull() != withId && !take(conversation, left)) {
          missing.add(conversation);
        }
      }
    }
    StringBuilder wanted = new StringBuilder();
    for (JsonNode conversation : missing) {
      wanted.append(due(conversation)).append("flags: ").append(flags(conversation)).append('\n');
    }
    StringBuilder found = new StringBuilder();
    for (Seen seen : left) {
      found.append(seen.text()).append("flags: ").append(seen.flags()).append('\n');
    }
    assertEquals(wanted.toString(), found.toString(), name + told.words());
  }

  private static boolean take(JsonNode conversation, List<Seen> left) {
    String text = due(conversation);
    Set<String> flags = flags(conversation);
    for (Seen seen : left) {
      boolean sameId =
          conversation.get("id").isNull() || conversation.get("id").asText().equals(seen.id());
      String compared = conversation.get("id").isNull() ? seen.textWithoutId() : seen.text();
      if (sameId && compared.equals(text) && seen.flags().containsAll(flags)) {
        left.remove(seen);
        return true;
      }
    }
    return false;
  }

  /** The flags that are due; others may be there too. */
  private static Set<String> flags(JsonNode conversation) {
    Set<String> flags = new TreeSet<>();
    conversation.path("flags").forEach(flag -> flags.add(flag.asText()));
    return flags;
  }

  /** What is due but for its flags, as {@link Seen} writes what is seen. */
  private static String due(JsonNode conversation) {
    String botName = conversation.get("bot_name").asText();
    StringBuilder window = new StringBuilder();
    window.append(botName).append("'s Persona: ").append(conversation.get("memory").asText());
    window.append("\n####\n").append(conversation.get("prompt").asText()).append("\n<START>\n");
    JsonNode messages = conversation.get("messages");
    List<String> speakers = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      JsonNode message = messages.get(i);
      speakers.add(message.get("speaker").asText() + ": " + message.get("text").asText());
      if (i >= messages.size() - HISTORY) {
        window.append(message.get("name").asText()).append(": ");
        window.append(message.get("text").asText()).append('\n');
      }
    }
    return Seen.render(
        conversation.get("id").isNull() ? null : conversation.get("id").asText(),
        conversation.has("label") ? String.valueOf(conversation.get("label").asInt()) : "none",
        botName,
        conversation.get("user_name").asText(),
        speakers,
        window.toString());
  }

  private static boolean saysOneOf(JsonNode group, String words) {
    for (JsonNode word : group) {
      if (words.toLowerCase(Locale.ROOT).contains(word.asText().toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  /**
   * What a conversation was understood to be.
   *
   * @param text everything that is compared, with the id
   * @param textWithoutId the same with a dash in place of the id
   */
  private record Seen(String id, Set<String> flags, String text, String textWithoutId) {

    static Seen of(Conversation conversation, Windower windower) {
      Window window = windower.windows(conversation).iterator().next();
      Set<String> flags = new TreeSet<>();
      for (Flag flag : window.flags()) {
        flags.add(flag.outputName());
      }
      List<String> speakers = new ArrayList<>();
      String userName = "none, for it is formatted text";
      if (conversation.content() instanceof Dialogue dialogue) {
        userName = dialogue.userName();
        for (Message message : dialogue.messages()) {
          String speaker = message.speaker() == Speaker.USER ? "user" : "bot";
          speakers.add(speaker + ": " + message.text());
        }
      }
      String label =
          conversation.label() == null
              ? "none"
              : conversation.label() == Label.APPROPRIATE ? "1" : "0";
      String botName = conversation.botName();
      String text =
          render(conversation.id(), label, botName, userName, speakers, window.text().toString());
      String withoutId = render(null, label, botName, userName, speakers, window.text().toString());
      return new Seen(conversation.id(), flags, text, withoutId);
    }

    static String render(
        @Nullable String id,
        String label,
        String botName,
        String userName,
        List<String> speakers,
        String window) {
      return "id: "
          + (id == null ? "-" : id)
          + "\nlabel: "
          + label
          + "\nbot: "
          + botName
          + "\nuser: "
          + userName
          + "\n"
          + String.join("\n", speakers)
          + "\nwindow:\n"
          + window;
    }
  }

  /** What came of an export; {@code words} is all that was said, without the names of its files. */
  private record Told(List<Seen> conversations, int rejections, boolean refused, String words) {

    static Told of(JsonNode export) {
      List<String> inputs = new ArrayList<>();
      JsonNode input = export.get("input");
      if (input.isArray()) {
        input.forEach(name -> inputs.add(EXPORTS.resolve(name.asText()).toString()));
      } else {
        inputs.add(EXPORTS.resolve(input.asText()).toString());
      }
      Reading reading;
      try {
        reading = Reading.ofFiles(options(export), inputs.toArray(new String[0]));
      } catch (InputException e) {
        return new Told(List.of(), 0, true, withoutNames(String.valueOf(e.getMessage()), inputs));
      }
      Windower windower =
          new Windower(
              new DialogueFormatter(FormatterTemplates.PYGMALION),
              new WindowOptions(HISTORY, 1_000_000, Turns.LAST),
              text -> 0);
      List<Seen> conversations = new ArrayList<>();
      for (Conversation conversation : reading.accepted()) {
        conversations.add(Seen.of(conversation, windower));
      }
      StringBuilder words = new StringBuilder();
      for (Rejection rejection : reading.rejected()) {
        words.append("rejected ").append(rejection.location()).append(": ");
        words.append(rejection.reason()).append('\n');
      }
      reading.warnings().forEach(warning -> words.append(warning).append('\n'));
      reading.notes().forEach(note -> words.append(note).append('\n'));
      return new Told(
          conversations, reading.rejected().size(), false, withoutNames(words.toString(), inputs));
    }

    private static String withoutNames(String words, List<String> inputs) {
      for (String input : inputs) {
        words = words.replace(input, "");
      }
      return words;
    }
  }

  /** The arguments of a case as the command line understands them. */
  private static InputOptions options(JsonNode export) {
    InputOptions options = InputOptions.defaults();
    Map<String, String> columns = new LinkedHashMap<>();
    JsonNode arguments = export.get("args");
    assertEquals(0, arguments.size() % 2, "every argument has a value");
    for (int i = 0; i < arguments.size(); i += 2) {
      String value = arguments.get(i + 1).asText();
      switch (arguments.get(i).asText()) {
        case "--input-format" -> options = options.withLayout(Layouts.required(value));
        case "--bot-name" -> options = options.withGivenBotName(value);
        case "--user-name" -> options = options.withGivenUserName(value);
        case "--map" -> {
          for (String pair : value.split(",", -1)) {
            int equals = pair.indexOf('=');
            columns.put(pair.substring(0, equals), pair.substring(equals + 1));
          }
        }
        default ->
            throw new IllegalArgumentException("not an argument of cases: " + arguments.get(i));
      }
    }
    return options.withColumns(columns);
  }
}
