package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The version is the one of {@code pom.xml}, wherever users read it. */
class VersionTest {
  /** Of the first dependency or project of this name in a POM. */
  private static final Pattern IN_A_POM =
      Pattern.compile("<artifactId>decorum</artifactId>\\s*<version>([^<]+)</version>");

  @Test
  void examplesAndDocumentationNameTheVersionOfTheBuild() throws IOException {
    String version = found(IN_A_POM, "pom.xml").get(0);
    assertEquals(List.of(version), found(IN_A_POM, "examples/library/pom.xml"));
    assertEquals(List.of(version), found(IN_A_POM, "src/site/markdown/library.md"));
  }

  /** A build after a release is told apart by its name, and what it brings is not released yet. */
  @Test
  void theChangelogHasTheVersionAsItsLatestRelease() throws IOException {
    String version = found(IN_A_POM, "pom.xml").get(0);
    List<String> headings = found(Pattern.compile("(?m)^## \\[([^]]+)]"), "CHANGELOG.md");
    assertEquals("Unreleased", headings.get(0));
    if (!version.endsWith("-SNAPSHOT")) {
      assertEquals(version, headings.get(1));
    }
  }

  /** Packages get the time of the release, so that the same sources give the same bytes. */
  @Test
  void filesHaveTheDayOfTheLatestRelease() throws IOException {
    String day = found(Pattern.compile("(?m)^## \\[[0-9.]+] - (\\S+)$"), "CHANGELOG.md").get(0);
    Pattern timestamp =
        Pattern.compile("<project\\.build\\.outputTimestamp>([^<]+)</project\\.build");
    assertEquals(List.of(day + "T00:00:00Z"), found(timestamp, "pom.xml"));
  }

  private static List<String> found(Pattern pattern, String file) throws IOException {
    List<String> found =
        pattern
            .matcher(Files.readString(Path.of(file)))
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();
    assertTrue(!found.isEmpty(), pattern + " is not in " + file);
    return found;
  }
}
