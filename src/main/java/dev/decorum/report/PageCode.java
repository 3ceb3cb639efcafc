package dev.decorum.report;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The style sheet and the scripts of a page, and the policy that lets a browser run exactly these
 * and load nothing.
 *
 * @param style the style sheet
 * @param scripts in the order in which they run
 */
public record PageCode(String style, List<String> scripts) {
  private static final String LIBRARY = "echarts/echarts.common.min.js";

  public PageCode {
    scripts = List.copyOf(scripts);
  }

  /**
   * The code of a page.
   *
   * @param charts whether the page has charts, whose library is most of its size
   */
  static PageCode load(boolean charts) throws IOException {
    List<String> scripts = new ArrayList<>();
    if (charts) {
      scripts.add(
          "/*\n"
              + resource("echarts/NOTICE").strip()
              + "\n\n"
              + resource("echarts/LICENSE-d3").strip()
              + "\n*/\n"
              + resource(LIBRARY));
    }
    scripts.add(resource("report.js"));
    return new PageCode(resource("report.css"), scripts);
  }

  /**
   * The content security policy: these scripts and this style, nothing else, and no connections.
   */
  public String policy() {
    StringBuilder policy = new StringBuilder("default-src 'none'; script-src");
    scripts.forEach(script -> policy.append(' ').append(source(script)));
    policy.append("; style-src ").append(source(style));
    return policy.append("; base-uri 'none'; form-action 'none'").toString();
  }

  private static String source(String code) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A resource with line feeds only: a browser hashes parsed text, in which every line break is
   * one.
   */
  private static String resource(String name) throws IOException {
    try (InputStream in = PageCode.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " is not in this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("\r\n", "\n")
          .replace('\r', '\n');
    }
  }
}
