package dev.decorum.api;

import java.util.Objects;

/**
 * A row without a score. Rejections are values and end nothing: those of a file go through a {@link
 * Judge} unchanged, so that results keep the order of the rows.
 *
 * @param id the id of the conversation; of a row that is none, the place where it is; empty for a
 *     file that cannot be read, which the reason names
 * @param reason one sentence for a person
 */
public record Rejected(String id, String reason) implements Row, Judgement {
  public Rejected {
    Objects.requireNonNull(id);
    Objects.requireNonNull(reason);
  }
}
