package dev.decorum.read.text;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One text that may be a list or a dictionary of Python, and the JSON that it becomes. */
final class PythonScan {
  private static final int DEEPEST = 1000;

  /** What is open at some level, and what may come next in it. */
  private enum Open {
    LIST(']'),
    /** A tuple, or one value in parentheses. */
    PAREN(')'),
    /** Before anything tells whether this is a dictionary or a set. */
    BRACE('}'),
    SET('}'),
    KEY('}'),
    VALUE('}'),
    /** A call that means its first argument. */
    CALL(')'),
    /** Further arguments of such a call, which mean nothing. */
    IGNORED(')'),
    /** A call with named arguments. */
    NAMED(')'),
    /** The list of an ordered dictionary, and the pairs in it. */
    PAIRS(']'),
    PAIR(')'),
    PAIR_VALUE(')');

    private final char end;

    Open(char end) {
      this.end = end;
    }
  }

  private static final Set<String> LISTS =
      Set.of("array", "list", "tuple", "set", "frozenset", "deque");

  private static final Set<String> DICTIONARIES = Set.of("dict", "OrderedDict");

  /** Calls with a text or a number for an argument. */
  private static final Set<String> SCALARS =
      Set.of(
          "str_",
          "bool_",
          "int8",
          "int16",
          "int32",
          "int64",
          "uint8",
          "uint16",
          "uint32",
          "uint64",
          "float16",
          "float32",
          "float64",
          "datetime64",
          "Timestamp",
          "UUID",
          "ObjectId",
          "ISODate",
          "Decimal",
          "Int64",
          "NumberLong",
          "NumberInt",
          "PosixPath",
          "str",
          "int",
          "float",
          "bool");

  private static final Set<String> MISSING =
      Set.of("None", "null", "nan", "NaN", "NaT", "NA", "inf", "Infinity");

  private final String text;
  private final StringBuilder json;
  private int at;

  private int depth;
  private final Open[] open = new Open[DEEPEST];

  /** Where in the JSON the level begins. */
  private final int[] starts = new int[DEEPEST];

  /** Where in the JSON the last key begins, or the end of what a call means. */
  private final int[] marks = new int[DEEPEST];

  /** How many values the level has, and whether a comma was read behind the last. */
  private final int[] counts = new int[DEEPEST];

  private final boolean[] commas = new boolean[DEEPEST];

  /** The class of a call with named arguments that is to become a field. */
  private final @Nullable String[] types = new @Nullable String[DEEPEST];

  PythonScan(String text) {
    this.text = text;
    json = new StringBuilder(text.length() + 16);
  }

  /** Whether a call of something that stands for a list or dictionary begins here. */
  static boolean opensCall(String text, int start) {
    int end = start;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    if (end == start || end - start > 40 || end == text.length() || text.charAt(end) != '(') {
      return false;
    }
    String name = text.substring(start, end);
    String last = name.substring(name.lastIndexOf('.') + 1);
    return LISTS.contains(last) || DICTIONARIES.contains(last);
  }

  @Nullable String toJson() {
    if (!value()) {
      return null;
    }
    while (depth > 0) {
      skipBlanks();
      if (at >= text.length() || !step()) {
        return null;
      }
    }
    skipBlanks();
    int start = 0;
    while (start < json.length() && json.charAt(start) == ' ') {
      start++;
    }
    boolean whole = at == text.length() && start < json.length();
    return whole && (json.charAt(start) == '[' || json.charAt(start) == '{')
        ? json.substring(start)
        : null;
  }

  private int top() {
    return depth - 1;
  }

  /** Reads what comes next in the innermost level; false if it may not come there. */
  private boolean step() {
    int top = top();
    char c = text.charAt(at);
    boolean between = counts[top] == 0 || commas[top];
    if (c == open[top].end) {
      return close();
    }
    if (between) {
      return element();
    }
    if (c == ',') {
      return comma();
    }
    if (c == ':' && (open[top] == Open.BRACE || open[top] == Open.KEY)) {
      at++;
      return keyIsRead();
    }
    // NumPy prints no commas.
    boolean apart = at > 0 && Character.isWhitespace(text.charAt(at - 1));
    return open[top] == Open.LIST && apart && element();
  }

  private boolean comma() {
    int top = top();
    switch (open[top]) {
      case KEY -> {
        return false;
      }
      case BRACE -> {
        open[top] = Open.SET;
        json.setCharAt(starts[top], '[');
      }
      case VALUE -> open[top] = Open.KEY;
      case CALL -> {
        open[top] = Open.IGNORED;
        marks[top] = json.length();
      }
      case PAIR -> {
        at++;
        open[top] = Open.PAIR_VALUE;
        counts[top] = 0;
        return quoteKey();
      }
      case PAIR_VALUE -> {
        return false;
      }
      default -> {}
    }
    at++;
    commas[top] = true;
    return true;
  }

  private boolean keyIsRead() {
    int top = top();
    open[top] = Open.VALUE;
    if (!quoteKey()) {
      return false;
    }
    skipBlanks();
    return at < text.length() && value();
  }

  /** Makes a text of a number or a constant that is a key, and writes the colon. */
  private boolean quoteKey() {
    int start = marks[top()];
    char c = json.charAt(start);
    if (c == '[' || c == '{' || c == ' ') {
      return false;
    }
    if (c != '"') {
      json.insert(start, '"').append('"');
    }
    json.append(':');
    return true;
  }

  /** Reads a further element of the innermost level. */
  private boolean element() {
    int top = top();
    if (counts[top] > 0 && open[top] != Open.IGNORED) {
      json.append(',');
    }
    counts[top]++;
    commas[top] = false;
    switch (open[top]) {
      case BRACE, KEY, PAIR -> marks[top] = json.length();
      case PAIRS -> {
        return text.charAt(at) == '(' && push(Open.PAIR, "");
      }
      case NAMED -> {
        String name = argumentName();
        if (name == null) {
          return false;
        }
        if (name.equals("type")) {
          types[top] = null;
        }
        string(name);
        json.append(':');
        skipBlanks();
      }
      case IGNORED -> {
        if (argumentName() != null) {
          skipBlanks();
        }
        // A type without quotation marks, as in dtype=object.
        int end = nameEnd(at);
        if (end > at
            && end < text.length()
            && (text.charAt(end) == ')' || text.charAt(end) == ',')) {
          at = end;
          return true;
        }
      }
      case CALL -> {
        if (text.charAt(at) == '[' && DICTIONARIES.contains(String.valueOf(types[top]))) {
          return push(Open.PAIRS, "{");
        }
      }
      default -> {}
    }
    return at < text.length() && value();
  }

  private boolean close() {
    int top = top();
    boolean one = counts[top] == 1 && !commas[top];
    switch (open[top]) {
      case LIST, SET -> json.append(']');
      case PAREN -> {
        if (one) {
          json.setCharAt(starts[top], ' ');
        } else {
          json.append(']');
        }
      }
      case BRACE -> {
        if (counts[top] > 0) {
          json.setCharAt(starts[top], '[');
          json.append(']');
        } else {
          json.append('}');
        }
      }
      case KEY -> {
        // Only behind a comma: {'a': 1,}
        if (!commas[top]) {
          return false;
        }
        json.append('}');
      }
      case VALUE -> json.append('}');
      case CALL -> {
        String name = types[top];
        if (counts[top] == 0) {
          if (name == null || SCALARS.contains(name)) {
            return false;
          }
          json.append(DICTIONARIES.contains(name) ? "{}" : "[]");
        }
      }
      case IGNORED -> json.setLength(marks[top]);
      case NAMED -> {
        String type = types[top];
        if (type != null) {
          json.append(",\"type\":");
          string(type);
        }
        json.append('}');
      }
      case PAIRS -> json.append('}');
      case PAIR -> {
        return false;
      }
      case PAIR_VALUE -> {
        if (counts[top] == 0) {
          return false;
        }
      }
    }
    at++;
    depth--;
    types[depth] = null;
    return true;
  }

  private boolean push(Open kind, String start) {
    if (depth == DEEPEST) {
      return false;
    }
    open[depth] = kind;
    starts[depth] = json.length();
    counts[depth] = 0;
    commas[depth] = false;
    types[depth] = null;
    depth++;
    json.append(start);
    at++;
    return true;
  }

  /** Reads a scalar, or the beginning of a level; there is at least one character. */
  private boolean value() {
    skipBlanks();
    if (at >= text.length()) {
      return false;
    }
    char c = text.charAt(at);
    return switch (c) {
      case '[' -> push(Open.LIST, "[");
      case '(' -> push(Open.PAREN, "[");
      case '{' -> push(Open.BRACE, "{");
      case '\'', '"' -> literal(false);
      case '<' -> word("<NA>");
      default -> {
        if (isDigit(c) || c == '-' || c == '+' || c == '.') {
          yield number();
        }
        yield isNameStart(c) && name();
      }
    };
  }

  private boolean word(String missing) {
    if (!text.startsWith(missing, at)) {
      return false;
    }
    at += missing.length();
    json.append("null");
    return true;
  }

  private boolean name() {
    int end = nameEnd(at);
    String name = text.substring(at, end);
    char next = end < text.length() ? text.charAt(end) : ' ';
    if (next == '\'' || next == '"') {
      boolean raw = name.equals("r") || name.equals("R");
      at = end;
      return (raw || name.equals("u") || name.equals("U")) && literal(raw);
    }
    if (next == '(') {
      return call(name, end);
    }
    at = end;
    String last = name.substring(name.lastIndexOf('.') + 1);
    if (last.equals("True") || last.equals("true") || last.equals("True_")) {
      json.append("true");
    } else if (last.equals("False") || last.equals("false") || last.equals("False_")) {
      json.append("false");
    } else if (MISSING.contains(last)) {
      json.append("null");
    } else {
      return false;
    }
    return true;
  }

  private boolean call(String name, int end) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    at = end;
    if (last.equals("datetime") || last.equals("date") || last.equals("DatetimeWithNanoseconds")) {
      String time = PythonTime.read(text, end + 1);
      if (time == null) {
        return false;
      }
      at = PythonTime.end(text, end + 1) + 1;
      string(time);
      return true;
    }
    int first = WhiteSpace.end(text, end + 1);
    boolean named = nameEnd(first) > first && isArgument(nameEnd(first));
    if (!named && (LISTS.contains(last) || DICTIONARIES.contains(last) || SCALARS.contains(last))) {
      if (!push(Open.CALL, "")) {
        return false;
      }
      types[top()] = last;
      return true;
    }
    if (!named || !push(Open.NAMED, "{")) {
      return false;
    }
    boolean message = last.endsWith("Message") || last.endsWith("MessageChunk");
    types[top()] = message ? last : null;
    return true;
  }

  /** Reads the name of an argument and its sign; {@code null} if there is none. */
  private @Nullable String argumentName() {
    int end = nameEnd(at);
    if (end == at || !isArgument(end)) {
      return null;
    }
    String name = text.substring(at, end);
    at = end + 1;
    return name;
  }

  private boolean isArgument(int nameEnd) {
    return nameEnd < text.length() && text.charAt(nameEnd) == '=';
  }

  private boolean number() {
    int start = at;
    if (text.charAt(at) == '-' || text.charAt(at) == '+') {
      at++;
      if (at < text.length() && isNameStart(text.charAt(at))) {
        int end = nameEnd(at);
        boolean missing = MISSING.contains(text.substring(at, end));
        at = end;
        json.append("null");
        return missing;
      }
    }
    StringBuilder number = new StringBuilder(text.charAt(start) == '-' ? "-" : "");
    int whole = digits(number);
    if (whole == 0) {
      number.append('0');
    }
    int fraction = 0;
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      int dot = number.length();
      number.append('.');
      fraction = digits(number);
      if (fraction == 0) {
        number.setLength(dot);
      }
    }
    if (whole + fraction == 0 || (whole > 1 && hasLeadingZero(number))) {
      return false;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      number.append('e');
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        number.append(text.charAt(at++));
      }
      if (digits(number) == 0) {
        return false;
      }
    } else if (at < text.length() && text.charAt(at) == 'L') {
      at++;
    }
    json.append(number);
    return at == text.length() || !isNamePart(text.charAt(at));
  }

  private static boolean hasLeadingZero(CharSequence number) {
    return number.charAt(number.charAt(0) == '-' ? 1 : 0) == '0';
  }

  private int digits(StringBuilder number) {
    int count = 0;
    while (at < text.length() && (isDigit(text.charAt(at)) || (count > 0 && isAt('_')))) {
      if (isDigit(text.charAt(at))) {
        number.append(text.charAt(at));
        count++;
      }
      at++;
    }
    return count;
  }

  /** Reads a string, whose quotation mark is here, and writes it. */
  private boolean literal(boolean raw) {
    char mark = text.charAt(at);
    boolean triple = text.startsWith(String.valueOf(mark).repeat(3), at);
    at += triple ? 3 : 1;
    json.append('"');
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == mark) {
        if (!triple || text.startsWith(String.valueOf(mark).repeat(3), at)) {
          at += triple ? 3 : 1;
          json.append('"');
          return true;
        }
        character(c);
        at++;
      } else if (c == '\\') {
        if (at + 1 == text.length() || !(raw ? rawEscape() : escape())) {
          return false;
        }
      } else {
        character(c);
        at++;
      }
    }
    return false;
  }

  private boolean rawEscape() {
    character('\\');
    character(text.charAt(at + 1));
    at += 2;
    return true;
  }

  private boolean escape() {
    char c = text.charAt(at + 1);
    at += 2;
    switch (c) {
      case '\n' -> {}
      case '\\', '\'', '"' -> character(c);
      case 'a' -> character('\u0007');
      case 'b' -> character('\b');
      case 'f' -> character('\f');
      case 'n' -> character('\n');
      case 'r' -> character('\r');
      case 't' -> character('\t');
      case 'v' -> character('\u000B');
      case 'x' -> {
        return codePoint(2);
      }
      case 'u' -> {
        return codePoint(4);
      }
      case 'U' -> {
        return codePoint(8);
      }
      case 'N' -> {
        return false;
      }
      default -> {
        if (c >= '0' && c <= '7') {
          octal();
        } else {
          // Python keeps a backslash that means nothing.
          character('\\');
          character(c);
        }
      }
    }
    return true;
  }

  private boolean codePoint(int digits) {
    if (at + digits > text.length()) {
      return false;
    }
    long value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = Character.digit(text.charAt(at + i), 16);
      if (digit < 0 || text.charAt(at + i) > 'f') {
        return false;
      }
      value = 16 * value + digit;
    }
    at += digits;
    if (value > Character.MAX_CODE_POINT) {
      return false;
    }
    for (char c : Character.toChars((int) value)) {
      character(c);
    }
    return true;
  }

  private void octal() {
    at--;
    int value = 0;
    for (int i = 0; i < 3 && at < text.length() && "01234567".indexOf(text.charAt(at)) >= 0; i++) {
      value = 8 * value + text.charAt(at++) - '0';
    }
    character((char) value);
  }

  private void string(String value) {
    json.append('"');
    for (int i = 0; i < value.length(); i++) {
      character(value.charAt(i));
    }
    json.append('"');
  }

  /** Writes a character within a JSON string. */
  private void character(char c) {
    if (c == '"' || c == '\\') {
      json.append('\\').append(c);
    } else if (c >= ' ') {
      json.append(c);
    } else if (c == '\n') {
      json.append("\\n");
    } else {
      json.append("\\u00").append(c < 0x10 ? '0' : '1');
      json.append(Character.forDigit(c & 0xF, 16));
    }
  }

  private void skipBlanks() {
    at = WhiteSpace.end(text, at);
  }

  private boolean isAt(char c) {
    return text.charAt(at) == c;
  }

  private int nameEnd(int from) {
    int end = from;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c) || c == '.';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
