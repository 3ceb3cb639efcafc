package dev.decorum.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The usage examples of a model card: payloads in Python's triple quotes, each with the probability
 * that the card says the model gives it.
 *
 * @param examples in the order of the card
 */
public record ModelCard(List<Example> examples) {
  private static final String FILE = "README.md";
  private static final int LARGEST_FILE = 16 << 20;

  /** A prefix of Python's may stand before the quotes, but no other letter may. */
  private static final Pattern QUOTES =
      Pattern.compile("(?<![\\p{L}\\p{N}_])([rRuUfFbB]{0,2})(\"\"\"|''')");

  private static final Pattern PROBABILITY =
      Pattern.compile(
          "(?<!\\p{L})appropriate[ _]probability[*_`\"']*\\s*[:=][*_`\"'\\s]*"
              + "([01]?\\.\\d+|[01])(?![\\d.]*\\d)",
          Pattern.CASE_INSENSITIVE);

  /**
   * A payload and what it scores.
   *
   * @param line the line of the opening quotes, from 1
   * @param text the payload as Python holds it
   * @param probability the printed appropriate probability, with its decimals, such as {@code
   *     0.818}
   */
  public record Example(int line, String text, String probability) {
    public Example {
      Objects.requireNonNull(text);
      Objects.requireNonNull(probability);
      if (line < 1) {
        throw new IllegalArgumentException("line " + line);
      }
    }
  }

  public ModelCard {
    examples = List.copyOf(examples);
  }

  /**
   * Reads the card of a bundle; one without a card has no examples.
   *
   * @throws ModelException if the card is there and cannot be read
   */
  public static ModelCard of(ModelBundle bundle) {
    Path card = bundle.folder().resolve(FILE);
    if (!Files.exists(card)) {
      return new ModelCard(List.of());
    }
    Path file = bundle.file(FILE);
    return parse(new String(ModelFolder.read(file, card, LARGEST_FILE), StandardCharsets.UTF_8));
  }

  /**
   * Finds the examples in the text of a card. Payloads that follow one another share the
   * probabilities that follow them, the last payload with the last probability; so of a doc string,
   * a payload and a probability, the doc string is left out.
   */
  public static ModelCard parse(String markdown) {
    // Python reads every line ending as \n.
    String card = markdown.replace("\r\n", "\n").replace('\r', '\n');
    List<Example> examples = new ArrayList<>();
    List<Payload> payloads = new ArrayList<>();
    Matcher quotes = QUOTES.matcher(card);
    boolean found = quotes.find();
    while (found) {
      int begin = quotes.end();
      String prefix = quotes.group(1).toLowerCase(Locale.ROOT);
      int end = closing(card, begin, quotes.group(2));
      if (end < 0) {
        break;
      }
      int line = 1 + (int) card.substring(0, begin).chars().filter(c -> c == '\n').count();
      payloads.add(new Payload(line, value(card.substring(begin, end), prefix)));
      found = quotes.find(end + 3);
      List<String> printed = probabilities(card, end + 3, found ? quotes.start() : card.length());
      if (!printed.isEmpty()) {
        pair(payloads, printed, examples);
        payloads.clear();
      }
    }
    return new ModelCard(examples);
  }

  /** A triple-quoted string and the line where it opens. */
  private record Payload(int line, String text) {}

  private static List<String> probabilities(String card, int from, int to) {
    Matcher matcher = PROBABILITY.matcher(card).useTransparentBounds(true).region(from, to);
    List<String> printed = new ArrayList<>();
    while (matcher.find()) {
      printed.add(matcher.group(1));
    }
    return printed;
  }

  private static void pair(
      List<Payload> payloads, List<String> probabilities, List<Example> examples) {
    int pairs = Math.min(payloads.size(), probabilities.size());
    int skipped = payloads.size() - pairs;
    for (int i = 0; i < pairs; i++) {
      Payload payload = payloads.get(skipped + i);
      examples.add(new Example(payload.line(), payload.text(), probabilities.get(i)));
    }
  }

  /** Where the quotes close; an escaped quote does not, and a raw string keeps escapes too. */
  private static int closing(String card, int from, String quotes) {
    for (int i = from; i < card.length(); i++) {
      if (card.charAt(i) == '\\') {
        i++;
      } else if (card.startsWith(quotes, i)) {
        return i;
      }
    }
    return -1;
  }

  private static String value(String literal, String prefix) {
    String text = prefix.contains("r") ? literal : unescape(literal);
    // An f-string without placeholders is its text; what placeholders would give is unknown here.
    return prefix.contains("f") ? text.replace("{{", "{").replace("}}", "}") : text;
  }

  /** The escape sequences of Python's string literals; an unknown one stands for itself. */
  private static String unescape(String literal) {
    StringBuilder out = new StringBuilder(literal.length());
    int i = 0;
    while (i < literal.length()) {
      char c = literal.charAt(i++);
      if (c != '\\' || i == literal.length()) {
        out.append(c);
        continue;
      }
      char escape = literal.charAt(i++);
      switch (escape) {
        case '\n' -> {} // the line goes on
        case '\\', '\'', '"' -> out.append(escape);
        case 'a' -> out.append('\u0007');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'v' -> out.append('\u000b');
        case 'x' -> i = hexadecimal(literal, i, 2, escape, out);
        case 'u' -> i = hexadecimal(literal, i, 4, escape, out);
        case 'U' -> i = hexadecimal(literal, i, 8, escape, out);
        case '0', '1', '2', '3', '4', '5', '6', '7' -> {
          int value = escape - '0';
          for (int n = 0; n < 2 && i < literal.length() && isOctal(literal.charAt(i)); n++) {
            value = value * 8 + literal.charAt(i++) - '0';
          }
          out.append((char) value);
        }
        default -> out.append('\\').append(escape);
      }
    }
    return out.toString();
  }

  private static boolean isOctal(char c) {
    return c >= '0' && c <= '7';
  }

  private static int hexadecimal(
      String literal, int from, int digits, char escape, StringBuilder out) {
    int end = from + digits;
    if (end <= literal.length() && literal.substring(from, end).matches("\\p{XDigit}+")) {
      long value = Long.parseLong(literal.substring(from, end), 16);
      if (value <= Character.MAX_CODE_POINT) {
        out.appendCodePoint((int) value);
        return end;
      }
    }
    out.append('\\').append(escape);
    return from;
  }
}
