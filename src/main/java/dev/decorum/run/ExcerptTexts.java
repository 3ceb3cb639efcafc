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
   * The excerpts with their texts, where these are found.
   *
   * @param excerpts one for each of the lowest rows of {@code overview}
   * @param sources the sources of each version, by its name
   */
  List<Excerpt> in(
      List<Excerpt> excerpts, Overview overview, Map<String, List<ScoreSource>> sources)
      throws IOException {
    List<Excerpt> found = new ArrayList<>(excerpts);
    sources.forEach((version, own) -> fill(found, overview, version, own));
    return found;
  }

  private void fill(
      List<Excerpt> excerpts, Overview overview, String version, List<ScoreSource> sources) {
    Map<String, Integer> wanted = new HashMap<>();
    for (int i = 0; i < excerpts.size(); i++) {
      if (overview.lowest().get(i).version().equals(version)) {
        wanted.put(excerpts.get(i).id(), i);
      }
    }
    texts(wanted.keySet(), sources, null)
        .forEach(
            (id, text) -> {
              int place = wanted.getOrDefault(id, -1);
              excerpts.set(place, with(excerpts.get(place), text));
            });
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
        Map<String, Excerpt.Text> found = new HashMap<>();
        if (read(scored, ids, only, found)) {
          texts.putAll(found);
        }
      }
    }
    return texts;
  }

  /** Whether the input is still the one that was scored. */
  private boolean read(
      RunManifest.InputEntry scored,
      Set<String> ids,
      @Nullable Only only,
      Map<String, Excerpt.Text> found) {
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
      Conversation conversation, Set<String> ids, Map<String, Excerpt.Text> found) {
    if (ids.contains(conversation.id())) {
      found.put(conversation.id(), text(conversation, Integer.MAX_VALUE));
    }
    if (conversation.content() instanceof Dialogue dialogue) {
      for (int turn = 1; turn <= dialogue.messages().size(); turn++) {
        String ofTurn = conversation.id() + " turn " + turn;
        if (ids.contains(ofTurn)) {
          found.put(ofTurn, text(conversation, turn));
        }
      }
    }
  }

  private static Excerpt with(Excerpt excerpt, Excerpt.Text text) {
    return new Excerpt(
        excerpt.id(), excerpt.probability(), excerpt.deltaPercent(), excerpt.facts(), text);
  }

  private static Excerpt.Text text(Conversation conversation, int turn) {
    String formatted = "";
    String userName = "";
    int left = 0;
    List<Message> shown = new ArrayList<>();
    if (conversation.content() instanceof Dialogue dialogue) {
      userName = dialogue.userName();
      int end = Math.min(turn, dialogue.messages().size());
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
