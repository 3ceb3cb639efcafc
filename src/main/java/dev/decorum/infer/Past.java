package dev.decorum.infer;

import ai.djl.ndarray.NDList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keys and values of tokens that several runs continue, in the memory of the runtime. Any number of
 * threads may read it; it is freed when all its users have released it.
 */
public final class Past {

  /** Nothing: work that starts with the first token of its windows. */
  public static final Past NONE = new Past(new NDList(), 0);

  private final NDList keysAndValues;
  private final AtomicInteger users;

  /**
   * @param keysAndValues named as inputs, attached to no manager that closes before this
   * @param users how many will release it
   */
  Past(NDList keysAndValues, int users) {
    this.keysAndValues = keysAndValues;
    this.users = new AtomicInteger(users);
  }

  NDList keysAndValues() {
    return keysAndValues;
  }

  /** Says that one user is done. */
  public void release() {
    if (this != NONE && users.decrementAndGet() == 0) {
      keysAndValues.close();
    }
  }
}
