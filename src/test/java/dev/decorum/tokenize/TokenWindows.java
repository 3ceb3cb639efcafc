package dev.decorum.tokenize;

import dev.decorum.conversation.Location;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import java.util.Map;
import java.util.Set;

/** Token windows of nothing but ids. */
public final class TokenWindows {
  private static final RowContext CONTEXT =
      new RowContext(new Location("-", 1, 0), "Tom", null, Map.of());

  private TokenWindows() {}

  /** A window of these ids. */
  public static TokenWindow of(long row, int... tokenIds) {
    return new TokenWindow(new SampleId(row, "c" + row, 0), CONTEXT, tokenIds, 0, 1, 1, Set.of());
  }
}
