package dev.decorum.report;

import java.util.List;
import java.util.Objects;

/**
 * An HTML page: a document with its title and origin.
 *
 * @param title the title in the browser's tab and as the heading
 * @param document the contents
 * @param sources where the scores came from; shown with their manifests
 * @param generator this program and its version
 */
public record HtmlPage(
    String title, Document document, List<ScoreSource> sources, String generator) {
  public HtmlPage {
    Objects.requireNonNull(title);
    Objects.requireNonNull(document);
    Objects.requireNonNull(generator);
    sources = List.copyOf(sources);
  }
}
