package dev.decorum.compare;

import dev.decorum.score.ScoreTable;
import dev.decorum.score.StringDictionary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which rows of two versions belong together. Rows are paired by id and never by position; an id
 * that comes twice in a version pairs nothing, since it is unknown which row is meant.
 *
 * @param design whether rows were compared in pairs
 * @param reason why
 * @param pairs how many ids are in both, once each
 * @param onlyInReference ids that only the reference has
 * @param onlyInCandidate ids that only the candidate has
 * @param duplicates ids that come more than once in either
 * @param positions ids in both that say no more than where a row stood in its file
 */
public record Matching(
    Design design,
    Reason reason,
    int pairs,
    Ids onlyInReference,
    Ids onlyInCandidate,
    Ids duplicates,
    int positions) {

  /** How rows are compared. */
  public enum Design {
    PAIRED,
    UNPAIRED
  }

  /** Why they are compared so. */
  public enum Reason {
    /** The user wants it so. */
    ASKED,
    /** At least half of the smaller version's ids are in both. */
    IDS_MATCH,
    /** No id is in both. */
    NO_ID_MATCHES,
    /** Too few ids are in both. */
    FEW_IDS_MATCH,
    /** The ids in both are positions in files. */
    IDS_ARE_POSITIONS
  }

  /**
   * Some ids.
   *
   * @param count how many
   * @param examples the first of them
   */
  public record Ids(int count, List<String> examples) {
    public Ids {
      examples = List.copyOf(examples);
    }
  }

  /** Matched rows: the i-th of one belongs to the i-th of the other. */
  static final class Rows {
    private final int[] reference;
    private final int[] candidate;

    Rows(int[] reference, int[] candidate) {
      this.reference = reference;
      this.candidate = candidate;
    }

    int[] reference() {
      return reference;
    }

    int[] candidate() {
      return candidate;
    }
  }

  private static final int MOST_EXAMPLES = 3;

  /** Finds out how two versions are to be compared, and the rows if in pairs. */
  static final class Finder {
    private static final int NONE = -1;
    private static final int SEVERAL = -2;

    private final Version reference;
    private final Version candidate;
    private final StringDictionary ids;
    private final int[] rowOfReference;
    private final int[] rowOfCandidate;

    Finder(Version reference, Version candidate) {
      this.reference = reference;
      this.candidate = candidate;
      this.ids = reference.table().codebook().ids();
      this.rowOfReference = rowsById(reference.table());
      this.rowOfCandidate = rowsById(candidate.table());
    }

    private int[] rowsById(ScoreTable table) {
      int[] rows = new int[ids.size()];
      Arrays.fill(rows, NONE);
      for (int row = 0; row < table.size(); row++) {
        int id = table.id(row);
        rows[id] = rows[id] == NONE ? row : SEVERAL;
      }
      return rows;
    }

    Rows rows() {
      int[] ofReference = new int[ids.size()];
      int[] ofCandidate = new int[ids.size()];
      int count = 0;
      for (int row = 0; row < reference.table().size(); row++) {
        int id = reference.table().id(row);
        if (isPair(id)) {
          ofReference[count] = row;
          ofCandidate[count++] = rowOfCandidate[id];
        }
      }
      return new Rows(Arrays.copyOf(ofReference, count), Arrays.copyOf(ofCandidate, count));
    }

    private boolean isPair(int id) {
      return rowOfReference[id] >= 0 && rowOfCandidate[id] >= 0 && !isPosition(id);
    }

    private boolean isPosition(int id) {
      String text = ids.text(id);
      return reference.isPosition(text) || candidate.isPosition(text);
    }

    Matching matching(ComparisonOptions.Pairing pairing) {
      Collector onlyInReference = new Collector();
      Collector onlyInCandidate = new Collector();
      Collector duplicates = new Collector();
      int pairs = 0;
      int positions = 0;
      for (int id = 0; id < ids.size(); id++) {
        int a = rowOfReference[id];
        int b = rowOfCandidate[id];
        if (a == SEVERAL || b == SEVERAL) {
          duplicates.add(id);
        } else if (a >= 0 && b >= 0) {
          if (isPosition(id)) {
            positions++;
          } else {
            pairs++;
          }
        } else if (a >= 0) {
          onlyInReference.add(id);
        } else if (b >= 0) {
          onlyInCandidate.add(id);
        }
      }
      int smaller = Math.min(reference.table().size(), candidate.table().size());
      Reason reason = reason(pairing, pairs, positions, smaller);
      boolean paired =
          reason == Reason.IDS_MATCH
              || (reason == Reason.ASKED && pairing == ComparisonOptions.Pairing.ID);
      return new Matching(
          paired ? Design.PAIRED : Design.UNPAIRED,
          reason,
          pairs,
          onlyInReference.ids(),
          onlyInCandidate.ids(),
          duplicates.ids(),
          positions);
    }

    private Reason reason(
        ComparisonOptions.Pairing pairing, int pairs, int positions, int smaller) {
      if (pairing == ComparisonOptions.Pairing.ID && pairs < 2) {
        throw new IncomparableException(
            reference.name()
                + " and "
                + candidate.name()
                + " cannot be paired: "
                + (pairs == 0 ? "no id occurs" : "only one id occurs")
                + " exactly once in both"
                + (positions > 0 ? " (ids that are positions in files do not count)" : ""));
      }
      if (pairing != ComparisonOptions.Pairing.AUTO) {
        return Reason.ASKED;
      }
      if (pairs >= 2 && 2L * pairs >= smaller) {
        return Reason.IDS_MATCH;
      }
      if (positions > pairs) {
        return Reason.IDS_ARE_POSITIONS;
      }
      return pairs == 0 ? Reason.NO_ID_MATCHES : Reason.FEW_IDS_MATCH;
    }

    private final class Collector {
      private final List<String> examples = new ArrayList<>();
      private int count;

      void add(int id) {
        if (count++ < MOST_EXAMPLES) {
          examples.add(ids.text(id));
        }
      }

      Ids ids() {
        return new Ids(count, examples);
      }
    }
  }
}
