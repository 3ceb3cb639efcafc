package dev.decorum.infer;

import ai.djl.ndarray.NDList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The keys and values of tokens that several runs continue, in the memory of the runtime. Any
 * number of threads may read them; they are freed when all users have released them.
 */
public final class KeyValueCache {

  /** The empty cache, of work that starts with the first token of its windows. */
  public static final KeyValueCache NONE = new KeyValueCache(new NDList(), 0);

  private final NDList keysAndValues;
  private final AtomicInteger users;

  /**
   * @param keysAndValues arrays with the names of inputs, not attached to a manager that closes
   *     before this
   * @param users the number of users that will release it
   */
  KeyValueCache(NDList keysAndValues, int users) {
    this.keysAndValues = keysAndValues;
    this.users = new AtomicInteger(users);
  }

  NDList keysAndValues() {
    return keysAndValues;
  }

  /** Releases this cache by one user. */
  public void release() {
    if (this != NONE && users.decrementAndGet() == 0) {
      keysAndValues.close();
    }
  }
}
