package dev.decorum.read.text;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages of help desks and mail programs, which are HTML as a whole: {@code <p>Hi there</p>}.
 *
 * <p>A text is HTML as a whole if it begins with the tag of an element that texts consist of, and
 * ends with a closing tag or one that needs none ({@code <br>}). Elements such as {@code <b>} have
 * to be closed somewhere. So code, prompts and hearts are left alone: {@code <3}, {@code <START>},
 * {@code <think>}, {@code <s>[INST]}, the XML of tools, {@code a < b}, and sentences that begin
 * with a tag but do not end with one.
 */
public final class HtmlText {
  /** Elements that end by themselves when another begins. */
  private static final Set<String> CLOSED_BY_OTHERS =
      Set.of("p", "li", "dt", "dd", "tr", "td", "th", "html", "head", "body", "tbody", "thead");

  private static final Set<String> VOID =
      Set.of("br", "img", "hr", "meta", "link", "wbr", "input", "col");

  /**
   * What may come first. Not here are names that prompts and tools like as well, such as s, q,
   * summary, title, output, data, time, label and object.
   */
  private static final Set<String> OTHERS =
      Set.of(
          "div",
          "span",
          "b",
          "strong",
          "i",
          "em",
          "u",
          "a",
          "ul",
          "ol",
          "dl",
          "table",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "blockquote",
          "pre",
          "code",
          "center",
          "font",
          "small",
          "big",
          "sub",
          "sup",
          "del",
          "ins",
          "strike",
          "mark",
          "section",
          "article",
          "main",
          "header",
          "footer",
          "figure",
          "style");

  /** More tags than any message has; their tree would take too much memory. */
  private static final int MOST_TAGS = 200_000;

  private HtmlText() {}

  /**
   * What people see of a text that is HTML as a whole; {@code null} if it is none, or has more than
   * 200,000 tags.
   *
   * <p>Tags go and entities are decoded. Paragraphs, list items, table rows and other blocks each
   * begin and end a line, {@code <br>} ends one; cells of a row stand a space apart. White space is
   * one space and none at the beginning and end of a line, except within {@code <pre>}; no-break
   * spaces are spaces. Scripts, styles and hidden elements do not show.
   */
  public static @Nullable String ofWhole(String text) {
    int start = WhiteSpace.end(text, 0);
    if (start == text.length() || text.charAt(start) != '<') {
      return null;
    }
    int end = end(text);
    return end > start && text.charAt(end - 1) == '>' && isWhole(text, start, end)
        ? HtmlRendering.of(text)
        : null;
  }

  /** Where white space and comments at the end begin. */
  private static int end(String text) {
    int end = text.length();
    while (end > 0) {
      if (Character.isWhitespace(text.charAt(end - 1))) {
        end--;
      } else if (text.startsWith("-->", end - 3)) {
        end = Math.max(0, text.lastIndexOf("<!--", end - 4));
      } else {
        break;
      }
    }
    return end;
  }

  private static boolean isWhole(String text, int start, int end) {
    int first = start;
    while (text.startsWith("<!--", first)) {
      int close = text.indexOf("-->", first);
      if (close < 0) {
        return false;
      }
      first = WhiteSpace.end(text, close + 3);
    }
    return opens(text, first, end) && closes(text, end) && hasFewTags(text);
  }

  private static boolean opens(String text, int start, int end) {
    if (text.regionMatches(true, start, "<!doctype html", 0, 14)) {
      return true;
    }
    if (start >= end || text.charAt(start) != '<') {
      return false;
    }
    int nameEnd = nameEnd(text, start + 1);
    String name = name(text, start + 1, nameEnd);
    boolean alone = CLOSED_BY_OTHERS.contains(name) || VOID.contains(name);
    if (!alone && !OTHERS.contains(name)) {
      return false;
    }
    // Only attributes may follow: no "<i < 5", no "<b.c>".
    char next = text.charAt(nameEnd);
    if (next != '>' && next != '/' && !Character.isWhitespace(next)) {
      return false;
    }
    int tagEnd = text.indexOf('>', nameEnd);
    int otherTag = text.indexOf('<', nameEnd);
    boolean quoted = hasMark(text, '"', nameEnd, tagEnd) || hasMark(text, '\'', nameEnd, tagEnd);
    return (otherTag < 0 || tagEnd < otherTag || quoted) && (alone || isClosed(text, name, tagEnd));
  }

  private static boolean hasMark(String text, char mark, int from, int to) {
    int i = text.indexOf(mark, from);
    return i >= 0 && i < to;
  }

  private static boolean isClosed(String text, String name, int from) {
    for (int i = text.indexOf("</", from); i >= 0; i = text.indexOf("</", i + 2)) {
      if (name(text, i + 2, nameEnd(text, i + 2)).equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the last tag closes something or has nothing to close. */
  private static boolean closes(String text, int end) {
    int start = text.lastIndexOf('<', end - 1);
    boolean closing = text.startsWith("</", start);
    int nameStart = start + (closing ? 2 : 1);
    int nameEnd = nameEnd(text, nameStart);
    String name = name(text, nameStart, nameEnd);
    if (!closing) {
      return VOID.contains(name);
    }
    return (CLOSED_BY_OTHERS.contains(name) || OTHERS.contains(name))
        && WhiteSpace.end(text, nameEnd) == end - 1;
  }

  private static boolean hasFewTags(String text) {
    int tags = 0;
    for (int i = text.indexOf('<'); i >= 0 && tags <= MOST_TAGS; i = text.indexOf('<', i + 1)) {
      tags++;
    }
    return tags <= MOST_TAGS;
  }

  private static int nameEnd(String text, int from) {
    int end = from;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** In lower case; empty for a name that is longer than any that is known. */
  private static String name(String text, int start, int end) {
    return end - start > 10 ? "" : text.substring(start, end).toLowerCase(Locale.ROOT);
  }
}
