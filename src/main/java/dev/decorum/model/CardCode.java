package dev.decorum.model;

import dev.decorum.model.CardValue.Form;
import dev.decorum.model.PythonLine.Kind;
import dev.decorum.model.PythonLine.Token;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Follows texts through the Python code of a model card, statement by statement: which variables
 * contain a text, and which a result computed from one. Nothing is run.
 */
final class CardCode {
  /** Calls that show or inspect a text without scoring it. */
  private static final Set<String> LOOKING =
      Set.of(
          "print", "pprint", "display", "len", "type", "repr", "str", "info", "debug", "warning");

  /** Calls whose strings are names, for example of a model, a device or a file. */
  private static final Pattern NAMING =
      Pattern.compile(
          "from_pretrained|pipeline|(torch_)?device|to|get|getenv|getattr|setattr|hasattr"
              + "|isinstance|load\\w*|open|\\w*download|login|import_module|getLogger|set_\\w+"
              + "|filterwarnings|Path|startswith|endswith|split|add_argument");

  /** Calls that make one text from others. */
  private static final Pattern MAKING =
      Pattern.compile(
          "format|format_\\w+|\\w*[fF]ormatter|\\w*template|build\\w*|\\w*prompt|render\\w*"
              + "|replace|dedent|to_text|to_payload|concat\\w*");

  /** Keyword arguments that take a text to score. */
  private static final Set<String> TEXT_ARGUMENTS =
      Set.of("text", "texts", "input", "inputs", "payload", "prompt", "chat", "conversation");

  /** How a call uses the strings among its arguments. */
  private enum Use {
    NONE,
    LOOKING,
    NAMING,
    SCORING
  }

  /** What a statement does with its texts. */
  enum Effect {
    /** Assigns them to a variable. */
    ASSIGNS,
    /** Computes from them. */
    COMPUTES,
    /** Computes from them and shows the result, at least in a notebook. */
    SHOWS
  }

  /**
   * A statement as far as it was understood.
   *
   * @param texts the texts that it uses, in order
   */
  record Statement(Effect effect, List<CardText> texts) {
    Statement {
      texts = List.copyOf(texts);
    }
  }

  private static final Statement OTHER = new Statement(Effect.COMPUTES, List.of());

  private final CardNames names = new CardNames();

  // The indentation of the present function or loop, or -1.
  private int function = -1;
  private int loop = -1;

  CardNames names() {
    return names;
  }

  /** Whether a line with this indentation is inside a function, whose variables are local. */
  boolean isInFunction(int indent) {
    return function >= 0 && indent > function;
  }

  /**
   * Interprets a statement.
   *
   * @param source the text that contains the statement
   * @param begin the offset of its beginning in the text
   * @param number the line of the card at that offset
   * @param indent its indentation
   */
  Statement run(PythonLine line, String source, int begin, int number, int indent) {
    if (isInFunction(indent)) {
      return OTHER;
    }
    function = -1;
    loop = indent > loop ? loop : -1;
    return new Reading(line, source, begin, number).statement(0, indent);
  }

  /** Interprets one statement, or the expression in the braces of an f-string. */
  private final class Reading {
    private final PythonLine line;
    private final List<Token> tokens;
    private final TextExpression expression;
    private final int number;

    Reading(PythonLine line, String source, int begin, int number) {
      this.line = line;
      this.tokens = line.tokens();
      this.number = number;
      this.expression = new TextExpression(tokens, source, begin, number, names);
    }

    Statement statement(int from, int indent) {
      if (from >= tokens.size()) {
        return OTHER;
      }
      switch (tokens.get(from).text()) {
        case "def", "class", "async" -> {
          function = indent;
          return OTHER;
        }
        case "@", "import", "from", "del", "global" -> {
          return OTHER;
        }
        case "for", "while", "if", "elif", "else", "with", "try", "except", "finally" -> {
          int colon = line.topLevel(":", from);
          int end = colon < 0 ? tokens.size() : colon;
          header(from, end, indent);
          return statement(end + 1, indent);
        }
        default -> {}
      }
      int equals = line.lastTopLevel("=");
      if (equals > from) {
        return assignment(from, equals);
      }
      if (from + 2 < tokens.size() && tokens.get(from + 1).is("+=")) {
        return extension(tokens.get(from).text(), from + 2);
      }
      if (changesList(from)) {
        return OTHER;
      }
      return new Statement(Effect.SHOWS, computedFrom(from, tokens.size()));
    }

    private void header(int from, int colon, int indent) {
      boolean loops = tokens.get(from).is("for");
      loop = loops || tokens.get(from).is("while") ? indent : loop;
      int in = line.topLevel("in", from);
      if (!loops || in < 0 || in > colon) {
        return;
      }
      CardValue value = expression.value(in + 1, colon);
      value =
          value == null
              ? new CardValue(Form.RESULT, computedFrom(in + 1, colon))
              : new CardValue(Form.TEXTS, value.texts());
      for (Token target : tokens.subList(from + 1, in)) {
        if (target.kind() == Kind.NAME) {
          names.put(target.text(), value);
        }
      }
    }

    private Statement assignment(int from, int equals) {
      List<Token> targets = targets(from, equals);
      CardValue value = value(equals + 1);
      boolean unpacks =
          value.form() == Form.TEXTS
              && line.topLevel(",", from) > 0
              && value.texts().size() == targets.size();
      for (int i = 0; i < targets.size(); i++) {
        names.put(targets.get(i).text(), unpacks ? CardValue.of(value.texts().get(i)) : value);
      }
      if (value.isResult()) {
        return new Statement(Effect.COMPUTES, value.texts());
      }
      // An attribute of an object, as in tokenizer.truncation_side = "left", is not a text.
      return targets.isEmpty() ? OTHER : new Statement(Effect.ASSIGNS, value.texts());
    }

    /** The names on the left of an assignment; empty if any is not a plain name. */
    private List<Token> targets(int from, int equals) {
      List<Token> targets = new ArrayList<>();
      for (Token token : tokens.subList(from, equals)) {
        if (token.is(":")) {
          return targets; // an annotation follows
        }
        if (token.is(".") || token.is("[")) {
          return List.of();
        }
        if (token.kind() == Kind.NAME) {
          targets.add(token);
        }
      }
      return targets;
    }

    private CardValue value(int from) {
      CardValue value = expression.value(from, tokens.size());
      return value != null ? value : new CardValue(Form.RESULT, computedFrom(from, tokens.size()));
    }

    private Statement extension(String name, int from) {
      CardValue before = names.get(name);
      CardValue more = value(from);
      if (before == null || before.isResult()) {
        return more.isResult() ? new Statement(Effect.COMPUTES, more.texts()) : OTHER;
      }
      before.texts().forEach(names::addPart);
      more.texts().forEach(names::addPart);
      CardValue sum =
          CardValue.of(
              loop < 0 && before.isText() && more.isText()
                  ? before.text().plus(more.text())
                  : CardText.unknown(before.text().line(), "is put together by +="));
      names.put(name, sum);
      return new Statement(Effect.ASSIGNS, sum.texts());
    }

    /** Whether a method changes a list, whose contents are unknown after that. */
    private boolean changesList(int from) {
      CardValue list = names.get(tokens.get(from).text());
      boolean calls = from + 3 < tokens.size() && tokens.get(from + 1).is(".");
      if (list == null || list.form() != Form.TEXTS || !calls) {
        return false;
      }
      String method = tokens.get(from + 2).text();
      if (!method.matches("append|extend|insert|pop|remove|reverse|sort")) {
        return false;
      }
      CardText text = CardText.unknown(list.text().line(), "is in a list that is changed later");
      names.put(tokens.get(from).text(), CardValue.of(text));
      return true;
    }

    private List<CardText> computedFrom(int from, int to) {
      Set<CardText> texts = new LinkedHashSet<>();
      walk(from, to, Use.NONE, texts);
      return List.copyOf(texts);
    }

    private void walk(int from, int to, Use use, Set<CardText> texts) {
      for (int i = from; i < to; i++) {
        Token token = tokens.get(i);
        if (token.is("(")) {
          int close = line.closing(i);
          call(i, close, use, texts);
          i = close;
        } else if (token.is("{") && use != Use.LOOKING && use != Use.NAMING) {
          int close = line.closing(i);
          if (hasText(i, close)) {
            texts.add(unknown(token, "is in a dictionary"));
          }
          walk(i + 1, close, use, texts);
          i = close;
        } else if (token.kind() == Kind.NAME) {
          name(i, use, texts);
        } else if (token.string() != null && token.string().isFormatted()) {
          placeholders(token, use, texts);
        }
      }
    }

    private CardText unknown(Token token, String trouble) {
      return names.counted(CardText.unknown(expression.lineOf(token), trouble));
    }

    /** Whether a dictionary has a value that is a string of several words. */
    private boolean hasText(int from, int to) {
      for (int i = from + 1; i < to; i++) {
        PythonString string = tokens.get(i).string();
        if (string != null && tokens.get(i - 1).is(":") && string.body().contains(" ")) {
          return true;
        }
      }
      return false;
    }

    private void name(int i, Use use, Set<CardText> texts) {
      boolean attribute = i > 0 && tokens.get(i - 1).is(".");
      boolean called = i + 1 < tokens.size() && tokens.get(i + 1).is("(");
      CardValue value = attribute || called ? null : names.get(tokens.get(i).text());
      if (value == null) {
        return;
      }
      if (use == Use.NAMING) {
        value.texts().forEach(names::addPart);
      } else if (value.isResult() || use == Use.SCORING || (i > 0 && tokens.get(i - 1).is("in"))) {
        texts.addAll(value.texts());
      }
    }

    private void placeholders(Token token, Use use, Set<CardText> texts) {
      if (token.string() == null) {
        return;
      }
      for (PythonString.Part part : token.string().parts()) {
        if (part instanceof PythonString.Interpolation placeholder) {
          PythonLine inner = PythonLine.at(placeholder.expression(), 0);
          new Reading(inner, placeholder.expression(), 0, number)
              .walk(0, inner.tokens().size(), use, texts);
        }
      }
    }

    private void call(int open, int close, Use around, Set<CardText> texts) {
      Token callee = open > 0 ? tokens.get(open - 1) : null;
      if (callee == null || callee.kind() != Kind.NAME) {
        walk(open + 1, close, around, texts); // not a call
        return;
      }
      if (around == Use.NAMING || NAMING.matcher(callee.text()).matches()) {
        walk(open + 1, close, Use.NAMING, texts);
      } else if (LOOKING.contains(callee.text())) {
        walk(open + 1, close, Use.LOOKING, texts);
      } else if (around != Use.LOOKING && MAKING.matcher(callee.text()).matches()) {
        Set<CardText> ingredients = new LinkedHashSet<>();
        arguments(open + 1, close, ingredients);
        ingredients.forEach(names::addPart);
        if (close > open + 1) {
          texts.add(unknown(callee, "is made by " + callee.text() + "()"));
        }
      } else {
        arguments(open + 1, close, texts);
      }
    }

    /** Reads the arguments of a call that may score, where a string is a text. */
    private void arguments(int from, int close, Set<CardText> texts) {
      int begin = from;
      while (begin < close) {
        int end = line.topLevelComma(begin, close);
        boolean keyword = begin + 1 < end && tokens.get(begin + 1).is("=");
        boolean text = !keyword || TEXT_ARGUMENTS.contains(tokens.get(begin).text());
        int first = keyword ? begin + 2 : begin;
        CardValue value = text ? expression.value(first, end) : null;
        if (value == null) {
          walk(first, end, Use.SCORING, texts);
        } else {
          texts.addAll(value.texts());
        }
        begin = end + 1;
      }
    }
  }

  /** The text of a literal. */
  CardText text(PythonString string, int line) {
    return names.counted(new TextExpression(List.of(), "", 0, line, names).literal(string, line));
  }

  /** The text in a variable; null if it has none. */
  @Nullable CardText named(String name) {
    CardValue value = names.get(name);
    return value != null && value.isText() ? value.text() : null;
  }
}
