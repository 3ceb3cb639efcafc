package dev.decorum.run;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.explain.Explanation;
import dev.decorum.failure.UsageException;
import dev.decorum.report.Excerpt;
import dev.decorum.report.ExplanationChat;
import dev.decorum.report.NumberFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Explains the scores of conversations in a report, by the model that the user names, and only if
 * it gives the scores that are reported.
 */
final class ExcerptExplainer {
  /** The same model, formatter and window give the same score but for rounding. */
  private static final double TOLERANCE = 1e-4;

  private final ScoreCollector collector;
  private final RunListener listener;

  /**
   * @param collector has the model, and loads it if that was not needed yet
   */
  ExcerptExplainer(ScoreCollector collector, RunListener listener) {
    this.collector = collector;
    this.listener = listener;
  }

  /**
   * The excerpts, the first of them with explanations.
   *
   * @param most how many are explained
   * @param excerpts lowest scores first
   * @param conversations one for each of them, where it was found
   * @throws UsageException if the model gives other scores
   */
  List<Excerpt> explain(
      int most, List<Excerpt> excerpts, List<Optional<Conversation>> conversations)
      throws IOException, InterruptedException {
    List<Integer> places = new ArrayList<>();
    List<Conversation> chosen = new ArrayList<>();
    for (int i = 0; i < Math.min(most, excerpts.size()); i++) {
      Conversation conversation = conversations.get(i).orElse(null);
      // A formatted text has no messages to tell of.
      if (conversation != null && conversation.content() instanceof Dialogue) {
        places.add(i);
        chosen.add(conversation);
      }
    }
    int left = Math.min(most, excerpts.size()) - chosen.size();
    if (left > 0) {
      listener.warning(
          left
              + (left == 1 ? " listed conversation is" : " listed conversations are")
              + " not explained, since the messages are not known");
    }
    List<Excerpt> explained = new ArrayList<>(excerpts);
    if (chosen.isEmpty()) {
      return explained;
    }
    double baseline = collector.model().baseline();
    int next = 0;
    for (Explanation explanation : collector.explain(chosen)) {
      // Those that cannot be explained are left out, the others keep their order.
      while (!chosen.get(next).equals(explanation.conversation())) {
        next++;
      }
      int place = places.get(next++);
      explained.set(place, with(excerpts.get(place), explanation, baseline));
    }
    return explained;
  }

  private static Excerpt with(Excerpt excerpt, Explanation explanation, double baseline) {
    double now = explanation.score().value();
    if (Math.abs(now - excerpt.probability()) > TOLERANCE * Math.max(1, Math.abs(now))) {
      throw new UsageException(
          "--explain: "
              + excerpt.id()
              + " scores "
              + NumberFormat.PROBABILITY.text(now)
              + " now, not "
              + NumberFormat.PROBABILITY.text(excerpt.probability())
              + " as reported: give the --model, --formatter, --history and --max-tokens that made"
              + " the scores");
    }
    Excerpt.Text text = excerpt.text();
    return text == null
        ? excerpt
        : excerpt.withText(ExplanationChat.explained(text, explanation, baseline));
  }
}
