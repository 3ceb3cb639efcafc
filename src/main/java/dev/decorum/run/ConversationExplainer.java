package dev.decorum.run;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Rejection;
import dev.decorum.explain.Explainer;
import dev.decorum.explain.Explanation;
import dev.decorum.failure.DecorumException;
import dev.decorum.pipeline.Progress;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.pipeline.RowSink;
import dev.decorum.read.MemoryReader;
import dev.decorum.read.bytes.InputException;
import dev.decorum.report.NumberText;
import dev.decorum.score.ConversationScore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Explains conversations: scores all edits of all of them in one run of the pipeline, where what
 * they begin with in common is computed once.
 */
final class ConversationExplainer {
  private final RunModel model;
  private final RewardModel loaded;
  private final int turns;
  private final Rejects rejects;
  private final RunListener listener;

  /**
   * @param turns after how many of the last messages a conversation is scored, at least 1
   * @param rejects receives conversations that cannot be explained
   */
  ConversationExplainer(
      RunModel model, RewardModel loaded, int turns, Rejects rejects, RunListener listener) {
    // Rows that end with a turn are told apart by their conversations, which are cut already.
    this.model = model.ofWholeConversations();
    this.loaded = loaded;
    this.turns = turns;
    this.rejects = rejects;
    this.listener = listener;
  }

  /** The explanations of the conversations that can be explained, in their order. */
  List<Explanation> explain(List<Conversation> conversations)
      throws IOException, InterruptedException {
    List<Explainer> explainers = new ArrayList<>();
    int windows = 0;
    for (Conversation conversation : conversations) {
      Explainer explainer = explainer(conversation);
      if (explainer != null) {
        explainers.add(explainer);
        windows += explainer.size();
      }
    }
    List<@Nullable ConversationScore> scores = scores(explainers, windows);
    List<Explanation> explanations = new ArrayList<>();
    int from = 0;
    for (Explainer explainer : explainers) {
      List<@Nullable ConversationScore> own = scores.subList(from, from + explainer.size());
      if (own.get(0) != null) {
        explanations.add(explainer.explanation(own));
      }
      from += explainer.size();
    }
    return explanations;
  }

  /** What is to be scored of a conversation; null if it cannot be explained, which is reported. */
  private @Nullable Explainer explainer(Conversation conversation) throws IOException {
    if (conversation.content() instanceof FormattedText) {
      return unexplained(
          conversation,
          "the text is formatted already, so its messages are not known and cannot be left out");
    }
    OptionalInt read;
    try {
      read = loaded.messagesRead(conversation, model.formatter(), model.window());
    } catch (DecorumException e) {
      return unexplained(conversation, String.valueOf(e.getMessage()));
    }
    if (read.isEmpty()) {
      return unexplained(conversation, "the formatted text is empty; there is nothing to score");
    }
    return new Explainer(conversation, model.window().history(), read.getAsInt(), turns);
  }

  private @Nullable Explainer unexplained(Conversation conversation, String reason)
      throws IOException {
    rejects.row(new Rejection(conversation.location(), reason, ""));
    return null;
  }

  /** The scores of all edits, one after the other; null for those with nothing to score. */
  private List<@Nullable ConversationScore> scores(List<Explainer> explainers, int windows)
      throws IOException, InterruptedException {
    @Nullable ConversationScore[] scores = new ConversationScore[windows];
    if (windows > 0) {
      try (MemoryReader reader = new MemoryReader(new Edited(explainers))) {
        model
            .pipeline(loaded, model.engine().schedule(Long.MAX_VALUE, loaded, listener))
            .run(reader, new Sink(scores));
      }
      listener.idle();
    }
    return Arrays.asList(scores);
  }

  /** The edited conversations, one after the other, each made when it is asked for. */
  private static final class Edited implements Iterator<Conversation> {
    private final Iterator<Explainer> rest;
    private @Nullable Explainer current;
    private int next;

    Edited(List<Explainer> explainers) {
      rest = explainers.iterator();
    }

    @Override
    public boolean hasNext() {
      return (current != null && next < current.size()) || rest.hasNext();
    }

    @Override
    public Conversation next() {
      Explainer explainer = current;
      if (explainer == null || next == explainer.size()) {
        explainer = rest.next();
        current = explainer;
        next = 0;
      }
      return explainer.edited(next++);
    }
  }

  /** Puts every score in its place; an edit with nothing to score keeps none. */
  private final class Sink implements RowSink {
    private final @Nullable ConversationScore[] scores;

    Sink(@Nullable ConversationScore[] scores) {
      this.scores = scores;
    }

    @Override
    public void score(ConversationScore score) {
      scores[Math.toIntExact(score.id().row())] = score;
    }

    @Override
    public void rejected(Rejection rejection) {
      listener.detail(rejection.location() + ": without a part of it: " + rejection.reason());
    }

    @Override
    public void inputFailed(InputException failure) {
      throw failure;
    }

    @Override
    public void progress(Progress now) {
      listener.progress(
          now.shareOfKnown(),
          NumberText.count(now.rows())
              + " of "
              + NumberText.counted(scores.length, "edited conversation"));
    }

    @Override
    public void pause() {}
  }
}
