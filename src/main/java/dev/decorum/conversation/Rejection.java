package dev.decorum.conversation;

import java.util.Objects;

/**
 * An input row that could not be scored, and why.
 *
 * @param location where the row is, as exactly as known
 * @param reason one sentence for a person, without the location
 * @param raw the row as it was read, or its beginning where it is very long
 */
public record Rejection(Location location, String reason, String raw) {

  public Rejection {
    Objects.requireNonNull(location);
    Objects.requireNonNull(reason);
    Objects.requireNonNull(raw);
  }
}
