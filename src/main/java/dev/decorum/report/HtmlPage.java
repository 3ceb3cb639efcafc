package dev.decorum.report;

import java.util.List;
import java.util.Objects;

/**
 * What a page says besides its document.
 *
 * @param title what the page is called, in the browser's tab and as its heading
 * @param document what it holds
 * @param sources where the scores came from; shown with their manifests
 * @param generator this program and its version
 */
public record HtmlPage(String title, Document document, List<Source> sources, String generator) {
  public HtmlPage {
    Objects.requireNonNull(title);
    Objects.requireNonNull(document);
    Objects.requireNonNull(generator);
    sources = List.copyOf(sources);
  }
}
