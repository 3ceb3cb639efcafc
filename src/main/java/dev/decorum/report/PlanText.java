package dev.decorum.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run would do, for people at a terminal. */
public final class PlanText {
  private static final int NAME = 13;

  private PlanText() {}

  /**
   * The lines.
   *
   * @param width the number of columns of the terminal
   */
  public static List<String> lines(Plan plan, int width) {
    List<String> lines = new ArrayList<>();
    for (Plan.Row row : plan.rows()) {
      String name = row.name();
      for (String part : ChatDrawing.wrapped(TerminalText.harmless(row.text()), width - NAME)) {
        lines.add(String.format(Locale.ROOT, "%-" + NAME + "s%s", name, part).stripTrailing());
        name = "";
      }
    }
    lines.add("Nothing was written: this was a dry run.");
    return lines;
  }
}
