package dev.decorum.doctor;

import java.util.List;

/** All that was found out, in the order in which people look for it. */
public record Diagnosis(List<Symptom> symptoms) {
  public Diagnosis {
    symptoms = List.copyOf(symptoms);
  }

  /** How many things do not work. */
  public long problems() {
    return count(Symptom.State.PROBLEM);
  }

  /** How many things are worth knowing. */
  public long notes() {
    return count(Symptom.State.NOTE);
  }

  private long count(Symptom.State state) {
    return symptoms.stream().filter(symptom -> symptom.state() == state).count();
  }
}
