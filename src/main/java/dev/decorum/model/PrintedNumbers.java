package dev.decorum.model;

import dev.decorum.model.PrintedNumber.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the numbers for texts in a line of a card: {@code Appropriate Probability: 0.818}, {@code
 * 81,8 %}, {@code tensor([[0.1820, 0.8180]])}, {@code {'label': 'LABEL_1', 'score': 0.818}}. The
 * words before a number tell what it is; they are interpreted by {@link NumberWords}.
 */
final class PrintedNumbers {
  /**
   * Digits and characters that may be between them; {@link #value} decides whether that is a
   * number.
   */
  private static final Pattern DIGITS =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}_])[-+\\u2212]?[.,]?\\d[\\d.,]*+(?:[eE][-+]?\\d++)?(?![\\p{L}_])"
              + "(?:[ \\u00a0\\u202f]?%)?");

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:\\d{1,9}|\\d{0,9}[.,]\\d{1,60})(?:[eE][-+]?\\d{1,3})?");

  private static final Pattern VECTOR = Pattern.compile("\\[([-+\\deE.,;\\s]{3,20000}+)\\]");

  /** A list of labels or a shape: [0,1] does not mean the number 0.1. */
  private static final Pattern INTEGERS = Pattern.compile("\\[\\d(?:,\\s?\\d)*+\\]");

  private static final Pattern SEPARATORS = Pattern.compile("[,;\\s]+");

  /** Separators where commas are decimal. */
  private static final Pattern SEPARATORS_OF_COMMAS = Pattern.compile("[,;]?\\s+");

  /** Between a label and its number in prose, with the marks of Markdown. */
  private static final Pattern COLON =
      Pattern.compile("[:=][\\s*_`\"'|~\\u2248(\\[]*(?:tensor\\()?$");

  private static final Pattern COMMA = Pattern.compile("[,;|]\\s");

  /** Marks that may be around the number in a cell of a table. */
  private static final Pattern MARKS = Pattern.compile("[\\s*_`\"'~\\u2248]*");

  private static final BigDecimal SLACK = new BigDecimal("0.1");

  /** The largest number of numbers read from a line. */
  private static final int MOST = 1000;

  /** The distance within which the words of a number are looked for. */
  private static final int REACH = 200;

  /** How certain it is that a number is the result for a text. */
  enum Sign {
    /** It has a label. */
    LABEL,
    /** Its place suggests it, and nothing contradicts. */
    PLACE,
    /** A word says that it is something else, such as a mean. */
    NONE
  }

  /**
   * A number, or the numbers of a vector.
   *
   * @param shown the printed text
   * @param numbers the numbers in the order of the line; empty if the text cannot be a result
   * @param flat whether each number may belong to a text of its own
   * @param trouble the problem with it, as a clause; null for none
   */
  record Result(
      int line,
      String shown,
      List<PrintedNumber> numbers,
      Sign sign,
      boolean flat,
      @Nullable String trouble) {
    boolean isLabelled() {
      return sign == Sign.LABEL;
    }
  }

  private final NumberWords words;

  PrintedNumbers(NumberWords words) {
    this.words = words;
  }

  /** Adds a piece of code, whose words may be printed beside numbers. */
  void hear(String code) {
    if (code.length() <= REACH) {
      words.hear(code);
    }
  }

  /**
   * Reads a line of a program's output, or a comment that quotes it.
   *
   * @param code the code that prints it, as far as known
   */
  List<Result> ofOutput(String text, int line, String code) {
    return read(text, line, code, false);
  }

  /** Reads a line of prose, where a number has to follow its label immediately. */
  List<Result> ofProse(String text, int line) {
    return read(text, line, "", true);
  }

  /** The quantity in a column of a table; null if it is not a result. */
  @Nullable Quantity column(String header) {
    List<String> said = NumberWords.of(header);
    if (!words.mayBePrinted(said)) {
      return null;
    }
    Quantity quantity = words.quantity(header, said);
    return quantity == null && words.sayProbability(header, said)
        ? words.isReward() ? Quantity.REWARD : Quantity.APPROPRIATE
        : quantity;
  }

  /** Reads a cell of a table; null if it is not a number. */
  static @Nullable Result cell(String text, int line, Quantity quantity) {
    Matcher digits = DIGITS.matcher(text);
    return digits.find() && MARKS.matcher(text.replace(digits.group(), "")).matches()
        ? result(digits.group(), line, quantity, Sign.LABEL)
        : null;
  }

  private List<Result> read(String text, int line, String code, boolean prose) {
    if (text.chars().noneMatch(Character::isDigit)) {
      return List.of();
    }
    String decimals = INTEGERS.matcher(text).replaceAll("[]");
    List<Result> vectors = vectors(decimals, line, prose);
    return vectors.isEmpty() ? numbers(decimals, line, code, prose) : vectors;
  }

  private boolean isPlain(String text, boolean prose) {
    List<String> said = NumberWords.of(text);
    return prose ? NumberWords.areTechnical(said) : words.mayBePrinted(said);
  }

  private List<Result> vectors(String text, int line, boolean prose) {
    Matcher brackets = VECTOR.matcher(text);
    String around = brackets.replaceAll(" ");
    List<String> said = NumberWords.of(around);
    boolean named = words.quantity(around, said) != null && words.sayProbability(around, said);
    if (!isPlain(around, prose && !named)) {
      return List.of();
    }
    List<Result> results = new ArrayList<>();
    brackets.reset();
    while (brackets.find() && results.size() < MOST) {
      List<BigDecimal> values = values(brackets.group(1));
      if (values.size() > 1) {
        boolean nested = brackets.start() > 0 && text.charAt(brackets.start() - 1) == '[';
        results.add(vector(brackets.group(), values, said, line, !nested));
      }
    }
    return results;
  }

  /** The numbers between two brackets; empty if there is anything else, or only integers. */
  private static List<BigDecimal> values(String list) {
    Pattern separators = list.contains(".") ? SEPARATORS : SEPARATORS_OF_COMMAS;
    List<BigDecimal> values = new ArrayList<>();
    boolean decimals = false;
    for (String part : separators.split(list.strip(), -1)) {
      // NumPy prints 1 as "1." in a list.
      BigDecimal value = value(part.endsWith(".") ? part.substring(0, part.length() - 1) : part);
      if (value == null || values.size() == MOST) {
        return List.of();
      }
      decimals |= value.scale() > 0;
      values.add(value);
    }
    return decimals ? values : List.of();
  }

  private Result vector(
      String shown, List<BigDecimal> values, List<String> around, int line, boolean flat) {
    boolean probable = values.stream().allMatch(PrintedNumbers::isProbability);
    List<PrintedNumber> numbers = new ArrayList<>();
    if (words.isReward()) {
      for (BigDecimal value : values) {
        numbers.add(new PrintedNumber(line, value.toPlainString(), value, Quantity.REWARD));
      }
    } else if (words.labels() > 2 && values.size() == words.labels()) {
      BigDecimal value = values.get(words.appropriate());
      Quantity quantity = probable ? Quantity.APPROPRIATE : Quantity.APPROPRIATE_LOGIT;
      numbers.add(new PrintedNumber(line, value.toPlainString(), value, quantity));
    } else if (values.size() == 2) {
      BigDecimal rest = values.get(0).add(values.get(1)).subtract(BigDecimal.ONE);
      boolean logits = !probable || rest.abs().compareTo(SLACK) > 0;
      List<Quantity> quantities = words.quantities(around, logits);
      for (int i = 0; i < 2; i++) {
        BigDecimal value = values.get(i);
        numbers.add(new PrintedNumber(line, value.toPlainString(), value, quantities.get(i)));
      }
    } else if (probable) {
      for (BigDecimal value : values) {
        numbers.add(new PrintedNumber(line, value.toPlainString(), value, Quantity.APPROPRIATE));
      }
    }
    String trouble = numbers.isEmpty() ? "they are not probabilities" : null;
    return new Result(line, shown, numbers, Sign.PLACE, flat, trouble);
  }

  private List<Result> numbers(String text, int line, String code, boolean prose) {
    List<Result> labelled = new ArrayList<>();
    List<Result> bare = new ArrayList<>();
    Matcher digits = DIGITS.matcher(text);
    int from = 0;
    for (int found = 0; found < MOST && digits.find(); found++) {
      String before = text.substring(Math.max(from, digits.start() - REACH), digits.start());
      String shown = trimmed(digits.group());
      boolean decimal = shown.chars().anyMatch(c -> ".,eE%".indexOf(c) >= 0);
      List<String> said = NumberWords.of(before);
      Quantity quantity = words.quantity(before, said);
      boolean colon = COLON.matcher(before).find();
      boolean full = quantity != null && colon && words.sayProbability(before, said);
      String phrase = full ? before.substring(afterComma(before)) : before;
      String other = NumberWords.other(NumberWords.of(phrase));
      if (quantity != null && full && other != null) {
        String trouble = "as \"" + other + "\" says, not for one text";
        labelled.add(new Result(line, shown, List.of(), Sign.NONE, false, trouble));
      } else if (quantity != null && other == null && (full || (!prose && decimal))) {
        if (full || colon || words.mayBePrinted(said)) {
          labelled.add(result(shown, line, quantity, Sign.LABEL));
        }
      } else if (quantity == null && other == null && decimal) {
        String after = text.substring(digits.end(), Math.min(text.length(), digits.end() + REACH));
        Quantity later = words.quantity(after, NumberWords.of(after));
        later = later == null ? words.quantityInCode(before, code) : later;
        bare.add(result(shown, line, later, Sign.PLACE));
      }
      from = decimal || full ? digits.end() : from;
    }
    if (!labelled.isEmpty()) {
      return labelled;
    }
    return !bare.isEmpty() && isPlain(text, prose) ? merged(bare, line) : List.of();
  }

  private static int afterComma(String text) {
    Matcher comma = COMMA.matcher(text);
    int after = 0;
    while (comma.find()) {
      after = comma.end();
    }
    return after;
  }

  /** The digits without the full stop or comma of a sentence. */
  private static String trimmed(String digits) {
    int end = digits.length();
    while (digits.charAt(end - 1) == '.' || digits.charAt(end - 1) == ',') {
      end--;
    }
    return digits.substring(0, end);
  }

  /**
   * Combines numbers without labels in one line, which belong to one text each or cannot be told
   * apart.
   */
  private static List<Result> merged(List<Result> bare, int line) {
    if (bare.size() < 2 || bare.stream().anyMatch(result -> result.trouble() != null)) {
      return bare;
    }
    List<PrintedNumber> numbers = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    for (Result result : bare) {
      numbers.addAll(result.numbers());
      shown.add(result.shown());
    }
    String trouble = "it isn't said what each is";
    return List.of(new Result(line, String.join(" ", shown), numbers, Sign.PLACE, true, trouble));
  }

  private static Result result(String shown, int line, Quantity quantity, Sign sign) {
    BigDecimal value = value(shown);
    if (value == null || !(quantity.isLogit() || isProbability(value))) {
      String trouble = value == null ? "it is not a number" : "it is not a probability";
      return new Result(line, shown, List.of(), sign, false, trouble);
    }
    PrintedNumber number = new PrintedNumber(line, shown, value, quantity);
    return new Result(line, shown, List.of(number), sign, false, null);
  }

  static boolean isProbability(BigDecimal value) {
    return value.signum() >= 0 && value.compareTo(BigDecimal.ONE) <= 0;
  }

  /** A number with a decimal point or comma, possibly in percent; null if it is not a number. */
  private static @Nullable BigDecimal value(String shown) {
    boolean percent = shown.endsWith("%");
    String text = percent ? shown.substring(0, shown.length() - 1).strip() : shown;
    text = text.replace('\u2212', '-');
    if (!NUMBER.matcher(text).matches()) {
      return null;
    }
    BigDecimal value = new BigDecimal(text.replace(',', '.'));
    return percent ? value.movePointLeft(2) : value;
  }
}
