package dev.decorum.run;

import dev.decorum.conversation.Conversation;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.read.ConversationSource;
import dev.decorum.score.ConversationScore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Finds the lowest-scoring conversations of an input. Reads it twice: once to score it, and once
 * for the conversations that were found, so that not all of them have to be kept.
 */
final class LowestConversations {

  /**
   * A scored conversation.
   *
   * @param row its place among the conversations of the input, from 0
   */
  private record Scored(long row, double value) {
    /** Lowest first; of equal ones, the first in the input. */
    static final Comparator<Scored> ORDER =
        Comparator.comparingDouble(Scored::value).thenComparingLong(Scored::row);
  }

  private final InputRequest input;
  private final RunModel model;
  private final RewardModel loaded;
  private final Rejects rejects;
  private final RunListener listener;

  LowestConversations(
      InputRequest input,
      RunModel model,
      RewardModel loaded,
      Rejects rejects,
      RunListener listener) {
    this.input = input;
    this.model = model;
    this.loaded = loaded;
    this.rejects = rejects;
    this.listener = listener;
  }

  /**
   * The lowest-scoring conversations, lowest first.
   *
   * @param most how many, at least 1; fewer if the input has no more
   * @param source the input, which is read to its end
   * @param counts receives the scores of all conversations
   */
  List<Conversation> find(int most, ConversationSource source, RowCounts counts)
      throws IOException, InterruptedException {
    PriorityQueue<Scored> lowest = new PriorityQueue<>(Scored.ORDER.reversed());
    RunSink sink =
        new RunSink(rejects, listener.rows(source::bytesRead, source.bytesTotal())) {
          @Override
          public void score(ConversationScore score) {
            counts.add(score);
            lowest.add(new Scored(score.id().row(), score.value()));
            if (lowest.size() > most) {
              lowest.remove();
            }
          }
        };
    model
        .pipeline(loaded, model.engine().schedule(input.limit(), loaded, listener))
        .run(source, sink);
    listener.idle();
    List<Scored> found = new ArrayList<>(lowest);
    found.sort(Scored.ORDER);
    Map<Long, Conversation> texts = texts(found);
    return found.stream().map(Scored::row).filter(texts::containsKey).map(texts::get).toList();
  }

  /** Reads the input again; every conversation is one window, so rows are counted alike. */
  private Map<Long, Conversation> texts(List<Scored> wanted)
      throws IOException, InterruptedException {
    Set<Long> rows = new HashSet<>();
    wanted.forEach(scored -> rows.add(scored.row()));
    Map<Long, Conversation> texts = new HashMap<>();
    try (ConversationSource again = input.open(new SilentListener())) {
      long[] next = {0};
      ConversationLoop.run(
          again,
          input.limit(),
          conversation -> {
            long row = next[0]++;
            if (rows.contains(row)) {
              texts.put(row, conversation);
            }
          });
    }
    return texts;
  }
}
