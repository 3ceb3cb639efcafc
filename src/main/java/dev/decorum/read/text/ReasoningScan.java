package dev.decorum.read.text;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One text that may hold reasoning; see {@link Reasoning} for what counts. */
final class ReasoningScan {
  private static final List<String> NAMES =
      List.of("think", "thinking", "seed:think", "antthinking", "thought", "thoughts", "reasoning");

  /** The kinds before this one may be opened by a template; others always are in the text. */
  private static final int TEMPLATES_OPEN = 3;

  private static final int KIMI = NAMES.size();
  private static final int DETAILS = KIMI + 1;
  private static final int MAGISTRAL = DETAILS + 1;
  private static final int KINDS = MAGISTRAL + 1;

  private static final String KIMI_OPEN = "\u25C1think\u25B7";
  private static final String KIMI_CLOSE = "\u25C1/think\u25B7";
  private static final String LIBRECHAT_OPEN = ":::thinking";

  private static final int LONGEST_TAG = 1000;
  private static final Pattern REASONING_TYPE =
      Pattern.compile("\\stype\\s*=\\s*[\"']?reasoning\\b", Pattern.CASE_INSENSITIVE);

  /** How far back a line is searched for the beginning of a code span. */
  private static final int CODE_SPAN = 500;

  private final String text;

  /** Where the white space at its beginning ends. */
  private final int textStart;

  /** Of the tag that was seen last. */
  private int kind;

  private int tagEnd;
  private boolean closing;
  private boolean reasoning;

  private int fenceSeen;
  private boolean fenced;
  private boolean unbalanced;

  ReasoningScan(String text) {
    this.text = text;
    textStart = WhiteSpace.end(text, 0);
  }

  /** The text without reasoning; {@code null} if there is none in it. */
  @Nullable String strip() {
    StringBuilder said = new StringBuilder();
    int from = ofTemplate();
    boolean found = from > 0;
    while (from < text.length()) {
      int start = nextReasoning(from);
      if (start < 0) {
        break;
      }
      found = true;
      said.append(text, from, lineStart(start, from));
      int end = closingEnd();
      from = end < 0 ? text.length() : WhiteSpace.end(text, end);
      fenceSeen = from;
    }
    if (!found) {
      return null;
    }
    if (from < text.length()) {
      return said.append(text, from, text.length()).toString();
    }
    return said.toString().stripTrailing();
  }

  /** Where the text begins whose reasoning was opened by a template; 0 if none was. */
  private int ofTemplate() {
    int[] depths = new int[KINDS];
    for (int i = nextTag(0); i >= 0; i = nextTag(tagEnd)) {
      if (!closing) {
        depths[kind]++;
      } else if (depths[kind] > 0) {
        depths[kind]--;
      } else if ((kind < TEMPLATES_OPEN || kind == KIMI) && endsThought(i)) {
        int from = WhiteSpace.end(text, tagEnd);
        fenceSeen = from;
        return from;
      }
    }
    fenceSeen = 0;
    fenced = false;
    return 0;
  }

  /** Whether the closing tag here is a tag and not a word about one. */
  private boolean endsThought(int i) {
    if (inFence(i)) {
      return false;
    }
    int before = i;
    while (before > 0 && isBlank(text.charAt(before - 1))) {
      before--;
    }
    if (before == 0 || isLineEnd(text.charAt(before - 1))) {
      return true;
    }
    boolean code = false;
    for (int k = i - 1; k >= Math.max(0, i - CODE_SPAN) && !isLineEnd(text.charAt(k)); k--) {
      code ^= text.charAt(k) == '`';
    }
    if (code) {
      return false;
    }
    if (before == i
        || ".!?:;*\"')]}\u2026\u2019\u201D\u3002".indexOf(text.charAt(before - 1)) >= 0) {
      return true;
    }
    int after = tagEnd;
    while (after < text.length() && isBlank(text.charAt(after))) {
      after++;
    }
    return after < text.length() && isLineEnd(text.charAt(after));
  }

  /** Where the next opening tag that counts begins; negative if there is none. */
  private int nextReasoning(int from) {
    if (from == 0 && (opensMagistral(textStart) || opensLibreChat(textStart))) {
      return textStart;
    }
    for (int i = nextTag(from); i >= 0; i = nextTag(tagEnd)) {
      if (closing || !reasoning) {
        continue;
      }
      int line = lineStart(i, from);
      if ((line == from || isLineEnd(text.charAt(line - 1))) && !inFence(i)) {
        return i;
      }
    }
    return -1;
  }

  private boolean opensMagistral(int start) {
    if (!text.startsWith("[THINK]", start)) {
      return false;
    }
    kind = MAGISTRAL;
    tagEnd = start + "[THINK]".length();
    return true;
  }

  private boolean opensLibreChat(int start) {
    int end = start + LIBRECHAT_OPEN.length();
    if (!text.startsWith(LIBRECHAT_OPEN, start)
        || end == text.length()
        || !Character.isWhitespace(text.charAt(end))) {
      return false;
    }
    kind = KINDS;
    tagEnd = end;
    return true;
  }

  /** The end of what the last tag opened; negative without a closing tag. */
  private int closingEnd() {
    if (kind == KINDS) {
      int close = text.indexOf("\n:::", tagEnd);
      return close < 0 ? close : close + "\n:::".length();
    }
    if (kind == MAGISTRAL) {
      int close = text.indexOf("[/THINK]", tagEnd);
      return close < 0 ? close : close + "[/THINK]".length();
    }
    int opened = kind;
    int depth = 1;
    int first = -1;
    for (int i = nextTag(tagEnd); i >= 0; i = nextTag(tagEnd)) {
      if (kind != opened) {
        continue;
      }
      if (!closing) {
        depth++;
        continue;
      }
      depth--;
      if (depth == 0 || unbalanced) {
        return tagEnd;
      }
      if (first < 0) {
        first = tagEnd;
      }
    }
    // Some tag between was only spoken of. Told once, no further search needs to reach the end.
    unbalanced = true;
    return first;
  }

  /** The next tag outside of quotation marks; its nature is in the fields. */
  private int nextTag(int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c == '<' && seeTag(i)) || (c == '\u25C1' && seeKimi(i))) {
        if (!isQuoted(i)) {
          return i;
        }
      }
    }
    return -1;
  }

  private boolean seeKimi(int i) {
    closing = text.startsWith(KIMI_CLOSE, i);
    if (!closing && !text.startsWith(KIMI_OPEN, i)) {
      return false;
    }
    kind = KIMI;
    reasoning = true;
    tagEnd = i + (closing ? KIMI_CLOSE : KIMI_OPEN).length();
    return true;
  }

  private boolean seeTag(int i) {
    boolean slash = i + 1 < text.length() && text.charAt(i + 1) == '/';
    int name = slash ? i + 2 : i + 1;
    if (name >= text.length() || "tsardTSARD".indexOf(text.charAt(name)) < 0) {
      return false;
    }
    for (int k = 0; k <= NAMES.size(); k++) {
      boolean details = k == NAMES.size();
      String word = details ? "details" : NAMES.get(k);
      if (text.regionMatches(true, name, word, 0, word.length())) {
        int end = tagEnd(name + word.length(), slash, details);
        if (end >= 0) {
          kind = details ? DETAILS : k;
          closing = slash;
          tagEnd = end;
          reasoning = !details || REASONING_TYPE.matcher(text.substring(i, end)).find();
          return true;
        }
      }
    }
    return false;
  }

  /** The end of a tag whose name ends here; negative if this is none, as in "&lt;think so>". */
  private int tagEnd(int nameEnd, boolean slash, boolean details) {
    boolean attributes = false;
    int limit = Math.min(text.length(), nameEnd + LONGEST_TAG);
    if (nameEnd < limit
        && text.charAt(nameEnd) != '>'
        && !Character.isWhitespace(text.charAt(nameEnd))) {
      return -1;
    }
    boolean plain = true;
    for (int i = nameEnd; i < limit; i++) {
      char c = text.charAt(i);
      if (c == '>') {
        return plain || attributes || details ? i + 1 : -1;
      }
      if (c == '<' || (slash && !Character.isWhitespace(c))) {
        return -1;
      }
      attributes |= c == '=';
      plain &= Character.isWhitespace(c);
    }
    return -1;
  }

  /** Whether the last tag, which begins here, stands by itself in quotation marks or the like. */
  private boolean isQuoted(int i) {
    if (i == 0 || tagEnd >= text.length()) {
      return false;
    }
    int mark = "`\"'(\u201C\u2018\u00AB".indexOf(text.charAt(i - 1));
    if (mark < 0 || text.charAt(tagEnd) != "`\"')\u201D\u2019\u00BB".charAt(mark)) {
      return false;
    }
    // Not so in: says "no"</think>"No," says he.
    char before = i == 1 ? ' ' : text.charAt(i - 2);
    return Character.isWhitespace(before) || "([`*_".indexOf(before) >= 0;
  }

  /** Where the blank space before a tag begins. */
  private int lineStart(int tag, int from) {
    int i = tag;
    while (i > from && isBlank(text.charAt(i - 1))) {
      i--;
    }
    // At the beginning of a text, empty lines before the tag go as well.
    return from == 0 && tag == textStart ? 0 : i;
  }

  private boolean inFence(int position) {
    while (fenceSeen <= position) {
      int i = fenceSeen;
      while (i < position && isBlank(text.charAt(i))) {
        i++;
      }
      if (text.startsWith("```", i) || text.startsWith("~~~", i)) {
        fenced = !fenced;
      }
      int end = text.indexOf('\n', fenceSeen);
      if (end < 0 || end >= position) {
        // The line of the position has been looked at: go on behind it next time.
        fenceSeen = end < 0 ? text.length() + 1 : end + 1;
        break;
      }
      fenceSeen = end + 1;
    }
    return fenced;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\u00A0';
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
