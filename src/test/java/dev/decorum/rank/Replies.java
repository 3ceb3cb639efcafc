package dev.decorum.rank;

import dev.decorum.conversation.Candidacy;
import dev.decorum.conversation.Candidacy.Preference;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Label;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import dev.decorum.conversation.Speaker;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreTable;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Candidates with scores that a test chooses. */
public final class Replies implements Closeable {
  private final Candidates candidates;
  private long rows;

  /** Groups by the field {@code context}. */
  public Replies(String... fields) throws IOException {
    this("context", fields);
  }

  public Replies(@Nullable String groupField, String[] fields) throws IOException {
    candidates = new Candidates(groupField, new ScoreTable.Codebook(List.of(fields)));
  }

  /** Adds a reply to the context that its group is named after. */
  public Replies add(String group, String reply, double probability) throws IOException {
    return add(group, "about " + group, reply, probability, Map.of(), null, null);
  }

  public Replies add(String group, String reply, double probability, Map<String, String> fields)
      throws IOException {
    return add(group, "about " + group, reply, probability, fields, null, null);
  }

  public Replies add(
      String group,
      String context,
      String reply,
      double probability,
      Map<String, String> fields,
      @Nullable Label label,
      @Nullable Candidacy candidacy)
      throws IOException {
    Map<String, FieldValue> values = new java.util.LinkedHashMap<>();
    values.put("context", FieldValue.string(group));
    fields.forEach((name, value) -> values.put(name, FieldValue.string(value)));
    Dialogue whole =
        new Dialogue(
            "Sam",
            "Tom is kind.",
            "Tom: Hello.",
            List.of(new Message(Speaker.USER, context), new Message(Speaker.BOT, reply)));
    Conversation conversation =
        new Conversation(
            "r" + rows,
            new Location("in.jsonl", rows + 1, 0),
            "Tom",
            whole,
            label,
            values,
            candidacy);
    Dialogue before =
        new Dialogue("Sam", "Tom is kind.", "Tom: Hello.", whole.messages().subList(0, 1));
    candidates.announce(conversation, new TrainingExample.ChatExample("Tom", before, reply));
    float logit = (float) Math.log(probability / (1 - probability));
    candidates.score(
        new ConversationScore(
            new SampleId(rows++, conversation.id(), 0),
            RowContext.of(conversation),
            probability,
            (probability - 0.672) / 0.672 * 100,
            0,
            logit,
            7,
            0,
            2,
            2,
            Set.of(),
            "hash",
            Scale.PROBABILITY));
    return this;
  }

  /** Adds the two replies of a preference row. */
  public Replies addPreference(
      String id, double chosen, double rejected, Map<String, String> fields) throws IOException {
    add(id, "?", "good", chosen, fields, null, new Candidacy(id, 1, Preference.CHOSEN));
    return add(id, "?", "bad", rejected, fields, null, new Candidacy(id, 2, Preference.REJECTED));
  }

  public Candidates candidates() {
    return candidates;
  }

  public Ranking ranking() {
    return Ranking.of(candidates);
  }

  @Override
  public void close() throws IOException {
    candidates.close();
  }
}
