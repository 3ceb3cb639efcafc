package dev.decorum.report;

import static dev.decorum.report.NumberFormat.PROBABILITY;
import static dev.decorum.report.NumberFormat.SHARE;

import dev.decorum.audit.Cause;
import java.util.Comparator;

/** What a change of the mean score comes of, in words. */
final class CauseText {
  private CauseText() {}

  /**
   * The sentences: the change, and its two parts, the larger one first and with the value that has
   * most to do with it.
   */
  static String of(Cause cause, ScoreWording wording) {
    NumberFormat difference = wording.difference();
    boolean isOfShares = Math.abs(cause.byShares()) > Math.abs(cause.byScores());
    String shares =
        "other shares of " + cause.field() + " make " + difference.text(cause.byShares());
    String scores =
        "other scores within each " + cause.field() + " make " + difference.text(cause.byScores());
    return "By "
        + cause.field()
        + ": the "
        + wording.mean()
        + " of the nights of the alarm is "
        + PROBABILITY.text(cause.since())
        + ", "
        + PROBABILITY.text(cause.before())
        + " before. Of the difference of "
        + difference.text(cause.change())
        + " "
        + wording.shortUnit()
        + ", "
        + (isOfShares
            ? shares + " (" + share(cause) + "), " + scores
            : scores + " (" + score(cause) + "), " + shares)
        + ".";
  }

  /** The value whose share changed most. */
  private static String share(Cause cause) {
    Cause.Part part =
        cause.parts().stream()
            .max(Comparator.comparingDouble(p -> Math.abs(p.shareSince() - p.shareBefore())))
            .orElseThrow();
    return "most of all "
        + part.value()
        + ": "
        + SHARE.text(part.shareSince())
        + " of the conversations, "
        + SHARE.text(part.shareBefore())
        + " before";
  }

  /** The value whose score adds most. */
  private static String score(Cause cause) {
    Cause.Part part =
        cause.parts().stream()
            .max(Comparator.comparingDouble(p -> Math.abs(p.byScore())))
            .orElseThrow();
    return "most of all "
        + part.value()
        + ": "
        + PROBABILITY.text(part.meanSince())
        + ", "
        + PROBABILITY.text(part.meanBefore())
        + " before";
  }
}
