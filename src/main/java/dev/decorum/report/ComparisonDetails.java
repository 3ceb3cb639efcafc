package dev.decorum.report;

import dev.decorum.score.SharedField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the report of a comparison says beside its numbers.
 *
 * @param mismatches differences between runs that were allowed
 * @param sharedField a field that makes rows clusters, although none was asked for; {@code null}
 *     for none
 * @param texts the texts that were found, by version and id
 * @param explains whether the terms of statistics are explained where there are no footnotes
 */
public record ComparisonDetails(
    List<String> mismatches,
    @Nullable SharedField sharedField,
    Map<String, Map<String, Excerpt.Text>> texts,
    boolean explains) {
  public ComparisonDetails {
    mismatches = List.copyOf(mismatches);
    Map<String, Map<String, Excerpt.Text>> copy = new LinkedHashMap<>();
    texts.forEach((version, own) -> copy.put(version, Map.copyOf(own)));
    texts = Map.copyOf(copy);
  }

  /** Only differences between runs. */
  static ComparisonDetails of(List<String> mismatches) {
    return new ComparisonDetails(mismatches, null, Map.of(), false);
  }

  /** The text of a conversation; {@code null} if it is not known. */
  Excerpt.@Nullable Text text(String version, String id) {
    return Objects.requireNonNullElse(texts.get(version), Map.<String, Excerpt.Text>of()).get(id);
  }
}
