package dev.decorum.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.decorum.conversation.Rejection;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Writes rejections as JSON Lines: {@code file}, {@code line}, {@code column}, {@code reason} and
 * {@code raw}. Line and column count from 1; 0 where they are not known.
 */
public final class RejectsWriter implements Closeable {
  private final JsonGenerator json;

  /** Writes UTF-8; closing closes the stream. */
  public RejectsWriter(OutputStream out) throws IOException {
    // Through a Writer: the byte generator fails on the lone surrogates that JSON allows.
    this(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  /** Closing closes the writer. */
  public RejectsWriter(Writer out) throws IOException {
    json = new JsonFactory().createGenerator(out);
    json.setPrettyPrinter(new MinimalPrettyPrinter(""));
    json.configure(StreamWriteFeature.FLUSH_PASSED_TO_STREAM.mappedFeature(), true);
  }

  /** Writes one line. */
  public void write(Rejection rejection) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", rejection.location().file());
    json.writeNumberField("line", rejection.location().line());
    json.writeNumberField("column", rejection.location().column());
    json.writeStringField("reason", rejection.reason());
    json.writeStringField("raw", rejection.raw());
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** Passes on what is written so far. */
  public void flush() throws IOException {
    json.flush();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
