package dev.decorum.cli;

import dev.decorum.infer.RuntimeVersions;
import dev.decorum.run.ProgramVersion;
import picocli.CommandLine.IVersionProvider;

/** The versions that {@code --version} prints. */
final class VersionText implements IVersionProvider {

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
    return new String[] {"decorum " + ProgramVersion.current(), libraries.toString()};
  }
}
