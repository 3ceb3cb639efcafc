package dev.decorum.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The rows of listings for the script that shows them. */
final class ListingData {
  /** Longer names are cut. */
  private static final int NAME = 200;

  private ListingData() {}

  static String json(List<RowListing> listings) {
    ArrayNode array = ReportJson.array();
    listings.forEach(listing -> put(listing, array.addObject()));
    return ReportJson.compact(array);
  }

  private static void put(RowListing listing, ObjectNode node) {
    node.put("rows", listing.rows());
    node.put("leftOut", listing.leftOut());
    ReportJson.put(node, "baseline", listing.baseline());
    ArrayNode columns = node.putArray("columns");
    for (RowListing.Column column : listing.columns()) {
      ObjectNode one = columns.addObject();
      one.put("name", SafeText.beginning(column.heading(), NAME));
      if (column instanceof RowListing.Words words) {
        one.put("kind", "words");
        ArrayNode all = one.putArray("words");
        words.words().forEach(word -> all.add(SafeText.beginning(word, NAME)));
        words.codes().forEach(one.putArray("codes")::add);
      } else if (column instanceof RowListing.Whole whole) {
        one.put("kind", "whole");
        whole.values().forEach(one.putArray("values")::add);
      } else if (column instanceof RowListing.Scores scores) {
        one.put("kind", "scores");
        ArrayNode values = one.putArray("values");
        // Scores are computed in single precision, and are written so in score files.
        scores.values().forEach(value -> values.add(value.floatValue()));
      }
    }
  }
}
