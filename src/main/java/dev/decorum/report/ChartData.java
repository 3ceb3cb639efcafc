package dev.decorum.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.stats.Estimate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The numbers of charts for the script that draws them. */
final class ChartData {
  /** Longer names are cut, since a chart has no room for them; the table has them in full. */
  private static final int NAME = 160;

  private ChartData() {}

  static String json(List<Chart> charts) {
    ArrayNode array = ReportJson.array();
    charts.forEach(chart -> put(chart, array.addObject()));
    return ReportJson.compact(array);
  }

  private static void put(Chart chart, ObjectNode node) {
    node.put("description", SafeText.beginning(chart.description(), 1000));
    if (chart instanceof Chart.Distribution distribution) {
      node.put("kind", "distribution");
      put("reference", distribution.reference(), node);
      ArrayNode series = node.putArray("series");
      for (Chart.Counts counts : distribution.series()) {
        ObjectNode one = series.addObject();
        one.put("name", name(counts.name()));
        ArrayNode bins = one.putArray("bins");
        counts.bins().forEach(bins::add);
      }
    } else if (chart instanceof Chart.Intervals intervals) {
      node.put("kind", "intervals");
      node.put("x", name(intervals.axis()));
      put(intervals.unit(), node);
      put("reference", intervals.reference(), node);
      ArrayNode items = node.putArray("items");
      for (Chart.Item item : intervals.items()) {
        ObjectNode one = items.addObject();
        one.put("name", name(item.name()));
        put(item.estimate(), item.note(), one);
      }
    } else if (chart instanceof Chart.ReliabilityDiagram reliability) {
      node.put("kind", "reliability");
      put(reliability.points(), node);
    } else if (chart instanceof Chart.TrendLine trend) {
      node.put("kind", "trend");
      node.put("x", name(trend.xAxis()));
      node.put("y", name(trend.yAxis()));
      put(trend.unit(), node);
      put("reference", trend.reference(), node);
      put("mark", trend.mark(), node);
      if (trend.fromZero()) {
        node.put("fromZero", true);
      }
      if (trend.span() != null) {
        node.putArray("span").add(trend.span().low()).add(trend.span().high());
      }
      if (!trend.names().isEmpty()) {
        trend.names().forEach(node.putArray("names")::add);
      }
      ArrayNode series = node.putArray("series");
      for (Chart.Line line : trend.lines()) {
        ObjectNode one = series.addObject();
        one.put("name", name(line.name()));
        if (!line.band().isEmpty()) {
          one.put("band", name(line.band()));
        }
        put(line.points(), one);
      }
    }
  }

  private static void put(List<Chart.Point> points, ObjectNode node) {
    ArrayNode array = node.putArray("points");
    for (Chart.Point point : points) {
      ObjectNode one = array.addObject();
      ReportJson.put(one, "x", point.x());
      put(point.estimate(), point.note(), one);
      if (!point.mark().isEmpty()) {
        one.put("marked", name(point.mark()));
      }
    }
  }

  private static void put(Estimate estimate, String note, ObjectNode node) {
    ReportJson.put(node, "value", estimate.value());
    ReportJson.put(node, "low", estimate.low());
    ReportJson.put(node, "high", estimate.high());
    if (!note.isEmpty()) {
      node.put("note", name(note));
    }
  }

  private static void put(Chart.Unit unit, ObjectNode node) {
    node.put("unit", unit.name().toLowerCase(Locale.ROOT));
  }

  private static void put(String field, Chart.@Nullable Reference reference, ObjectNode node) {
    if (reference != null && Double.isFinite(reference.value())) {
      ObjectNode one = node.putObject(field);
      one.put("value", reference.value());
      one.put("name", name(reference.name()));
    }
  }

  private static String name(String text) {
    return SafeText.beginning(text, NAME);
  }
}
