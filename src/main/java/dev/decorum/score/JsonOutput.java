package dev.decorum.score;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.decorum.conversation.FieldValue;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows as JSON Lines (UTF-8, one object per line, lines end with LF). */
final class JsonOutput implements RowOutput {

  /** Emoji stay readable, and numbers have the same digits as in CSV, never as 1.00E-7. */
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private final JsonGenerator json;
  private final List<FileColumn> columns;
  private int next;

  JsonOutput(OutputStream out, List<FileColumn> columns) throws IOException {
    this.json = FACTORY.createGenerator(out, JsonEncoding.UTF8);
    this.json.setRootValueSeparator(null);
    this.columns = List.copyOf(columns);
  }

  @Override
  public void begin() throws IOException {
    json.writeStartObject();
    next = 0;
  }

  private void name() throws IOException {
    json.writeFieldName(columns.get(next++).name());
  }

  @Override
  public void text(String value) throws IOException {
    name();
    json.writeString(value);
  }

  @Override
  public void kept(@Nullable FieldValue value) throws IOException {
    name();
    if (value == null) {
      json.writeNull();
    } else if (value.json()) {
      json.writeRawValue(value.text());
    } else {
      json.writeString(value.text());
    }
  }

  @Override
  public void count(int value) throws IOException {
    name();
    json.writeNumber(value);
  }

  @Override
  public void decimal(BigDecimal value) throws IOException {
    name();
    json.writeNumber(value);
  }

  @Override
  public void single(float value) throws IOException {
    name();
    json.writeNumber(value);
  }

  @Override
  public void flags(List<String> names) throws IOException {
    name();
    json.writeStartArray();
    for (String flag : names) {
      json.writeString(flag);
    }
    json.writeEndArray();
  }

  @Override
  public void none() throws IOException {
    name();
    json.writeNull();
  }

  @Override
  public void end() throws IOException {
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void flush() throws IOException {
    json.flush();
  }

  @Override
  public void finish() throws IOException {
    flush();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
