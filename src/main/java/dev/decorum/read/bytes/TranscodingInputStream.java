package dev.decorum.read.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Text of any encoding as UTF-8, on its way. What the encoding does not have is an error with its
 * place: a replacement character would be scored as if somebody had written it.
 */
final class TranscodingInputStream extends InputStream {
  private static final int BLOCK = 1 << 13;

  private final InputStream in;
  private final Charset charset;
  private final CharsetDecoder decoder;
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
  private final ByteBuffer bytes = ByteBuffer.allocate(BLOCK).flip();
  private final CharBuffer chars = CharBuffer.allocate(BLOCK + 16).flip();
  private final ByteBuffer utf8 = ByteBuffer.allocate(4 * BLOCK).flip();

  /** Where in the text {@link #bytes} begins. */
  private long offset;

  private boolean ended;
  private @Nullable IOException broken;

  /**
   * Decodes a text.
   *
   * @param offset how many bytes of it have been left out
   */
  TranscodingInputStream(InputStream in, Charset charset, long offset) {
    this.in = in;
    this.charset = charset;
    this.offset = offset;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!utf8.hasRemaining()) {
      if (broken != null) {
        throw broken;
      }
      if (ended) {
        return -1;
      }
      fill();
      decode();
    }
    int count = Math.min(length, utf8.remaining());
    utf8.get(target, from, count);
    return count;
  }

  private void fill() throws IOException {
    offset += bytes.position();
    bytes.compact();
    int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
    ended = read < 0;
    bytes.position(bytes.position() + Math.max(0, read)).flip();
  }

  /** What was read well before a mistake is handed out before the complaint. */
  private void decode() {
    chars.compact();
    utf8.clear();
    CoderResult decoded = decoder.decode(bytes, chars, ended);
    if (ended && !decoded.isError()) {
      decoder.flush(chars);
    }
    chars.flip();
    CoderResult encoded = encoder.encode(chars, utf8, ended || decoded.isError());
    utf8.flip();
    if (decoded.isError()) {
      broken = malformed(decoded.length());
    } else if (encoded.isError()) {
      // Some decoders let half a surrogate pair pass.
      broken = malformed(0);
    }
  }

  private IOException malformed(int length) {
    StringBuilder what = new StringBuilder("not valid " + charset.name() + " at byte ");
    what.append(offset + bytes.position() + 1);
    int end = Math.min(bytes.limit(), bytes.position() + length);
    for (int i = bytes.position(); i < end; i++) {
      what.append(i == bytes.position() ? ": 0x" : " 0x");
      what.append(String.format(Locale.ROOT, "%02X", bytes.get(i)));
    }
    return new IOException(what.toString());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
