package dev.decorum.hub;

import java.time.Duration;

/** Is told how a pull goes on, on the thread that pulls. */
public interface PullListener {

  /** Another process fetches the same model; this one waits for it. */
  void waiting();

  /**
   * The fetching of a file begins.
   *
   * @param file its path in the repository
   * @param here how many bytes of it an earlier pull has left
   * @param size how many it has in all
   */
  void begun(String file, long here, long size);

  /**
   * More of the file has come.
   *
   * @param here how many bytes of it are here now; fewer than before where it begins anew
   */
  void advanced(long here);

  /** The file is whole, checked and in the cache. */
  void done(String file);

  /**
   * Something failed and is tried again.
   *
   * @param reason what failed
   * @param wait after which time
   */
  void retrying(String reason, Duration wait);
}
