package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of what the distribution is made of. */
class SbomIT {

  @Test
  void everyLibraryOfTheDistributionIsListed() throws IOException {
    JsonNode sbom = new ObjectMapper().readTree(Distribution.HOME.resolve("sbom.json").toFile());
    assertEquals("CycloneDX", sbom.at("/bomFormat").asText());
    TreeSet<String> listed = new TreeSet<>();
    for (JsonNode component : sbom.at("/components")) {
      listed.add(component.at("/name").asText() + "-" + component.at("/version").asText() + ".jar");
      String purl = component.at("/purl").asText();
      assertTrue(purl.startsWith("pkg:maven/"), purl);
      assertFalse(component.at("/hashes").isEmpty(), purl + " has no hash");
      assertFalse(component.at("/licenses").isEmpty(), purl + " has no licence");
    }
    TreeSet<String> shipped = new TreeSet<>();
    try (Stream<Path> files = Files.list(Distribution.HOME.resolve("lib"))) {
      files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".jar") && !name.startsWith("decorum-"))
          .forEach(shipped::add);
    }
    assertEquals(shipped, listed);
  }
}
