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
import dev.decorum.report.NumberText;
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
   * with it. Nothing for those that are not found, and for those of which it is not certain which
   * they are, since their ids are those of others too; that is reported.
   *
   * @param sources the sources of each version, by its name
   */
  List<Optional<Conversation>> lowest(Overview overview, Map<String, List<ScoreSource>> sources) {
    List<String> fields = overview.options().sliceFields();
    Map<String, Candidates> byVersion = new HashMap<>();
    sources.forEach(
        (version, own) -> {
          Set<String> ids = new HashSet<>();
          for (Overview.Lowest row : overview.lowest()) {
            if (row.version().equals(version)) {
              ids.add(row.id());
            }
          }
          byVersion.put(version, candidates(ids, own, fields));
        });
    List<Optional<Conversation>> found = new ArrayList<>();
    int missing = 0;
    int ambiguous = 0;
    for (Overview.Lowest row : overview.lowest()) {
      Candidates candidates = byVersion.get(row.version());
      List<Conversation> fitting =
          candidates == null ? List.of() : candidates.fitting(row.id(), row.fields());
      found.add(fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty());
      missing += fitting.isEmpty() ? 1 : 0;
      ambiguous += fitting.size() > 1 ? 1 : 0;
    }
    if (missing > 0) {
      listener.warning(
          "the texts of "
              + NumberText.count(missing)
              + " of the "
              + NumberText.count(found.size())
              + " listed conversations were not found: inputs are read again as they were scored,"
              + " with the same --map, --roles and the like");
    }
    if (ambiguous > 0) {
      listener.warning(
          "the texts of "
              + NumberText.counted(ambiguous, "listed conversation")
              + " are not shown, since others have the same id; --by a field that tells them apart,"
              + " such as the version, shows them");
    }
    return found;
  }

  /**
   * A field and the value that conversations must have in it: one file can have a conversation of
   * one id for each version.
   */
  record Only(String field, String value) {}

  /**
   * The texts of conversations, by id; those that are not found, or not for certain, are left out.
   *
   * @param ids the ids of rows, with their turns if they have one
   * @param sources where the rows come from
   * @param only which conversations may be taken; {@code null} for all
   */
  Map<String, Excerpt.Text> texts(Set<String> ids, List<ScoreSource> sources, @Nullable Only only) {
    Candidates candidates =
        candidates(ids, sources, only == null ? List.of() : List.of(only.field()));
    Map<String, String> wanted = only == null ? Map.of() : Map.of(only.field(), only.value());
    Map<String, Excerpt.Text> texts = new HashMap<>();
    for (String id : ids) {
      List<Conversation> fitting = candidates.fitting(id, wanted);
      if (fitting.size() == 1) {
        texts.put(id, text(fitting.get(0)));
      }
    }
    return texts;
  }

  /** The conversations that have one of the ids, with the fields that may tell them apart. */
  private static final class Candidates {
    private final Map<String, List<Conversation>> byId = new HashMap<>();

    void add(String id, Conversation conversation) {
      List<Conversation> known = byId.computeIfAbsent(id, key -> new ArrayList<>());
      // The same conversation twice is no doubt.
      if (known.stream().noneMatch(other -> isAlike(other, conversation))) {
        known.add(conversation);
      }
    }

    void addAll(Candidates others) {
      others.byId.forEach((id, all) -> all.forEach(conversation -> add(id, conversation)));
    }

    private static boolean isAlike(Conversation one, Conversation other) {
      return one.botName().equals(other.botName())
          && one.content().equals(other.content())
          && one.fields().equals(other.fields());
    }

    /** Those with the id and these values of fields. */
    List<Conversation> fitting(String id, Map<String, String> fields) {
      return byId.getOrDefault(id, List.of()).stream()
          .filter(
              conversation ->
                  fields.entrySet().stream()
                      .allMatch(field -> has(conversation, field.getKey(), field.getValue())))
          .toList();
    }

    private static boolean has(Conversation conversation, String field, String value) {
      if (field.equals(ScoredRow.BOT_NAME)) {
        return conversation.botName().equals(value);
      }
      FieldValue own = conversation.fields().get(field);
      // Other fields of a score row, such as its flags, are not in the input.
      return own == null ? ScoredRow.OWN_FIELDS.contains(field) : own.text().equals(value);
    }
  }

  private Candidates candidates(Set<String> ids, List<ScoreSource> sources, List<String> fields) {
    Candidates candidates = new Candidates();
    for (ScoreSource source : sources) {
      RunManifest run = source.run();
      if (run == null || ids.isEmpty()) {
        continue;
      }
      for (RunManifest.InputEntry scored : run.inputs()) {
        if (scored.path().equals("-") || !Files.isReadable(Path.of(scored.path()))) {
          listener.warning(scored.path() + ": cannot be read again, so its texts are not shown");
          continue;
        }
        Candidates found = new Candidates();
        if (read(scored, ids, fields, found)) {
          candidates.addAll(found);
        }
      }
    }
    return candidates;
  }

  /** Whether the input is still the one that was scored. */
  private boolean read(
      RunManifest.InputEntry scored, Set<String> ids, List<String> fields, Candidates found) {
    try (ConversationSource again =
        input.openOthers(
            List.of(scored.path()),
            fields.stream().filter(field -> !ScoredRow.OWN_FIELDS.contains(field)).toList(),
            InputStream.nullInputStream(),
            listener)) {
      for (Optional<ReadResult> next = again.next(); next.isPresent(); next = again.next()) {
        if (next.get() instanceof ReadResult.Accepted accepted) {
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

  private static void take(Conversation conversation, Set<String> ids, Candidates found) {
    if (ids.contains(conversation.id())) {
      found.add(conversation.id(), conversation);
    }
    if (conversation.content() instanceof Dialogue dialogue) {
      for (int turn = 1; turn <= dialogue.messages().size(); turn++) {
        String ofTurn = conversation.id() + " turn " + turn;
        if (ids.contains(ofTurn)) {
          found.add(
              ofTurn, conversation.edited(dialogue.with(dialogue.messages().subList(0, turn))));
        }
      }
    }
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
