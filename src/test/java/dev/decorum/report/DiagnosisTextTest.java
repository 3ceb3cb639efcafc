package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.doctor.Diagnosis;
import dev.decorum.doctor.Symptom;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTextTest {
  private static final Diagnosis DIAGNOSIS =
      new Diagnosis(
          List.of(
              new Symptom("cores", Symptom.State.OK, "2, all of which a model uses", null),
              new Symptom(
                  "cache", Symptom.State.PROBLEM, "cannot be written", "set DECORUM_CACHE_DIR")));

  @Test
  void textsStandBesideTheirNames() {
    assertEquals(
        List.of(
            "ok       cores              2, all of which a model uses",
            "problem  cache              cannot be written",
            "                            → set DECORUM_CACHE_DIR",
            "",
            "1 problem."),
        DiagnosisText.lines(DIAGNOSIS, 80));
  }

  @Test
  void textsStandBelowTheirNamesOnNarrowTerminals() {
    assertEquals(
        List.of(
            "ok       cores",
            "    2, all of which a model",
            "    uses",
            "problem  cache",
            "    cannot be written",
            "    → set DECORUM_CACHE_DIR",
            "",
            "1 problem."),
        DiagnosisText.lines(DIAGNOSIS, 30));
  }
}
