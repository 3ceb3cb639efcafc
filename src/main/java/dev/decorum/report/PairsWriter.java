package dev.decorum.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.rank.Candidate;
import dev.decorum.rank.Candidates;
import dev.decorum.rank.PairSelection;
import dev.decorum.rank.TrainingExample;
import dev.decorum.score.ConversationScore;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Writes preference data as JSON Lines in the forms of TRL (Hugging Face's trainers): {@code
 * prompt}, {@code chosen} and {@code rejected} for DPO and reward models, {@code prompt}, {@code
 * completion} and {@code label} for KTO; texts, or lists of {@code role} and {@code content}.
 *
 * <p>The rows also have the scores as {@code score_chosen}, {@code score_rejected} and {@code
 * score_margin}, since a column {@code margin} would change the loss of TRL's RewardTrainer. They
 * have the names and the persona as well, so that they score the same when they are read again, and
 * tell for each reply where it comes from: file, line, bot and id. TRL uses none of these columns.
 */
public final class PairsWriter implements Closeable {

  private final JsonGenerator json;
  private final Candidates candidates;
  private final List<String> kept;

  /** What a row tells of where a reply comes from. */
  private static final String FILE = "file";

  private static final String LINE = "line";
  private static final String ID = "id";
  private static final String BOT_NAME = "bot_name";

  /** What a pair tells of each reply in columns of its own; no kept fields can have these names. */
  public static final Set<String> OF_REPLIES = Set.of(FILE, LINE, ID, BOT_NAME);

  /** The columns of an unpaired reply; no kept fields can have these names. */
  public static final Set<String> OF_UNPAIRED_REPLIES =
      Set.of(
          FILE,
          LINE,
          ID,
          BOT_NAME,
          "group",
          "prompt",
          "completion",
          "label",
          "score",
          "user_name",
          "memory",
          "example_dialogue",
          "formatter");

  /**
   * @param kept the fields of the candidates' rows to write, none of them named like a column of
   *     the writer's own
   */
  public PairsWriter(OutputStream out, Candidates candidates, List<String> kept)
      throws IOException {
    this.candidates = candidates;
    this.kept = List.copyOf(kept);
    this.json =
        new JsonFactoryBuilder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build()
            .createGenerator(out, JsonEncoding.UTF8);
    this.json.setRootValueSeparator(null);
  }

  /** Writes a row for DPO. */
  public void write(PairSelection.Pair pair) throws IOException {
    Candidate chosen = candidates.candidate(pair.chosen());
    Candidate rejected = candidates.candidate(pair.rejected());
    TrainingExample example = example(chosen);
    String group = candidates.groupNameOf(pair.chosen());
    json.writeStartObject();
    json.writeStringField("id", group + "#" + pair.number());
    json.writeStringField("group", group);
    writePrompt(example);
    writeReply("chosen", example);
    writeReply("rejected", example(rejected));
    double higher = chosen.score().value();
    double lower = rejected.score().value();
    json.writeNumberField("score_chosen", rounded(higher));
    json.writeNumberField("score_rejected", rounded(lower));
    json.writeNumberField("score_margin", rounded(higher - lower));
    writeOrigin("chosen_", chosen);
    writeOrigin("rejected_", rejected);
    writeContext(example, chosen);
    for (String field : kept) {
      writeKept("chosen_" + field, chosen, field);
      writeKept("rejected_" + field, rejected, field);
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** Writes a row for KTO. */
  public void write(PairSelection.Labelled reply) throws IOException {
    Candidate candidate = candidates.candidate(reply.candidate());
    TrainingExample example = example(candidate);
    json.writeStartObject();
    json.writeStringField("id", candidate.score().id().conversationId());
    json.writeStringField("group", candidates.groupNameOf(reply.candidate()));
    writePrompt(example);
    writeReply("completion", example);
    json.writeBooleanField("label", reply.desirable());
    json.writeNumberField("score", rounded(candidate.score().value()));
    writePlace("", candidate.score().context().location());
    writeContext(example, candidate);
    for (String field : kept) {
      writeKept(field, candidate, field);
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private void writeOrigin(String prefix, Candidate candidate) throws IOException {
    ConversationScore score = candidate.score();
    json.writeStringField(prefix + ID, score.id().conversationId());
    writePlace(prefix, score.context().location());
    json.writeStringField(prefix + BOT_NAME, score.context().botName());
  }

  /** Writes where a row of input stood; the line is null where an input has no lines. */
  private void writePlace(String prefix, Location place) throws IOException {
    json.writeStringField(prefix + FILE, place.file());
    if (place.line() == 0) {
      json.writeNullField(prefix + LINE);
    } else {
      json.writeNumberField(prefix + LINE, place.line());
    }
  }

  private static TrainingExample example(Candidate candidate) {
    return Objects.requireNonNull(candidate.example(), "the texts were not kept");
  }

  private static BigDecimal rounded(double probability) {
    return new BigDecimal(probability).setScale(9, RoundingMode.HALF_EVEN);
  }

  private void writePrompt(TrainingExample example) throws IOException {
    if (example instanceof TrainingExample.TextExample text) {
      json.writeStringField("prompt", text.prompt());
    } else if (example instanceof TrainingExample.ChatExample turns) {
      json.writeArrayFieldStart("prompt");
      Dialogue context = turns.context();
      String system = system(context);
      if (!system.isEmpty()) {
        writeMessage("system", system);
      }
      for (Message message : context.messages()) {
        writeMessage(message.speaker() == Speaker.BOT ? "assistant" : "user", message.text());
      }
      json.writeEndArray();
    }
  }

  /** The system message: the persona, then the example dialogue. */
  private static String system(Dialogue context) {
    if (context.memory().isEmpty() || context.prompt().isEmpty()) {
      return context.memory() + context.prompt();
    }
    return context.memory() + "\n" + context.prompt();
  }

  private void writeReply(String name, TrainingExample example) throws IOException {
    if (example instanceof TrainingExample.TextExample text) {
      json.writeStringField(name, text.reply());
    } else {
      json.writeArrayFieldStart(name);
      writeMessage("assistant", example.reply());
      json.writeEndArray();
    }
  }

  private void writeMessage(String role, String content) throws IOException {
    json.writeStartObject();
    json.writeStringField("role", role);
    json.writeStringField("content", content);
    json.writeEndObject();
  }

  /**
   * Writes the parts of a context that are not in the lists of messages; every row has the same
   * fields.
   */
  private void writeContext(TrainingExample example, Candidate candidate) throws IOException {
    json.writeStringField("bot_name", candidate.score().context().botName());
    if (example instanceof TrainingExample.ChatExample turns) {
      json.writeStringField("user_name", turns.context().userName());
      json.writeStringField("memory", turns.context().memory());
      json.writeStringField("example_dialogue", turns.context().prompt());
    } else if (example instanceof TrainingExample.TextExample text) {
      json.writeStringField("formatter", text.formatter());
    }
  }

  /** Writes a kept field as text, since a column of a data set has one type. */
  private void writeKept(String name, Candidate candidate, String field) throws IOException {
    FieldValue value = candidate.score().context().fields().get(field);
    if (value == null || value.isNothing()) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, value.text());
    }
  }

  /** Flushes the output and leaves the stream open. */
  public void flush() throws IOException {
    json.flush();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
