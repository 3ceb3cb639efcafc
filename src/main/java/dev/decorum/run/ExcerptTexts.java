package dev.decorum.run;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Message;
import dev.decorum.overview.Overview;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.bytes.InputDigest;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.report.Excerpt;
import dev.decorum.report.ScoreSource;
import dev.decorum.score.RunManifest;
import dev.decorum.score.ScoredRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the texts of the conversations in a report by reading the inputs named in a run's manifest
 * again; ignores inputs that have changed since.
 */
final class ExcerptTexts {
  private static final int MOST_MESSAGES = 10;
  private static final int MOST_CHARACTERS = 2_000;

  private final InputRequest input;
  private final RunListener listener;

  ExcerptTexts(InputRequest input, RunListener listener) {
    this.input = input;
    this.listener = listener;
  }

  /**
   * The conversations of the lowest rows of {@code overview}, in their order; those with a turn end
   * with it. Nothing for those that are not found.
   *
   * @param sources the sources of each version, by its name
   */
  List<Optional<Conversation>> lowest(Overview overview, Map<String, List<ScoreSource>> sources) {
    Map<String, Map<String, Conversation>> found = new HashMap<>();
    sources.forEach(
        (version, own) -> {
          Set<String> ids = new HashSet<>();
          for (Overview.Lowest row : overview.lowest()) {
            if (row.version().equals(version)) {
              ids.add(row.id());
            }
          }
          found.put(version, conversations(ids, own, null));
        });
    return overview.lowest().stream()
        .map(row -> Optional.ofNullable(found.getOrDefault(row.version(), Map.of()).get(row.id())))
        .toList();
  }

  /**
   * A field and the value that conversations must have in it: one file can have a conversation of
   * one id for each version.
   */
  record Only(String field, String value) {}

  /**
   * The texts of conversations, by id; those that are not found are left out.
   *
   * @param ids the ids of rows, with their turns if they have one
   * @param sources where the rows come from
   * @param only which conversations may be taken; {@code null} for all
   */
  Map<String, Excerpt.Text> texts(Set<String> ids, List<ScoreSource> sources, @Nullable Only only) {
    Map<String, Excerpt.Text> texts = new HashMap<>();
    conversations(ids, sources, only)
        .forEach((id, conversation) -> texts.put(id, text(conversation)));
    return texts;
  }

  private Map<String, Conversation> conversations(
      Set<String> ids, List<ScoreSource> sources, @Nullable Only only) {
    Map<String, Conversation> conversations = new HashMap<>();
    for (ScoreSource source : sources) {
      RunManifest run = source.run();
      if (run == null || ids.isEmpty()) {
        continue;
      }
      for (RunManifest.InputEntry scored : run.inputs()) {
        if (scored.path().equals("-") || !Files.isReadable(Path.of(scored.path()))) {
          listener.note(scored.path() + ": cannot be read again, so its texts are not shown");
          continue;
        }
        Map<String, Conversation> found = new HashMap<>();
        if (read(scored, ids, only, found)) {
          conversations.putAll(found);
        }
      }
    }
    return conversations;
  }

  /** Whether the input is still the one that was scored. */
  private boolean read(
      RunManifest.InputEntry scored,
      Set<String> ids,
      @Nullable Only only,
      Map<String, Conversation> found) {
    try (ConversationSource again =
        input.openOthers(
            List.of(scored.path()),
            only == null || ScoredRow.OWN_FIELDS.contains(only.field())
                ? List.of()
                : List.of(only.field()),
            InputStream.nullInputStream(),
            listener)) {
      for (Optional<ReadResult> next = again.next(); next.isPresent(); next = again.next()) {
        if (next.get() instanceof ReadResult.Accepted accepted
            && isMeant(accepted.conversation(), only)) {
          take(accepted.conversation(), ids, found);
        }
      }
      for (InputDigest digest : again.inputs()) {
        if (!digest.sha256().equals(scored.sha256())) {
          listener.warning(
              scored.path() + ": has changed since it was scored, so its texts are not shown");
          return false;
        }
      }
      return true;
    } catch (IOException | InputException e) {
      listener.warning(String.valueOf(e.getMessage()));
      return false;
    }
  }

  private static boolean isMeant(Conversation conversation, @Nullable Only only) {
    if (only == null) {
      return true;
    }
    if (only.field().equals(ScoredRow.BOT_NAME)) {
      return conversation.botName().equals(only.value());
    }
    FieldValue value = conversation.fields().get(only.field());
    return value != null && value.text().equals(only.value());
  }

  private static void take(
      Conversation conversation, Set<String> ids, Map<String, Conversation> found) {
    if (ids.contains(conversation.id())) {
      found.put(conversation.id(), conversation);
    }
    if (conversation.content() instanceof Dialogue dialogue) {
      for (int turn = 1; turn <= dialogue.messages().size(); turn++) {
        String ofTurn = conversation.id() + " turn " + turn;
        if (ids.contains(ofTurn)) {
          found.put(ofTurn, upTo(turn, conversation, dialogue));
        }
      }
    }
  }

  private static Conversation upTo(int turn, Conversation conversation, Dialogue dialogue) {
    return new Conversation(
        conversation.id(),
        conversation.location(),
        conversation.botName(),
        new Dialogue(
            dialogue.userName(),
            dialogue.memory(),
            dialogue.prompt(),
            dialogue.messages().subList(0, turn),
            dialogue.omissions()),
        conversation.label(),
        conversation.fields());
  }

  /** The text of a conversation as a report shows it. */
  static Excerpt.Text text(Conversation conversation) {
    String formatted = "";
    String userName = "";
    int left = 0;
    List<Message> shown = new ArrayList<>();
    if (conversation.content() instanceof Dialogue dialogue) {
      userName = dialogue.userName();
      int end = dialogue.messages().size();
      left = Math.max(0, end - MOST_MESSAGES);
      for (Message message : dialogue.messages().subList(left, end)) {
        shown.add(new Message(message.speaker(), cut(message.text())));
      }
    } else if (conversation.content() instanceof FormattedText text) {
      formatted = cut(text.text());
    }
    return new Excerpt.Text(conversation.botName(), userName, shown, formatted, left);
  }

  private static String cut(String text) {
    if (text.length() <= MOST_CHARACTERS) {
      return text;
    }
    int end =
        Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1))
            ? MOST_CHARACTERS - 1
            : MOST_CHARACTERS;
    return text.substring(0, end) + " […]";
  }
}
