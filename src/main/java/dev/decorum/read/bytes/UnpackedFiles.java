package dev.decorum.read.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of an input, one after the other. */
interface UnpackedFiles extends Closeable {

  /** {@code null} at the end, when all of the input has been read. */
  @Nullable UnpackedFile next() throws IOException;

  /** What was not read so far. */
  List<String> passedOver();
}
