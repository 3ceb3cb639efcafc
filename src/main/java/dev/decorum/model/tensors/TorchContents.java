package dev.decorum.model.tensors;

import dev.decorum.model.files.ModelException;
import java.io.IOException;

/** What a form of file that PyTorch writes has in it. */
interface TorchContents extends AutoCloseable {

  /** That of GPT-2 XL is 80 KB. */
  int LONGEST_PICKLE = 16 << 20;

  /** The object that was saved. */
  Object saved();

  /**
   * Where a storage begins in the file.
   *
   * @throws ModelException if there is none, or if it is shorter than the pickle says
   */
  long find(PickledStorage storage) throws IOException;

  @Override
  void close() throws IOException;
}
