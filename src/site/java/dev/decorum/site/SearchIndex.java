package dev.decorum.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * What the search of the documentation looks through: a script, since a page that was opened as a
 * file can load nothing else.
 */
final class SearchIndex {
  private SearchIndex() {}

  /** For every section the link to it, the title of its page, its heading, and its text. */
  static String script(List<Page> pages) throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    List<String> entries = new ArrayList<>();
    for (Page page : pages) {
      String file = page.file().toString().replace('\\', '/');
      for (Section section : page.sections()) {
        boolean title = section.level() == 1;
        entries.add(
            json.writeValueAsString(
                List.of(
                    title ? file : file + "#" + section.anchor(),
                    page.title(),
                    title ? "" : section.heading(),
                    section.text())));
      }
    }
    return "window.manualSections = [\n" + String.join(",\n", entries) + "\n];\n";
  }
}
