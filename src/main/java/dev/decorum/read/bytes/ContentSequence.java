package dev.decorum.read.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of an input, one after the other. */
interface ContentSequence extends Closeable {

  /** {@code null} at the end, when all of the input has been read. */
  @Nullable Content next() throws IOException;

  /** What was not read so far. */
  List<String> passedOver();
}
