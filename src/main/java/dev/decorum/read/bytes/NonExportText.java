package dev.decorum.read.bytes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Texts that are neither JSON nor a table, told by how they begin. */
final class NonExportText {
  private static final String DAY = "\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4}";
  private static final String TIME =
      "\\d{1,2}[:.]\\d{2}(?:[:.]\\d{2})?(?: ?[^\\d\\s,;:\"-]{1,5}){0,2}";

  /** {@code [25.01.2025, 21:00:12] Nia: Are you open?} */
  private static final Pattern BRACKETS =
      Pattern.compile("\\[" + DAY + ",? " + TIME + "] ?[^:]+: ?.*");

  /** {@code 25/01/2025, 21:00 - Nia: Are you open?} */
  private static final Pattern DASH = Pattern.compile(DAY + ",? (?:\\S+ )?" + TIME + " - .+");

  private static final Pattern SPACES = Pattern.compile("[\\u00a0\\u202f]");
  private static final Pattern DIRECTION_MARKS = Pattern.compile("[\\u200e\\u200f\\u202a-\\u202e]");
  private static final int LONGEST_LINE = 512;

  private static final List<String> PAGE_BEGINS =
      List.of(
          "<!doctype html",
          "<html",
          "<head",
          "<body",
          "<meta",
          "<title",
          "<script",
          "<style",
          "<div",
          "<table",
          "<p>");

  private NonExportText() {}

  /** {@link FileKind#TEXT} if it is none that is known. */
  static FileKind of(HeadInputStream head) throws IOException {
    int first = 0;
    while (head.has(first + 1) && isBlank(head.at(first))) {
      first++;
    }
    if (!head.has(first + 1)) {
      return FileKind.TEXT;
    }
    int c = head.at(first);
    if (c == '{') {
      return head.has(first + 2) && head.at(first + 1) == '\\' && begins(head, first, "{\\rtf")
          ? FileKind.RTF
          : FileKind.TEXT;
    }
    if (c == '<') {
      return markup(head, first);
    }
    if (c == 'M' || c == 'F') {
      boolean page = begins(head, first, "MIME-Version:") || begins(head, first, "From: <Saved by");
      return page ? FileKind.HTML : FileKind.TEXT;
    }
    // A direction mark begins with the byte E2.
    boolean day = (c >= '0' && c <= '9') || c == 0xe2;
    boolean bracket = c == '[' && isDay(head, first + 1);
    return (day || bracket) && isWhatsApp(line(head, first)) ? FileKind.WHATSAPP : FileKind.TEXT;
  }

  private static boolean isDay(HeadInputStream head, int from) throws IOException {
    return head.has(from + 1) && head.at(from) >= '0' && head.at(from) <= '9';
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean begins(HeadInputStream head, int from, String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      if (!head.has(from + i + 1) || head.at(from + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static String line(HeadInputStream head, int from) throws IOException {
    int to = from;
    while (to < from + LONGEST_LINE
        && head.has(to + 1)
        && head.at(to) != '\n'
        && head.at(to) != '\r') {
      to++;
    }
    byte[] line = head.latin1().substring(from, to).getBytes(StandardCharsets.ISO_8859_1);
    return new String(line, StandardCharsets.UTF_8);
  }

  private static boolean isWhatsApp(String line) {
    String plain =
        SPACES.matcher(DIRECTION_MARKS.matcher(line).replaceAll("")).replaceAll(" ").strip();
    return BRACKETS.matcher(plain).matches() || DASH.matcher(plain).matches();
  }

  /** Where the first element of a page begins: after spaces, instructions and comments. */
  private static int endOfPreamble(String text) {
    int at = 0;
    while (at < text.length()) {
      int end;
      if (Character.isWhitespace(text.charAt(at))) {
        end = at + 1;
      } else if (text.startsWith("<?", at)) {
        end = after("?>", text, at + 2);
      } else if (text.startsWith("<!--", at)) {
        end = after("-->", text, at + 4);
      } else {
        return at;
      }
      if (end < 0) {
        return at;
      }
      at = end;
    }
    return at;
  }

  private static int after(String end, String text, int from) {
    int found = text.indexOf(end, from);
    return found < 0 ? -1 : found + end.length();
  }

  /** A page or XML; a first element that is neither may be text or the header of a table. */
  private static FileKind markup(HeadInputStream head, int first) throws IOException {
    boolean ended = false;
    while (true) {
      String text = head.latin1().substring(first).toLowerCase(Locale.ROOT);
      String rest = text.substring(endOfPreamble(text));
      boolean page = PAGE_BEGINS.stream().anyMatch(rest::startsWith);
      if (page) {
        return FileKind.HTML;
      }
      boolean element = rest.indexOf('>') >= 0 && !rest.startsWith("<!--");
      boolean xml = text.startsWith("<?xml") || rest.startsWith("<!doctype");
      if (element || ended) {
        if (text.contains("excel.sheet") || text.contains("office:spreadsheet")) {
          return FileKind.EXCEL;
        }
        if (rest.startsWith("<svg")) {
          return FileKind.SVG;
        }
        return xml ? FileKind.XML : FileKind.TEXT;
      }
      if (!xml && !rest.startsWith("<!") && rest.indexOf('\n') >= 0) {
        return FileKind.TEXT;
      }
      ended = !head.more();
    }
  }
}
