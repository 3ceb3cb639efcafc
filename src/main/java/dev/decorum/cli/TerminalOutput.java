package dev.decorum.cli;

import dev.decorum.report.TerminalText;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Standard output on a terminal: makes control characters harmless, with which text of chat logs
 * could repaint the screen or reverse its words. Only the colours of a report remain, which makes
 * texts harmless itself. The bytes of a character may arrive in several writes.
 */
final class TerminalOutput extends FilterOutputStream {
  private static final int MOST_BYTES = 1 << 13;

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
  private final CharBuffer text = CharBuffer.allocate(MOST_BYTES);

  private final boolean isColoured;

  TerminalOutput(OutputStream out) {
    this(out, false);
  }

  /**
   * @param isColoured whether colours remain
   */
  TerminalOutput(OutputStream out, boolean isColoured) {
    super(out);
    this.isColoured = isColoured;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int part = Math.min(bytes.remaining(), length - done);
      bytes.put(buffer, offset + done, part);
      done += part;
      bytes.flip();
      decoder.decode(bytes, text, false);
      bytes.compact();
      text.flip();
      String shown = TerminalText.harmlessLines(text.toString(), isColoured);
      text.clear();
      if (!shown.isEmpty()) {
        out.write(shown.getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
