package dev.decorum.run;

import dev.decorum.failure.UsageException;

/**
 * What a comparison lists.
 *
 * @param most how many losses and how many gains are listed, from 0
 * @param includesText whether their texts are shown
 */
public record ChangeRequest(int most, boolean includesText) {
  private static final int MOST = 10_000;

  public ChangeRequest {
    if (most < 0 || most > MOST) {
      throw new UsageException("--changes must be a number from 0 to 10,000, not " + most);
    }
    if (includesText && most == 0) {
      throw new UsageException(
          "--include-text shows the texts of listed pairs; --changes 0 lists none");
    }
  }
}
