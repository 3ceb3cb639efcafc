package dev.decorum.model.tensors;

import dev.decorum.model.files.ModelException;
import java.io.IOException;

/** The contents of a file by PyTorch, in one of its forms. */
interface TorchContents extends AutoCloseable {

  /** The largest length of a pickle; that of GPT-2 XL is 80 KB. */
  int LONGEST_PICKLE = 16 << 20;

  /** The object that was saved. */
  Object saved();

  /**
   * Where a storage begins in the file.
   *
   * @throws ModelException if there is no such storage, or it is shorter than the pickle says
   */
  long find(PickledStorage storage) throws IOException;

  @Override
  void close() throws IOException;
}
