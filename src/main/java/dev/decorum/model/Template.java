package dev.decorum.model;

import dev.decorum.model.files.ModelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A compiled template in the syntax of Python's {@code str.format}: <code>{name}</code> is replaced
 * by a value, <code>{{</code> and <code>}}</code> by a brace. Values are inserted unchanged, so
 * braces inside them are never placeholders.
 */
public final class Template {

  /** The values that a template may use. */
  public enum Placeholder {
    MEMORY,
    PROMPT,
    BOT_NAME,
    USER_NAME,
    MESSAGE;

    /** The name between braces, such as {@code bot_name}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A piece of a template. */
  private sealed interface Piece {}

  /** Literal text. */
  private record Literal(String text) implements Piece {
    Literal {
      Objects.requireNonNull(text);
    }
  }

  /** A placeholder for a value. */
  private record Slot(Placeholder placeholder) implements Piece {
    Slot {
      Objects.requireNonNull(placeholder);
    }
  }

  private final String source;
  private final List<Piece> pieces;

  private Template(String source, List<Piece> pieces) {
    this.source = source;
    this.pieces = List.copyOf(pieces);
  }

  /**
   * Compiles a template that may use every placeholder.
   *
   * @throws ModelException if a brace is not paired, or a placeholder is unknown or has an index, a
   *     conversion or a format
   */
  public static Template parse(String source) {
    return parse(source, Set.of(Placeholder.values()));
  }

  static Template parse(String source, Set<Placeholder> allowed) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c != '{' && c != '}') {
        literal.append(c);
      } else if (i + 1 < source.length() && source.charAt(i + 1) == c) {
        literal.append(c);
        i++;
      } else if (c == '}') {
        throw new ModelException("a single } in \"" + source + "\"; a brace is written }}");
      } else {
        int end = source.indexOf('}', i);
        if (end < 0) {
          throw new ModelException("a single { in \"" + source + "\"; a brace is written {{");
        }
        if (literal.length() > 0) {
          pieces.add(new Literal(literal.toString()));
          literal.setLength(0);
        }
        pieces.add(new Slot(placeholder(source.substring(i + 1, end), source, allowed)));
        i = end;
      }
    }
    if (literal.length() > 0) {
      pieces.add(new Literal(literal.toString()));
    }
    return new Template(source, pieces);
  }

  private static Placeholder placeholder(String name, String source, Set<Placeholder> allowed) {
    for (Placeholder placeholder : allowed) {
      if (placeholder.text().equals(name)) {
        return placeholder;
      }
    }
    throw new ModelException(
        "the placeholder {"
            + name
            + "} in \""
            + source
            + "\" is not one of "
            + Arrays.stream(Placeholder.values())
                .filter(allowed::contains)
                .map(placeholder -> "{" + placeholder.text() + "}")
                .collect(Collectors.joining(", ")));
  }

  /** The source of the template. */
  public String source() {
    return source;
  }

  /** Passes the text on piece by piece; missing values are empty. An {@code EnumMap} is fastest. */
  public void appendTo(Consumer<String> out, Map<Placeholder, String> values) {
    for (Piece piece : pieces) {
      if (piece instanceof Literal literal) {
        out.accept(literal.text());
      } else if (piece instanceof Slot slot) {
        out.accept(values.getOrDefault(slot.placeholder(), ""));
      }
    }
  }

  /** The text; missing values are empty. */
  public String render(Map<Placeholder, String> values) {
    StringBuilder out = new StringBuilder();
    appendTo(out::append, values);
    return out.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Template template && source.equals(template.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return source;
  }
}
