package dev.decorum.site;

import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The README as it lies in the distribution, where the documentation is in {@code docs}. */
final class DistributionReadme {
  private static final String DOCS = "docs/";

  private static final Pattern PAGE =
      Pattern.compile("\\]\\(" + Pattern.quote(Links.PAGES + "/") + "([^)#]+\\.md)");

  private static final Pattern RESOURCE =
      Pattern.compile("\\]\\(" + Pattern.quote(Links.RESOURCES + "/"));

  private DistributionReadme() {}

  static String of(String readme) {
    String text = PAGE.matcher(readme).replaceAll(DistributionReadme::link);
    return RESOURCE.matcher(text).replaceAll("](" + DOCS);
  }

  private static String link(MatchResult page) {
    String file = Page.htmlFile(Path.of(page.group(1))).toString().replace('\\', '/');
    return "](" + DOCS + file;
  }
}
