package dev.decorum.failure;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with a text that should be JSON, for people who know quotes and commas but not the
 * parser, whose messages name its tokens, character codes and settings.
 */
public final class JsonComplaint {
  /** A message of the parser, and what it means; {@code $1} is its first group. */
  private record Meaning(Pattern message, String words) {}

  /** As in {@code ('}' (code 125))} or {@code ((CTRL-CHAR, code 10))}. */
  private static final String CHARACTER =
      "\\(('.'|\\(CTRL-CHAR, code \\d+\\))(?: \\(code [^)]*\\))?\\)";

  private static final String NUMBER = "([0-9]+)";

  private static final List<Meaning> MEANINGS =
      List.of(
          meaning("no content to map", "it is empty"),
          meaning(
              "unexpected end-of-input(?: in (?:VALUE_STRING|field name|character escape)|.*closing quote)",
              "it ends in the middle of a text: a double quote is missing"),
          meaning(
              "unexpected end-of-input.*\\bObject\\b",
              "it ends in the middle of an object: a } is missing"),
          meaning(
              "unexpected end-of-input.*\\bArray\\b",
              "it ends in the middle of a list: a ] is missing"),
          meaning("unexpected end-of-input", "it ends too soon"),
          meaning(
              "unexpected character " + CHARACTER + ": was expecting double-quote to start",
              "$1 where a name in double quotes is due"),
          meaning(
              "unexpected character " + CHARACTER + ": was expecting comma to separate Object",
              "$1 where a comma or } is due"),
          meaning(
              "unexpected character " + CHARACTER + ": was expecting comma to separate Array",
              "$1 where a comma or ] is due"),
          meaning(
              "unexpected character " + CHARACTER + ": was expecting a colon",
              "$1 where a colon is due"),
          meaning(
              "unexpected character " + CHARACTER + ": maybe a \\(non-standard\\) comment",
              "$1 where a value is due; JSON has no comments"),
          meaning("unexpected character " + CHARACTER + ".*numeric value", "$1 in a number"),
          meaning(
              "unexpected character " + CHARACTER + ".*(?:valid value|JSON String)",
              "$1 where a value is due"),
          meaning("unexpected character " + CHARACTER, "unexpected $1"),
          meaning("unexpected close marker ('.'): expected ('.')", "$1 where $2 is due"),
          meaning(
              "(?:unrecognized|non-standard) token '(.*?)'(?::|$)",
              "'$1' is not a value; texts are in double quotes"),
          meaning(
              "unrecognized character escape", "a backslash before a character that needs none"),
          meaning(
              "illegal unquoted character", "a line break or another control character in a text"),
          meaning("illegal character", "a control character between values"),
          meaning("invalid UTF-(?:8|16|32)", "it is not written in UTF-8"),
          meaning("invalid numeric value: leading zeroes", "a number begins with 0"),
          meaning("invalid numeric value", "a number is not written as in JSON"),
          meaning("(?:numeric value|number value).*out of range", "a number is out of range"),
          meaning(
              "duplicate (?:field|object property) [\"'](.*)[\"']", "the key \"$1\" occurs twice"),
          meaning(
              "(?:trailing token|expected space separating)",
              "there is more after the end of the value"),
          meaning(
              "document nesting depth .*maximum allowed \\(" + NUMBER,
              "lists and objects are nested more than $1 deep"),
          meaning(
              "(?:string|name|property name) (?:value )?length .*maximum allowed \\(" + NUMBER,
              "a text has more than $1 characters"),
          meaning(
              "number (?:value )?length .*maximum allowed \\(" + NUMBER,
              "a number has more than $1 digits"),
          meaning("token count .*maximum allowed \\(" + NUMBER, "it has more than $1 values"));

  private static final Pattern PARSER_DETAIL =
      Pattern.compile(
          " ?\\((?:start marker|for |code )[^)]*\\)|, from `[^`]*`|\\R.*", Pattern.DOTALL);

  /** Names of tokens and settings, as in {@code VALUE_STRING}. */
  private static final Pattern TOKEN_NAME =
      Pattern.compile("[A-Z]+_[A-Z_]+|\\bjava\\.|JSON String");

  private JsonComplaint() {}

  private static Meaning meaning(String message, String words) {
    int flags = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
    return new Meaning(Pattern.compile(message, flags), words);
  }

  /** The words for a message of the parser, for the end of a sentence. */
  public static String of(String message) {
    for (Meaning meaning : MEANINGS) {
      Matcher matcher = meaning.message().matcher(message);
      if (matcher.lookingAt()) {
        String words = meaning.words();
        for (int i = 1; i <= matcher.groupCount(); i++) {
          words = words.replace("$" + i, String.valueOf(matcher.group(i)));
        }
        return words.replaceAll("\\(CTRL-CHAR, code \\d+\\)", "a control character");
      }
    }
    String plain = PARSER_DETAIL.matcher(message).replaceAll("");
    return plain.isEmpty() || TOKEN_NAME.matcher(plain).find()
        ? "it cannot be understood"
        : plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1);
  }
}
