package dev.decorum.doctor;

import java.util.List;

/** All that was found out, in the order in which people look for it. */
public record Diagnosis(List<Finding> findings) {
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /** How many things do not work. */
  public long problems() {
    return count(Finding.State.PROBLEM);
  }

  /** How many things are worth knowing. */
  public long notes() {
    return count(Finding.State.NOTE);
  }

  private long count(Finding.State state) {
    return findings.stream().filter(finding -> finding.state() == state).count();
  }
}
