package dev.decorum.score;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Flag;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Scores as JSON Lines (UTF-8, one object a line, lines end with LF). */
public final class JsonlScoreWriter implements ScoreWriter {

  /** Emoji stay readable, and a number has the same digits as in CSV: never 1.00E-7. */
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private final ScoreColumns columns;
  private final JsonGenerator json;

  public JsonlScoreWriter(OutputStream out, ScoreColumns columns) throws IOException {
    this.columns = columns;
    this.json = generator(out);
  }

  /** Writes JSON as score files have it. */
  static JsonGenerator generator(OutputStream out) throws IOException {
    JsonGenerator json = FACTORY.createGenerator(out, JsonEncoding.UTF8);
    json.setRootValueSeparator(null);
    return json;
  }

  @Override
  public void write(ConversationScore score) throws IOException {
    json.writeStartObject();
    json.writeStringField(ScoreColumns.ID, score.id().conversationId());
    if (columns.withTurn()) {
      json.writeNumberField(ScoreColumns.TURN, score.id().turn());
    }
    json.writeStringField(ScoreColumns.BOT_NAME, score.context().botName());
    for (String name : columns.kept()) {
      json.writeFieldName(name);
      writeKept(score.context().fields().get(name));
    }
    json.writeNumberField(
        ScoreColumns.APPROPRIATE_PROBABILITY,
        ScoreColumns.probability(score.appropriateProbability()));
    if (columns.calibration() != null) {
      json.writeNumberField(
          ScoreColumns.CALIBRATED_PROBABILITY, ScoreColumns.probability(columns.calibrated(score)));
    }
    if (Double.isNaN(score.baselineDeltaPercent())) {
      json.writeNullField(ScoreColumns.BASELINE_DELTA_PERCENT);
    } else {
      json.writeNumberField(
          ScoreColumns.BASELINE_DELTA_PERCENT, ScoreColumns.percent(score.baselineDeltaPercent()));
    }
    if (columns.scale() == Scale.REWARD) {
      json.writeNumberField(ScoreColumns.REWARD, score.logitAppropriate());
    } else {
      json.writeNumberField(ScoreColumns.LOGIT_INAPPROPRIATE, score.logitInappropriate());
      json.writeNumberField(ScoreColumns.LOGIT_APPROPRIATE, score.logitAppropriate());
    }
    json.writeNumberField(ScoreColumns.TOKENS, score.tokens());
    json.writeNumberField(ScoreColumns.TOKENS_DROPPED, score.tokensDropped());
    json.writeNumberField(ScoreColumns.MESSAGES, score.messages());
    json.writeNumberField(ScoreColumns.MESSAGES_USED, score.messagesUsed());
    json.writeArrayFieldStart(ScoreColumns.FLAGS);
    for (Flag flag : score.flags()) {
      json.writeString(flag.outputName());
    }
    json.writeEndArray();
    json.writeStringField(ScoreColumns.WINDOW_SHA256, score.windowSha256());
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private void writeKept(@Nullable FieldValue value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value.json()) {
      json.writeRawValue(value.text());
    } else {
      json.writeString(value.text());
    }
  }

  @Override
  public void flush() throws IOException {
    json.flush();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
