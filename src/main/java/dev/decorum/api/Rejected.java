package dev.decorum.api;

import java.util.Objects;

/**
 * A row without a score. Rejections are values, not exceptions: those of a file pass through a
 * {@link Judge} unchanged, so that results keep the order of the rows.
 *
 * @param id the id of the conversation; for a row that is not a conversation, its place; empty for
 *     a file that cannot be read, which the reason names
 * @param reason one sentence for a person
 * @param place where it began, as in {@code chats.jsonl:12:1}; empty if that is unknown
 * @param raw the row as it was read, or its beginning where it is very long; empty if that is
 *     unknown
 */
public record Rejected(String id, String reason, String place, String raw)
    implements Row, Judgement {
  public Rejected {
    Objects.requireNonNull(id);
    Objects.requireNonNull(reason);
    Objects.requireNonNull(place);
    Objects.requireNonNull(raw);
  }

  /** A row whose place is unknown. */
  public Rejected(String id, String reason) {
    this(id, reason, "", "");
  }

  /** Whether this is a whole file that cannot be read, or not to its end. */
  public boolean isFile() {
    return id.isEmpty() && place.isEmpty();
  }
}
