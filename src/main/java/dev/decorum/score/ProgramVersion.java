package dev.decorum.score;

/** The version of this program. */
public final class ProgramVersion {
  private ProgramVersion() {}

  /** The version from the jar's manifest; {@code development} outside of a jar. */
  public static String current() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
