package dev.decorum.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A logical line of Python, which continues while brackets are open. {@link #isCode()} tells
 * whether it is Python at all.
 *
 * @param tokens the tokens without comments
 * @param comments in their order
 * @param end the offset of the rest of the source, or where reading stopped
 * @param whole false if a quote or bracket is not closed, or a character does not occur in Python
 */
record PythonLine(List<Token> tokens, List<Token> comments, int end, boolean whole) {
  /** The deepest nesting that is read. */
  private static final int DEEPEST = 50;

  private static final int LONGEST = 20_000;

  private static final Set<String> KEYWORDS =
      Set.of(
          "and",
          "as",
          "assert",
          "async",
          "await",
          "break",
          "class",
          "continue",
          "def",
          "del",
          "elif",
          "else",
          "except",
          "finally",
          "for",
          "from",
          "global",
          "if",
          "import",
          "in",
          "is",
          "lambda",
          "nonlocal",
          "not",
          "or",
          "pass",
          "raise",
          "return",
          "try",
          "while",
          "with",
          "yield");

  /** Keywords that begin a line with a colon of its own. */
  private static final Set<String> COMPOUND =
      Set.of(
          "async", "class", "def", "elif", "else", "except", "finally", "for", "if", "try", "while",
          "with");

  /** The kind of a token. */
  enum Kind {
    NAME,
    KEYWORD,
    NUMBER,
    STRING,
    OPERATOR,
    COMMENT
  }

  /**
   * A token.
   *
   * @param at its offset in the source
   * @param string the literal, for {@link Kind#STRING}
   */
  record Token(Kind kind, String text, int at, @Nullable PythonString string) {
    boolean is(String wanted) {
      return kind != Kind.STRING && text.equals(wanted);
    }

    private boolean endsOperand() {
      return switch (kind) {
        case NAME, NUMBER, STRING -> true;
        case OPERATOR -> is(")") || is("]") || is("}");
        case KEYWORD, COMMENT -> false;
      };
    }

    private boolean beginsOperand() {
      return kind == Kind.NAME || kind == Kind.NUMBER || kind == Kind.STRING || is("{");
    }
  }

  /** Reads the logical line that begins here. */
  static PythonLine at(String source, int from) {
    List<Token> tokens = new ArrayList<>();
    List<Token> comments = new ArrayList<>();
    Deque<Character> open = new ArrayDeque<>();
    int i = from;
    while (i < source.length() && tokens.size() < LONGEST) {
      char c = source.charAt(i);
      if ((c == '\n' || c == ';') && open.isEmpty()) {
        return new PythonLine(tokens, comments, i + 1, true);
      }
      if (Character.isWhitespace(c)) {
        i++;
        continue;
      }
      if (c == '\\' && source.startsWith("\n", i + 1)) {
        i += 2;
        continue;
      }
      Token token = token(source, i);
      if (token == null || !balance(open, c)) {
        return new PythonLine(tokens, comments, i, false);
      }
      (token.kind() == Kind.COMMENT ? comments : tokens).add(token);
      i = token.string() == null ? i + token.text().length() : token.string().end();
    }
    return new PythonLine(tokens, comments, i, open.isEmpty() && i >= source.length());
  }

  private static boolean balance(Deque<Character> open, char c) {
    switch (c) {
      case '(' -> open.push(')');
      case '[' -> open.push(']');
      case '{' -> open.push('}');
      case ')', ']', '}' -> {
        return !open.isEmpty() && open.pop() == c;
      }
      default -> {}
    }
    return open.size() <= DEEPEST;
  }

  private static @Nullable Token token(String source, int at) {
    char c = source.charAt(at);
    PythonString string = PythonString.at(source, at);
    if (string != null) {
      return new Token(Kind.STRING, "", at, string);
    }
    if (c == '#') {
      int end = source.indexOf('\n', at);
      return new Token(
          Kind.COMMENT, source.substring(at, end < 0 ? source.length() : end), at, null);
    }
    boolean name = Character.isUnicodeIdentifierStart(c) || c == '_';
    if (name || isDigit(c) || (c == '.' && isDigit(source, at + 1))) {
      int end = at + 1;
      while (end < source.length() && isWord(source.charAt(end), name)) {
        end++;
      }
      String text = source.substring(at, end);
      Kind kind = name ? (KEYWORDS.contains(text) ? Kind.KEYWORD : Kind.NAME) : Kind.NUMBER;
      return new Token(kind, text, at, null);
    }
    boolean assigns = source.startsWith("=", at + 1);
    if (assigns && "=!<>+-*/%&|^:@".indexOf(c) >= 0) {
      return new Token(Kind.OPERATOR, source.substring(at, at + 2), at, null);
    }
    return "=<>+-*/%&|^:@~.,()[]{}".indexOf(c) < 0
        ? null
        : new Token(Kind.OPERATOR, String.valueOf(c), at, null);
  }

  private static boolean isDigit(String source, int at) {
    return at < source.length() && isDigit(source.charAt(at));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWord(char c, boolean name) {
    return Character.isUnicodeIdentifierPart(c) || c == '_' || (c == '.' && !name);
  }

  /** Whether this may be a statement, rather than prose or output. */
  boolean isCode() {
    if (!whole || !beginsAsCode()) {
      return false;
    }
    Token last = tokens.get(tokens.size() - 1);
    boolean ends =
        last.endsOperand() || last.kind() == Kind.KEYWORD || last.is(":") || last.is(",");
    return ends && hasColonsOfCode() && hasTargetsOfCode() && !isPrintedTensor();
  }

  /** Whether the tokens up to here may be those of a statement: prose has names side by side. */
  boolean beginsAsCode() {
    if (tokens.isEmpty()) {
      return false;
    }
    Token first = tokens.get(0);
    for (int i = 1; i < tokens.size(); i++) {
      Token before = tokens.get(i - 1);
      Token token = tokens.get(i);
      boolean joined = before.kind() == Kind.STRING && token.kind() == Kind.STRING;
      if (before.endsOperand() && token.beginsOperand() && !joined) {
        return false;
      }
    }
    return first.kind() == Kind.NAME || first.kind() == Kind.KEYWORD || first.is("@");
  }

  private boolean hasColonsOfCode() {
    int colon = topLevel(":", 0);
    Token first = tokens.get(0);
    return colon < 0
        || COMPOUND.contains(first.text())
        || tokens.stream().limit(colon).anyMatch(token -> token.is("lambda"))
        || (colon == 1 && topLevel("=", colon) > 0);
  }

  /** Whether the targets of an assignment can be code: {@code P(appropriate) = 0.8} is prose. */
  private boolean hasTargetsOfCode() {
    for (int i = lastTopLevel("=") - 1; i >= 0; i--) {
      Token token = tokens.get(i);
      if (token.kind() == Kind.OPERATOR && "=.,:|[]*".indexOf(token.text().charAt(0)) < 0) {
        return false;
      }
    }
    return true;
  }

  private boolean isPrintedTensor() {
    return tokens.size() > 1
        && tokens.get(1).is("(")
        && (tokens.get(0).is("tensor") || tokens.get(0).is("array"));
  }

  /** The index of an operator outside of brackets, from {@code from} on, or -1. */
  int topLevel(String operator, int from) {
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (depth == 0 && i >= from && token.is(operator)) {
        return i;
      }
      depth += depthOf(token);
    }
    return -1;
  }

  /** The last index of an operator outside of brackets, or -1. */
  int lastTopLevel(String operator) {
    int found = -1;
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      found = depth == 0 && tokens.get(i).is(operator) ? i : found;
      depth += depthOf(tokens.get(i));
    }
    return found;
  }

  /** The index of the bracket that closes the one at an index. */
  int closing(int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      depth += depthOf(tokens.get(i));
      if (depth == 0) {
        return i;
      }
    }
    return tokens.size();
  }

  /** The next comma from {@code from} on that is not in further brackets, or {@code to}. */
  int topLevelComma(int from, int to) {
    int depth = 0;
    for (int i = from; i < to; i++) {
      if (depth == 0 && tokens.get(i).is(",")) {
        return i;
      }
      depth += depthOf(tokens.get(i));
    }
    return to;
  }

  /** The change of the depth of brackets at a token: 1, 0 or -1. */
  static int depthOf(Token token) {
    if (token.kind() != Kind.OPERATOR || token.text().length() != 1) {
      return 0;
    }
    char c = token.text().charAt(0);
    return "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
  }
}
