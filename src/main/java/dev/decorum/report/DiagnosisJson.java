package dev.decorum.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.doctor.Diagnosis;
import dev.decorum.doctor.Finding;
import java.util.Locale;

/** A diagnosis as JSON. */
public final class DiagnosisJson {
  private DiagnosisJson() {}

  /** One indented object. */
  public static String text(Diagnosis diagnosis) {
    ObjectNode root = ReportJson.object();
    root.put("works", diagnosis.problems() == 0);
    ArrayNode findings = root.putArray("findings");
    for (Finding finding : diagnosis.findings()) {
      ObjectNode node = findings.addObject();
      node.put("name", finding.name());
      node.put("state", finding.state().name().toLowerCase(Locale.ROOT));
      node.put("text", finding.text());
      node.put("remedy", finding.remedy());
    }
    return ReportJson.text(root);
  }
}
