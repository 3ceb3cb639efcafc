package dev.decorum.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.doctor.Diagnosis;
import dev.decorum.doctor.Symptom;
import java.util.Locale;

/** A diagnosis as JSON. */
public final class DiagnosisJson {
  private DiagnosisJson() {}

  /** One indented object. */
  public static String text(Diagnosis diagnosis) {
    ObjectNode root = ReportJson.object();
    root.put("works", diagnosis.problems() == 0);
    ArrayNode symptoms = root.putArray("findings");
    for (Symptom symptom : diagnosis.symptoms()) {
      ObjectNode node = symptoms.addObject();
      node.put("name", symptom.name());
      node.put("state", symptom.state().name().toLowerCase(Locale.ROOT));
      node.put("text", symptom.text());
      node.put("remedy", symptom.remedy());
    }
    return ReportJson.text(root);
  }
}
