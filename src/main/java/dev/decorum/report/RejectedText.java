package dev.decorum.report;

import java.util.List;
import java.util.stream.Collectors;

/** The rows that could not be used, of which the other numbers of a report say nothing. */
public final class RejectedText {
  private RejectedText() {}

  /** Adds how many rows of each source were rejected; nothing if none was. */
  public static Document addTo(Document document, List<ScoreSource> sources) {
    List<ScoreSource> incomplete =
        sources.stream().filter(source -> source.rejected() > 0).toList();
    if (incomplete.isEmpty()) {
      return document;
    }
    return document
        .heading("Rejected rows")
        .paragraph(
            incomplete.stream()
                .map(
                    source ->
                        NumberText.counted(source.rejected(), "row")
                            + " of "
                            + source.name()
                            + " could not be used.")
                .collect(Collectors.joining(" ")));
  }
}
