package dev.decorum.run;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
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
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    for (ScoreSource source : sources) {
      RunManifest run = source.run();
      if (run == null || wanted.isEmpty()) {
        continue;
      }
      for (RunManifest.InputEntry scored : run.inputs()) {
        if (scored.path().equals("-") || !Files.isReadable(Path.of(scored.path()))) {
          listener.note(scored.path() + ": cannot be read again, so its texts are not shown");
          continue;
        }
        Map<Integer, Excerpt> found = new HashMap<>();
        if (read(scored, wanted, excerpts, found)) {
          found.forEach(excerpts::set);
        }
      }
    }
  }

  /** Whether the input is still the one that was scored. */
  private boolean read(
      RunManifest.InputEntry scored,
      Map<String, Integer> wanted,
      List<Excerpt> excerpts,
      Map<Integer, Excerpt> found) {
    try (ConversationSource again =
        input.openOthers(
            List.of(scored.path()), List.of(), InputStream.nullInputStream(), listener)) {
      for (Optional<ReadResult> next = again.next(); next.isPresent(); next = again.next()) {
        if (next.get() instanceof ReadResult.Accepted accepted) {
          take(accepted.conversation(), wanted, excerpts, found);
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

  private static void take(
      Conversation conversation,
      Map<String, Integer> wanted,
      List<Excerpt> excerpts,
      Map<Integer, Excerpt> found) {
    Integer whole = wanted.get(conversation.id());
    if (whole != null) {
      found.put(whole, with(excerpts.get(whole), conversation, Integer.MAX_VALUE));
    }
    if (conversation.content() instanceof Dialogue dialogue) {
      for (int turn = 1; turn <= dialogue.messages().size(); turn++) {
        Integer ofTurn = wanted.get(conversation.id() + " turn " + turn);
        if (ofTurn != null) {
          found.put(ofTurn, with(excerpts.get(ofTurn), conversation, turn));
        }
      }
    }
  }

  private static Excerpt with(Excerpt excerpt, Conversation conversation, int turn) {
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
    return new Excerpt(
        excerpt.id(),
        excerpt.probability(),
        excerpt.deltaPercent(),
        excerpt.facts(),
        new Excerpt.Text(conversation.botName(), userName, shown, formatted, left));
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
