package dev.decorum.report;

import dev.decorum.doctor.Diagnosis;
import dev.decorum.doctor.Symptom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A diagnosis for a terminal. */
public final class DiagnosisText {
  private static final int BEFORE_TEXT = 28;

  /** On narrower terminals, a text stands below the name of its symptom. */
  private static final int TWO_COLUMNS = 60;

  private static final String INDENT = "    ";

  private DiagnosisText() {}

  /**
   * A line for each symptom and more for long ones, and what they come to.
   *
   * @param width the number of columns of the terminal
   */
  public static List<String> lines(Diagnosis diagnosis, int width) {
    List<String> lines = new ArrayList<>();
    boolean narrow = width < TWO_COLUMNS;
    int room = width - (narrow ? INDENT.length() : BEFORE_TEXT);
    for (Symptom symptom : diagnosis.symptoms()) {
      String state = symptom.state().name().toLowerCase(Locale.ROOT);
      String name = symptom.name();
      List<String> texts = new ArrayList<>(wrapped(symptom.text(), room));
      if (symptom.remedy() != null) {
        texts.addAll(wrapped("→ " + symptom.remedy(), room));
      }
      if (narrow) {
        lines.add(String.format(Locale.ROOT, "%-9s%s", state, name));
        texts.forEach(text -> lines.add(INDENT + text));
        continue;
      }
      for (String text : texts) {
        lines.add(String.format(Locale.ROOT, "%-9s%-19s%s", state, name, text).stripTrailing());
        state = "";
        name = "";
      }
    }
    lines.add("");
    lines.add(sum(diagnosis));
    return lines;
  }

  private static List<String> wrapped(String text, int room) {
    return ChatDrawing.wrapped(TerminalText.harmless(text), Math.max(20, room));
  }

  private static String sum(Diagnosis diagnosis) {
    String notes =
        diagnosis.notes() == 0 ? "" : "; " + NumberText.counted(diagnosis.notes(), "note");
    return diagnosis.problems() == 0
        ? "Decorum works here" + notes + "."
        : NumberText.counted(diagnosis.problems(), "problem") + notes + ".";
  }
}
