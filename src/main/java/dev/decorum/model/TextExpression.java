package dev.decorum.model;

import dev.decorum.model.CardValue.Form;
import dev.decorum.model.PythonLine.Kind;
import dev.decorum.model.PythonLine.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the string expressions of a statement: literals side by side, f-strings, {@code +},
 * {@code join}, {@code strip}, lists, and names of texts. The value of any other string expression
 * is an unknown text.
 */
final class TextExpression {
  private static final Pattern NAME = Pattern.compile("\\s*([\\p{L}_][\\p{L}\\p{N}_]*)\\s*(?:!s)?");

  /** The characters that {@code str.strip} removes. */
  private static final String BLANK =
      "[\\s\\x1c-\\x1f\\x85\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";

  private final List<Token> tokens;
  private final CardNames names;
  private final int line;
  private final String source;
  private final int begin;
  private int at;
  private int to;

  /**
   * @param source the text that the tokens were read from
   * @param begin the offset of the statement in it
   * @param line the line of the card at that offset
   */
  TextExpression(List<Token> tokens, String source, int begin, int line, CardNames names) {
    this.tokens = tokens;
    this.names = names;
    this.line = line;
    this.source = source;
    this.begin = begin;
  }

  /** The value of these tokens; null if they are neither a string expression nor a list of them. */
  @Nullable CardValue value(int from, int to) {
    at = from;
    this.to = to;
    CardValue value = tuple(expression());
    if (at == to) {
      return value;
    }
    boolean string = from < to && tokens.get(from).kind() == Kind.STRING;
    return string ? unknown(from, "is not a plain string expression") : null;
  }

  /** The line of a token in the card. */
  int lineOf(Token token) {
    int breaks = 0;
    for (int i = begin; i < token.at(); i++) {
      breaks += source.charAt(i) == '\n' ? 1 : 0;
    }
    return line + breaks;
  }

  private boolean sees(String operator) {
    return at < to && tokens.get(at).is(operator);
  }

  private boolean sees(int ahead, Kind kind) {
    return at + ahead < to && tokens.get(at + ahead).kind() == kind;
  }

  private @Nullable CardValue tuple(@Nullable CardValue first) {
    if (first == null || !first.isText() || !sees(",")) {
      return first;
    }
    List<CardText> texts = new ArrayList<>(first.texts());
    while (sees(",")) {
      at++;
      CardValue next = expression();
      if (next == null || !next.isText()) {
        break;
      }
      texts.add(next.text());
    }
    return new CardValue(Form.TEXTS, texts);
  }

  private @Nullable CardValue expression() {
    int from = at;
    CardValue sum = operand();
    while (sum != null && sees("+")) {
      at++;
      CardValue next = operand();
      if (next == null || next.form() != sum.form()) {
        sum = unknown(from, "is joined with something that is not a string of the card");
        skip();
      } else if (sum.isText()) {
        CardText text = part(sum.text()).plus(part(next.text()));
        sum = CardValue.of(text.at(lineOf(tokens.get(from))));
      } else {
        List<CardText> texts = new ArrayList<>(sum.texts());
        texts.addAll(next.texts());
        texts.forEach(names::counted);
        sum = new CardValue(Form.TEXTS, texts);
      }
    }
    if (sum != null && sum.isText() && (sees("%") || sees("*"))) {
      sum = unknown(from, "is made by " + tokens.get(at).text());
      skip();
    }
    return sum;
  }

  /** Skips to the end of the innermost brackets, or to the next comma in them. */
  private void skip() {
    int depth = 0;
    while (at < to && !(depth == 0 && sees(","))) {
      depth += PythonLine.depthOf(tokens.get(at));
      if (depth < 0) {
        return;
      }
      at++;
    }
  }

  private CardText part(CardText text) {
    names.addPart(text);
    return text;
  }

  private CardValue unknown(int from, String trouble) {
    return CardValue.of(names.counted(CardText.unknown(lineOf(tokens.get(from)), trouble)));
  }

  private @Nullable CardValue operand() {
    int from = at;
    CardValue value =
        sees(0, Kind.STRING)
            ? CardValue.of(literals())
            : sees(0, Kind.NAME) ? name() : sees("(") || sees("[") ? brackets() : null;
    while (value != null && (sees(".") || sees("["))) {
      value = sees(".") ? method(value, from) : element(value, from);
    }
    if (value == null) {
      at = from;
    }
    return value;
  }

  private CardText literals() {
    CardText text = CardText.known(lineOf(tokens.get(at)), "");
    while (sees(0, Kind.STRING)) {
      PythonString string = tokens.get(at).string();
      if (string != null) {
        text = text.plus(literal(string, text.line()));
      }
      at++;
    }
    return names.counted(text);
  }

  /** The text of a literal. */
  CardText literal(PythonString string, int begins) {
    if (string.isBytes()) {
      return CardText.unknown(begins, "is made of bytes");
    }
    CardText text = CardText.known(begins, "");
    for (PythonString.Part part : string.parts()) {
      text =
          text.plus(
              part instanceof PythonString.Interpolation placeholder
                  ? filled(placeholder, begins)
                  : CardText.known(begins, ((PythonString.Fixed) part).text()));
    }
    return text;
  }

  private CardText filled(PythonString.Interpolation placeholder, int begins) {
    Matcher name = NAME.matcher(placeholder.expression());
    CardValue value = name.matches() ? names.get(name.group(1)) : null;
    return value != null && value.isText()
        ? part(value.text())
        : CardText.unknown(
            begins,
            "needs {"
                + placeholder.expression().strip()
                + "}, which is not a string that the card names");
  }

  private @Nullable CardValue name() {
    CardValue value = names.get(tokens.get(at).text());
    at++;
    return value == null || value.isResult() || sees("(") ? null : value;
  }

  private @Nullable CardValue brackets() {
    boolean list = sees("[");
    at++;
    List<CardText> texts = new ArrayList<>();
    boolean commas = list;
    while (at < to && !sees(list ? "]" : ")")) {
      CardValue element = expression();
      if (element == null) {
        return null;
      }
      texts.addAll(element.texts());
      if (sees(",")) {
        commas = true;
        at++;
      }
    }
    at++;
    if (texts.isEmpty()) {
      return null;
    }
    return commas ? new CardValue(Form.TEXTS, texts) : CardValue.of(texts.get(0));
  }

  private @Nullable CardValue method(CardValue value, int from) {
    if (!value.isText() || !sees(1, Kind.NAME) || at + 2 >= to || !tokens.get(at + 2).is("(")) {
      return null;
    }
    String method = tokens.get(at + 1).text();
    at += 3;
    if (method.equals("join")) {
      CardValue elements = expression();
      if (elements != null && elements.form() == Form.TEXTS && sees(")")) {
        at++;
        CardText text = joined(part(value.text()), elements.texts());
        return CardValue.of(names.counted(text.at(lineOf(tokens.get(from)))));
      }
    } else if (method.matches("[lr]?strip") && sees(")")) {
      at++;
      return CardValue.of(names.counted(stripped(part(value.text()), method)));
    }
    part(value.text());
    while (at < to && !sees(")")) {
      skip();
      at += sees(",") ? 1 : 0;
    }
    at++;
    return unknown(from, "is made by ." + method + "()");
  }

  private CardText joined(CardText separator, List<CardText> elements) {
    CardText text = part(elements.get(0));
    for (CardText element : elements.subList(1, elements.size())) {
      text = text.plus(separator).plus(part(element));
    }
    return text;
  }

  private static CardText stripped(CardText text, String method) {
    if (text.trouble() != null) {
      return text;
    }
    String stripped = text.text();
    if (!method.equals("rstrip")) {
      stripped = stripped.replaceFirst("^" + BLANK, "");
    }
    if (!method.equals("lstrip")) {
      int end = stripped.length();
      while (end > 0 && stripped.substring(end - 1, end).matches(BLANK)) {
        end--;
      }
      stripped = stripped.substring(0, end);
    }
    return CardText.known(text.line(), stripped);
  }

  /** An element of a list; parts of texts are not supported. */
  private @Nullable CardValue element(CardValue value, int from) {
    boolean index = sees(1, Kind.NUMBER) && at + 2 < to && tokens.get(at + 2).is("]");
    if (value.isText()) {
      part(value.text());
      at++;
      skip();
      at++;
      return unknown(from, "is a piece of another");
    }
    if (!index || !tokens.get(at + 1).text().matches("\\d{1,4}")) {
      return null;
    }
    int number = Integer.parseInt(tokens.get(at + 1).text());
    at += 3;
    return number < value.texts().size() ? CardValue.of(value.texts().get(number)) : null;
  }
}
