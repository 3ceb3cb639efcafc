package dev.decorum.store;

import dev.decorum.score.RunManifest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One audit.
 *
 * @param series which history it belongs to
 * @param date the night
 * @param finished when it was done
 * @param run the run that scored it
 * @param computed how many windows went through the model; the other rows were known
 * @param content a digest of what was scored, whatever the order ({@link ContentDigest}); null for
 *     nights of older stores
 * @param slices all rows first, then by field and value; empty where no row could be scored
 * @param settings how it was audited; null for nights of older stores
 */
public record Night(
    String series,
    LocalDate date,
    Instant finished,
    RunManifest run,
    long computed,
    @Nullable String content,
    List<NightSlice> slices,
    @Nullable Settings settings) {

  /**
   * How a night was audited, so that its history can say what the audit said.
   *
   * @param window how many nights it was compared with at most
   * @param calendar the name of the calendar that says when nights are due
   */
  public record Settings(int window, String calendar) {
    public Settings {
      Objects.requireNonNull(calendar);
    }
  }

  public Night {
    Objects.requireNonNull(series);
    Objects.requireNonNull(date);
    Objects.requireNonNull(finished);
    Objects.requireNonNull(run);
    slices = List.copyOf(slices);
  }

  /** A night of which it is not known how it was audited. */
  public Night(
      String series,
      LocalDate date,
      Instant finished,
      RunManifest run,
      long computed,
      @Nullable String content,
      List<NightSlice> slices) {
    this(series, date, finished, run, computed, content, slices, null);
  }

  /** Whether not one row could be scored. */
  public boolean isEmpty() {
    return slices.isEmpty();
  }

  /** All rows of the night; nothing where none could be scored. */
  public Optional<NightSlice> whole() {
    return slice("", "");
  }

  /** The rows with one value of a field; nothing where there are none. */
  public Optional<NightSlice> slice(String field, String value) {
    return slices.stream()
        .filter(slice -> slice.field().equals(field) && slice.value().equals(value))
        .findFirst();
  }
}
