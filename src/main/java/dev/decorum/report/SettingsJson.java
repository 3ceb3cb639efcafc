package dev.decorum.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.config.ConfigPlaces;
import java.util.List;
import java.util.Locale;

/** The values of options, and the files where they are looked for, as JSON. */
public final class SettingsJson {
  private SettingsJson() {}

  /** One indented object with an entry for each value. */
  public static String settings(List<SettingRow> rows) {
    ObjectNode root = ReportJson.object();
    ArrayNode array = root.putArray("settings");
    for (SettingRow row : rows) {
      ObjectNode node = array.addObject();
      node.put("option", row.option());
      row.values().forEach(node.putArray("values")::add);
      node.put("from", row.origin());
      row.commands().forEach(node.putArray("commands")::add);
    }
    return ReportJson.text(root);
  }

  /** One indented object with an entry for each place. */
  public static String places(ConfigPlaces places) {
    ObjectNode root = ReportJson.object();
    ArrayNode array = root.putArray("files");
    for (ConfigPlaces.Place place : places.places()) {
      ObjectNode node = array.addObject();
      node.put("file", place.file().toString());
      node.put("owner", place.owner().name().toLowerCase(Locale.ROOT));
      node.put("found", place.isFound());
      node.put("used", place.isUsed());
      node.put("because", place.setback());
    }
    return ReportJson.text(root);
  }
}
