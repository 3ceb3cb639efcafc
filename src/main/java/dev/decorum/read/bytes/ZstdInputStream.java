package dev.decorum.read.bytes;

import io.airlift.compress.zstd.ZstdIncrementalFrameDecompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses Zstandard data, and hands out all blocks before one that is damaged. The decoder
 * keeps what it has decoded as long as later blocks may refer to it, up to 8 MiB; where the data
 * are damaged it is told that the frame ends, so that it lets go of it.
 */
final class ZstdInputStream extends InputStream {
  private static final int ADDRESS_OF_FIRST_BYTE = addressOfFirstByte();
  private static final byte[] NOTHING = {};

  /** The last block of a frame, with nothing in it. */
  private static final byte[] END_OF_FRAME = {1, 0, 0};

  private static final int BLOCK_HEADER_BYTES = 3;

  /**
   * The header of literals as they are, their length in 20 bits, and that there are no sequences.
   */
  private static final int LITERALS_HEADER_BYTES = 3;

  private static final int SHORT_LITERALS_HEADER_BYTES = 1;
  private static final int LONGEST_SHORT_LITERALS = 31;
  private static final int SEQUENCES_BYTES = 1;

  private final ZstdFrames frames;
  private final ZstdIncrementalFrameDecompressor decoder = new ZstdIncrementalFrameDecompressor();
  private XxHash64 hash = new XxHash64();
  private boolean frameOpen;
  private @Nullable IOException damage;
  private InputStream saved = InputStream.nullInputStream();

  ZstdInputStream(InputStream in) {
    this.frames = new ZstdFrames(in);
  }

  /** What the decoder counts addresses from, which it leaves to its callers. */
  private static int addressOfFirstByte() {
    try {
      return Class.forName("sun.misc.Unsafe").getField("ARRAY_BYTE_BASE_OFFSET").getInt(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
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
    while (damage == null) {
      byte[] next = NOTHING;
      try {
        if (decoder.getRequestedOutputSize() == 0) {
          byte[] read = next();
          if (read == null) {
            return -1;
          }
          next = read;
        }
      } catch (IOException e) {
        damage = e;
        save(NOTHING);
        break;
      }
      int written;
      try {
        written = decode(next, target, from, from + length);
      } catch (RuntimeException e) {
        damage = new IOException("the Zstandard data is broken: " + InputException.reason(e), e);
        save(next);
        break;
      }
      if (written > 0) {
        hash.update(target, from, written);
        return written;
      }
    }
    int read = saved.read(target, from, length);
    if (read < 0 && damage != null) {
      throw damage;
    }
    return read;
  }

  /** What the decoder gets next; {@code null} at the end. */
  private byte @Nullable [] next() throws IOException {
    if (frames.isInFrame()) {
      return frames.block();
    }
    if (frameOpen) {
      frameOpen = false;
      frames.check(hash);
    }
    byte[] header = frames.frameHeader();
    frameOpen = header != null;
    hash = new XxHash64();
    return header;
  }

  private int decode(byte[] input, byte[] target, int from, int to) {
    decoder.partialDecompress(
        input,
        ADDRESS_OF_FIRST_BYTE,
        ADDRESS_OF_FIRST_BYTE + (long) input.length,
        target,
        from,
        to);
    return decoder.getOutputBufferUsed();
  }

  /**
   * Gets from the decoder what it holds back.
   *
   * @param damaged the block that it has begun to decode, if it has begun one
   */
  private void save(byte[] damaged) {
    if (!frameOpen || decoder.isAtStoppingPoint()) {
      return;
    }
    ByteArrayOutputStream held = new ByteArrayOutputStream();
    int invented = 0;
    try {
      if (damaged.length > 0) {
        // It knows the length of the block, and waits for one of that length.
        byte[] literals = literals(damaged.length - BLOCK_HEADER_BYTES);
        invented = literalsIn(literals.length);
        save(literals, held);
      }
      save(END_OF_FRAME, held);
    } catch (RuntimeException e) {
      // What is held stays lost.
      return;
    }
    byte[] all = held.toByteArray();
    saved = new ByteArrayInputStream(all, 0, Math.max(0, all.length - invented));
  }

  private void save(byte[] input, ByteArrayOutputStream held) {
    byte[] part = new byte[1 << 16];
    held.write(part, 0, decode(input, part, 0, part.length));
    while (decoder.getRequestedOutputSize() > 0) {
      held.write(part, 0, decode(NOTHING, part, 0, part.length));
    }
  }

  /** A compressed block of a length, without its header: literals and no sequences. */
  private static byte[] literals(int length) {
    byte[] block = new byte[length];
    int literals = literalsIn(length);
    if (isShort(length)) {
      block[0] = (byte) (literals << 3);
    } else {
      int header = literals << 4 | 0b1100;
      block[0] = (byte) header;
      block[1] = (byte) (header >> 8);
      block[2] = (byte) (header >> 16);
    }
    return block;
  }

  private static int literalsIn(int length) {
    int header = isShort(length) ? SHORT_LITERALS_HEADER_BYTES : LITERALS_HEADER_BYTES;
    return length - header - SEQUENCES_BYTES;
  }

  private static boolean isShort(int length) {
    return length - SHORT_LITERALS_HEADER_BYTES - SEQUENCES_BYTES <= LONGEST_SHORT_LITERALS;
  }

  @Override
  public void close() throws IOException {
    frames.close();
  }
}
