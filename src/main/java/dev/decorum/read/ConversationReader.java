package dev.decorum.read;

import dev.decorum.read.bytes.InputException;
import dev.decorum.read.layout.ReadResult;
import java.io.Closeable;
import java.util.Optional;

/**
 * A stream of conversations. Not thread-safe.
 *
 * <p>A bad row is a {@link ReadResult.Rejected}; an input that cannot be read at all (it is
 * missing, its compression is broken, its format cannot be recognised) is an {@link
 * InputException}, after which the next call goes on with the next input.
 */
public interface ConversationReader extends Closeable {

  /** The next row in input order; empty at the end. */
  Optional<ReadResult> next();

  /** Whether rows may come slowly, as somebody types them or another program writes them. */
  boolean isLive();

  /** Bytes consumed so far, as they are on disk (before decompression). May be called by others. */
  long bytesRead();

  /** Bytes of all inputs as they are on disk; -1 where that is unknown (standard input). */
  long bytesTotal();
}
