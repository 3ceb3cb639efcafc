package dev.decorum.run;

/** The version of this program. */
public final class ProgramVersion {
  private ProgramVersion() {}

  /** As the jar says it; {@code development} outside of one. */
  public static String current() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
