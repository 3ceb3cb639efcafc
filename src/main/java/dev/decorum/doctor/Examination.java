package dev.decorum.doctor;

import dev.decorum.failure.Causes;
import dev.decorum.failure.DecorumException;
import dev.decorum.failure.InterruptedRunException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Looks at everything that Decorum needs. A check that fails is a finding, never a failure. */
public final class Examination {
  private final List<Symptom> findings = new ArrayList<>();

  private Examination() {}

  /** Examines this machine and installation. */
  public static Diagnosis of(Patient patient) {
    Map<String, String> environment = patient.environment();
    Installation installation = Installation.ofThisProgram();
    Examination examination = new Examination();
    examination.add("Decorum", () -> installation.program(patient.version()));
    examination.add("Java", installation::java);
    examination.add("configuration", () -> Settings.files(patient));
    examination.add("environment", () -> Settings.variables(environment, patient.variables()));
    examination.add(
        "names of files", () -> Settings.charset(System.getProperty("sun.jnu.encoding", "")));
    examination.add("processor", Hardware::processor);
    examination.add("cores", Hardware::cores);
    examination.add("memory", Hardware::memory);
    examination.add("temporary files", Folders::temporary);
    examination.add("cache", () -> Folders.cache(environment));
    examination.add("models of the hub", () -> Folders.hub(environment));
    examination.add("native libraries", Libraries::libraries);
    examination.add("integers", Libraries::integers);
    examination.add("GPU", () -> Libraries.gpu(installation));
    examination.add("model", () -> UsedModel.check(patient));
    examination.add("training", installation::training);
    Path store = patient.store();
    if (store != null) {
      examination.add("store", () -> UsedStore.check(store));
    }
    return new Diagnosis(examination.findings);
  }

  /** A broken library may throw anything, errors of Java included. */
  private void add(String name, Supplier<Symptom> check) {
    findings.add(guarded(name, check));
  }

  static Symptom guarded(String name, Supplier<Symptom> check) {
    try {
      return check.get();
    } catch (DecorumException e) {
      if (Causes.isInterruption(e)) {
        throw e;
      }
      return Symptom.problem(name, e.getMessage(), null);
    } catch (Throwable e) {
      if (Causes.isInterruption(e)) {
        throw new InterruptedRunException(e);
      }
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return Symptom.problem(
          name, root.getMessage() == null ? root.toString() : root.getMessage(), null);
    }
  }
}
