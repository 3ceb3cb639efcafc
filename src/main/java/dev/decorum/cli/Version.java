package dev.decorum.cli;

import dev.decorum.infer.RuntimeVersions;
import picocli.CommandLine.IVersionProvider;

/** The versions that {@code --version} prints. */
final class Version implements IVersionProvider {

  /** This program's version, from its jar. */
  static String ofDecorum() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    StringBuilder libraries = new StringBuilder();
    RuntimeVersions.all()
        .forEach(
            (library, version) ->
                libraries
                    .append(libraries.length() == 0 ? "" : ", ")
                    .append(library)
                    .append(' ')
                    .append(version));
    return new String[] {"decorum " + ofDecorum(), libraries.toString()};
  }
}
