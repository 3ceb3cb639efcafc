package dev.decorum.rank;

import dev.decorum.stats.Clustering;
import java.util.List;

/** Which candidates belong together: those of one group, unless the user names something larger. */
final class GroupClusters {
  private GroupClusters() {}

  static Clustering of(int[] rows, Candidates candidates, List<String> clusterFields) {
    if (!clusterFields.isEmpty()) {
      return candidates.table().clustering(clusterFields).subset(rows);
    }
    int[] groups = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      groups[i] = candidates.group(rows[i]);
    }
    return Clustering.of(groups);
  }
}
