package dev.decorum.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.WriterOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes a document as a self-contained HTML file, which needs neither the network nor other files.
 * It is complete without scripts, which add charts, sorting and filtering; all contents are escaped
 * as text.
 */
public final class HtmlReport {

  /** Loaded with the first page, since most runs write none. */
  private static final class Engine {
    static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(ContentType.Html);

    private Engine() {}
  }

  private HtmlReport() {}

  /**
   * Writes {@code page} in UTF-8.
   *
   * @param out flushed and left open
   */
  public static void write(HtmlPage page, OutputStream out) throws IOException {
    PageContent content = new PageComposition(page).content();
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    try {
      Engine.TEMPLATES.render("page.jte", content, new WriterOutput(writer));
    } catch (RuntimeException e) {
      throw ofWriting(e).orElseThrow(() -> e);
    }
    writer.flush();
  }

  /** The write failure behind an exception of the engine, which wraps it once for each template. */
  private static Optional<IOException> ofWriting(RuntimeException thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof UncheckedIOException known) {
        return Optional.ofNullable(known.getCause());
      }
    }
    return Optional.empty();
  }
}
