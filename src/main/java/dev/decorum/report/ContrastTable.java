package dev.decorum.report;

import dev.decorum.compare.Changes.Change;
import dev.decorum.conversation.Message;
import dev.decorum.report.Excerpt.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows of two versions that differ, one above the other, each with the score in either version.
 *
 * @param unit the heading of their names: {@code id}, or the field that they have in common
 * @param reference the name of the first version
 * @param candidate the name of the later version
 * @param isGrouped whether a row stands for several rows of each version
 * @param difference how differences of scores are written
 * @param changeHeading the heading of the differences
 * @param contrasts the rows
 */
record ContrastTable(
    String unit,
    String reference,
    String candidate,
    boolean isGrouped,
    NumberFormat difference,
    String changeHeading,
    List<Contrast> contrasts) {
  ContrastTable {
    Objects.requireNonNull(unit);
    Objects.requireNonNull(reference);
    Objects.requireNonNull(candidate);
    Objects.requireNonNull(difference);
    contrasts = List.copyOf(contrasts);
  }

  /**
   * A row.
   *
   * @param change the scores
   * @param reference the text of the first version's conversation; {@code null} unless the user
   *     asked for it and it was found
   * @param candidate the text of the later version's conversation; {@code null} likewise
   * @param places where the two stand in the input, the first version's before the later's; empty
   *     where their names tell
   */
  record Contrast(
      Change change, @Nullable Text reference, @Nullable Text candidate, String places) {
    Contrast {
      Objects.requireNonNull(change);
      Objects.requireNonNull(places);
    }

    Contrast(Change change, @Nullable Text reference, @Nullable Text candidate) {
      this(change, reference, candidate, "");
    }

    /** The messages that both conversations begin with; empty if one has no messages. */
    List<Message> shared() {
      List<Message> shared = new ArrayList<>();
      if (reference != null && candidate != null && reference.left() == candidate.left()) {
        List<Message> a = reference.messages();
        List<Message> b = candidate.messages();
        while (shared.size() < Math.min(a.size(), b.size())
            && a.get(shared.size()).equals(b.get(shared.size()))) {
          shared.add(a.get(shared.size()));
        }
      }
      return shared;
    }
  }

  /** The columns of the rows without texts. */
  Columns<Contrast> columns() {
    Columns<Contrast> columns =
        new Columns<Contrast>().name(unit, contrast -> contrast.change().name());
    if (isGrouped) {
      columns.values(
          "rows",
          contrast ->
              new Cell.Counts(
                  contrast.change().candidateRows(), contrast.change().referenceRows()));
    }
    columns
        .values(reference, contrast -> score(contrast.change().referenceScore()))
        .values(candidate, contrast -> score(contrast.change().candidateScore()))
        .values(changeHeading, contrast -> Cell.number(contrast.change().difference(), difference));
    if (contrasts.stream().anyMatch(contrast -> !contrast.places().isEmpty())) {
      columns.remark(reference + " from, " + candidate + " from", Contrast::places);
    }
    return columns;
  }

  private static Cell score(double score) {
    return Cell.number(score, NumberFormat.PROBABILITY);
  }

  /** Whether any text is known. */
  boolean hasTexts() {
    return contrasts.stream()
        .anyMatch(contrast -> contrast.reference() != null || contrast.candidate() != null);
  }
}
