package dev.decorum.model;

import dev.decorum.model.PrintedNumber.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the numbers that a line of a card prints for texts: {@code Appropriate Probability: 0.818},
 * {@code 81,8 %}, {@code tensor([[0.1820, 0.8180]])}, {@code {'label': 'LABEL_1', 'score': 0.818}}.
 * What a number is follows from the words before it. A number with other words is none of them.
 */
final class PrintedNumbers {
  /** Digits and what may stand between them; {@link #value} says whether that is a number. */
  private static final Pattern DIGITS =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}_])[-+\\u2212]?[.,]?\\d[\\d.,]*+(?:[eE][-+]?\\d++)?(?![\\p{L}_])"
              + "([ \\u00a0\\u202f]?%)?");

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:\\d{1,9}|\\d{0,9}[.,]\\d{1,60})(?:[eE][-+]?\\d{1,3})?");

  private static final Pattern VECTOR = Pattern.compile("\\[([^\\[\\]]*)\\]");

  /** What stands between the brackets of a vector, up to some thousand numbers. */
  private static final Pattern LIST = Pattern.compile("[-+\\deE.,;\\s]{1,20000}+");

  private static final Pattern SEPARATORS = Pattern.compile("[,;\\s]+");

  /** Where the comma is the decimal one. */
  private static final Pattern SEPARATORS_OF_COMMAS = Pattern.compile("[,;]?\\s+");

  private static final Pattern WORD = Pattern.compile("\\p{L}+");
  private static final Pattern INDEX = Pattern.compile("(?i)(?:label|class)[ _]?(\\d)(?!\\d)");

  /** An element of a result in code, such as {@code [0][1]}, {@code [0, 1]} or {@code [:, 1]}. */
  private static final Pattern ELEMENT =
      Pattern.compile("\\[\\s*(?:0|:)\\s*(?:\\]\\s*\\[|,)\\s*(\\d)\\s*\\]");

  private static final Pattern LOGIT = Pattern.compile("(?i)logit");
  private static final Pattern SOFTMAX = Pattern.compile("(?i)softmax|sigmoid|prob");

  /** Between a label and its number in prose, with the marks of Markdown. */
  private static final Pattern SEPARATOR = Pattern.compile("[:=][\\s*_`\"'|]*$");

  private static final Set<String> PROBABILITY =
      Set.of("probability", "probabilities", "prob", "probs", "proba", "score");

  /** {@code P(appropriate)}. */
  private static final Pattern FUNCTION = Pattern.compile("(?i)(?<!\\p{L})P\\s*\\(");

  /** What a program may print besides its numbers, a tensor's words among them. */
  private static final Set<String> TECHNICAL =
      Set.of(
          "tensor",
          "array",
          "np",
          "dtype",
          "float",
          "device",
          "cuda",
          "cpu",
          "grad",
          "fn",
          "output",
          "outputs",
          "out",
          "result",
          "results",
          "score",
          "scores",
          "probability",
          "probabilities",
          "prob",
          "probs",
          "reward",
          "value");

  /** Words beside a number that leave it a result; some stand for what a program said. */
  private static final Set<String> PLAIN =
      Set.of(
          "probability",
          "probabilities",
          "prob",
          "probs",
          "proba",
          "p",
          "score",
          "scores",
          "reward",
          "logit",
          "logits",
          "label",
          "labels",
          "class",
          "output",
          "outputs",
          "out",
          "result",
          "results",
          "prints",
          "printed",
          "expected",
          "returns",
          "gives",
          "value",
          "appropriate",
          "inappropriate",
          "not",
          "non",
          "the",
          "a",
          "of",
          "is",
          "being",
          "for",
          "to",
          "be",
          "that",
          "this",
          "conversation",
          "chat",
          "text",
          "example",
          "message",
          "model",
          "approx",
          "approximately",
          "about",
          "ca",
          "percent",
          "item",
          "i",
          "e",
          "so",
          "and");

  /** Words that make a number something else than the result for a text. */
  private static final Set<String> OTHER =
      Set.of(
          "baseline",
          "base",
          "rate",
          "accuracy",
          "loss",
          "mean",
          "average",
          "avg",
          "median",
          "threshold",
          "cutoff",
          "delta",
          "difference",
          "change",
          "min",
          "max",
          "std",
          "auc",
          "precision",
          "recall",
          "epoch",
          "step",
          "learning",
          "temperature",
          "seconds",
          "version",
          "training",
          "evaluation",
          "validation",
          "test",
          "dataset",
          "share",
          "fraction",
          "proportion",
          "users",
          "size",
          "shape",
          "above",
          "below",
          "over",
          "under",
          "than");

  /** The same in code, where max_length and mean() say little. */
  private static final Set<String> IN_CODE =
      Set.of("baseline", "threshold", "cutoff", "accuracy", "loss", "delta", "rate", "difference");

  private static final BigDecimal SLACK = new BigDecimal("0.1");

  /** A line with more numbers is no result. */
  private static final int MOST = 1000;

  /** How far back the words of a number are looked for. */
  private static final int REACH = 200;

  /**
   * One number, or the numbers of one vector.
   *
   * @param shown as it is printed
   * @param numbers in the order of the line; empty if what is printed cannot be one
   * @param labelled whether words or labels say that this is a result
   * @param flat whether each number may just as well belong to another text
   * @param trouble what is wrong with it, as a clause; null if nothing is
   */
  record Result(
      int line,
      String shown,
      List<PrintedNumber> numbers,
      boolean labelled,
      boolean flat,
      @Nullable String trouble) {}

  /** Words of the code, which a program may print beside its numbers. */
  private final Set<String> spoken = new HashSet<>();

  private final int appropriate;
  private final List<String> labels;

  /**
   * @param appropriate which label is appropriate
   * @param labels the model's own names of the labels
   */
  PrintedNumbers(int appropriate, List<String> labels) {
    this.appropriate = appropriate;
    this.labels = labels.stream().map(label -> " " + String.join(" ", words(label)) + " ").toList();
  }

  /** Takes note of a word in the code, such as the name of a text. */
  void hear(String code) {
    if (code.length() <= REACH) {
      spoken.addAll(words(code));
    }
  }

  /** Whether code is about another quantity, such as a baseline. */
  static boolean isOther(List<String> names) {
    return names.stream().anyMatch(name -> words(name).stream().anyMatch(IN_CODE::contains));
  }

  /** Reads a line that a program printed, or a comment on what it prints. */
  List<Result> ofOutput(String text, int line, String code) {
    return read(text, line, code, false);
  }

  /** Reads a line of prose: there, only a number right behind its label is one. */
  List<Result> ofProse(String text, int line) {
    return read(text, line, "", true);
  }

  /** What the numbers of a table's column are; null if they are no results. */
  @Nullable Quantity column(String header) {
    List<String> words = words(header);
    if (words.stream().anyMatch(OTHER::contains)) {
      return null;
    }
    Quantity quantity = labelled(header, words);
    boolean plain = !words.isEmpty() && PLAIN.containsAll(words);
    boolean result = words.stream().anyMatch(word -> PROBABILITY.contains(word));
    return quantity != null || !plain || !result ? quantity : Quantity.APPROPRIATE;
  }

  /** Reads a cell of a table; null if it is no number. */
  @Nullable Result cell(String text, int line, Quantity quantity) {
    Matcher digits = DIGITS.matcher(text);
    if (!digits.find() || !text.replace(digits.group(), "").matches("[\\s*_`\"'~≈]*")) {
      return null;
    }
    return result(digits.group(), line, quantity, true);
  }

  private List<Result> read(String text, int line, String code, boolean prose) {
    if (text.chars().noneMatch(Character::isDigit)) {
      return List.of();
    }
    List<Result> vectors = vectors(text, line, prose);
    return vectors.isEmpty() ? numbers(text, line, code, prose) : vectors;
  }

  private List<Result> vectors(String text, int line, boolean prose) {
    List<Result> results = new ArrayList<>();
    Matcher brackets = VECTOR.matcher(text);
    StringBuilder rest = new StringBuilder();
    int from = 0;
    while (brackets.find() && results.size() < MOST) {
      List<BigDecimal> values = values(brackets.group(1));
      if (!values.isEmpty()) {
        rest.append(text, from, brackets.start());
        from = brackets.end();
        boolean nested = brackets.start() > 0 && text.charAt(brackets.start() - 1) == '[';
        results.add(vector(brackets.group(), values, line, !nested));
      }
    }
    List<String> words = words(rest.append(text.substring(from)).toString());
    return isPlain(words, prose) ? results : List.of();
  }

  /** The numbers between two brackets; none if there is anything else, or only integers. */
  private static List<BigDecimal> values(String list) {
    if (!LIST.matcher(list).matches()) {
      return List.of();
    }
    Pattern separator = list.contains(".") ? SEPARATORS : SEPARATORS_OF_COMMAS;
    List<BigDecimal> values = new ArrayList<>();
    boolean decimals = false;
    for (String part : separator.split(list.strip(), -1)) {
      BigDecimal value = value(part.endsWith(".") ? part.substring(0, part.length() - 1) : part);
      // [0,1] are two labels, not the number 0.1.
      if (value == null || part.matches("\\d,\\d")) {
        return List.of();
      }
      decimals |= part.matches(".*[.,eE].*");
      values.add(value);
    }
    return decimals && values.size() <= MOST ? values : List.of();
  }

  /** Whether a number between these words is a result. */
  private boolean isPlain(List<String> words, boolean prose) {
    for (String word : words) {
      boolean plain =
          TECHNICAL.contains(word) || (!prose && (PLAIN.contains(word) || spoken.contains(word)));
      if (!plain || OTHER.contains(word)) {
        return false;
      }
    }
    return true;
  }

  private Result vector(String shown, List<BigDecimal> values, int line, boolean flat) {
    List<PrintedNumber> numbers = new ArrayList<>();
    boolean labels = values.size() == 2;
    BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    boolean probable = values.stream().allMatch(PrintedNumbers::isProbability);
    boolean logits =
        labels && !(probable && sum.subtract(BigDecimal.ONE).abs().compareTo(SLACK) <= 0);
    for (int i = 0; i < values.size(); i++) {
      BigDecimal value = values.get(i);
      boolean good = !labels || i == appropriate;
      Quantity quantity =
          logits
              ? (good ? Quantity.APPROPRIATE_LOGIT : Quantity.INAPPROPRIATE_LOGIT)
              : (good ? Quantity.APPROPRIATE : Quantity.INAPPROPRIATE);
      numbers.add(new PrintedNumber(line, value.toPlainString(), value, quantity));
    }
    boolean known = labels || probable;
    return known
        ? new Result(line, shown, numbers, false, flat, null)
        : new Result(line, shown, List.of(), false, flat, "they are no probabilities");
  }

  private List<Result> numbers(String text, int line, String code, boolean prose) {
    List<Result> labelled = new ArrayList<>();
    List<Result> bare = new ArrayList<>();
    Matcher digits = DIGITS.matcher(text);
    int from = 0;
    for (int found = 0; found < MOST && digits.find(); found++) {
      String before = text.substring(Math.max(from, digits.start() - REACH), digits.start());
      String after = text.substring(digits.end(), Math.min(text.length(), digits.end() + REACH));
      String shown = digits.group().replaceFirst("[.,]+$", "");
      boolean decimal = shown.matches(".*[.,eE%].*");
      List<String> words = words(before);
      Quantity quantity = labelled(before, words);
      boolean probability =
          words.stream().anyMatch(PROBABILITY::contains) || FUNCTION.matcher(before).find();
      boolean separated = SEPARATOR.matcher(before).find();
      if (words.stream().anyMatch(OTHER::contains)) {
        from = decimal ? digits.end() : from;
      } else if (quantity != null && separated && probability) {
        labelled.add(result(shown, line, quantity, true));
        from = digits.end();
      } else if (decimal) {
        if (quantity != null && !prose && (separated || isPlain(words, false))) {
          labelled.add(result(shown, line, quantity, true));
        } else if (quantity == null) {
          bare.add(result(shown, line, quantity(before, after, code), false));
        }
        from = digits.end();
      }
    }
    if (!labelled.isEmpty()) {
      return labelled;
    }
    return isPlain(words(text), prose) ? merged(bare, line) : List.of();
  }

  /** Several numbers in one line belong to one text each, or it isn't said which is which. */
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
    return List.of(
        new Result(
            line, String.join(" ", shown), numbers, false, true, "it isn't said what each is"));
  }

  private static Result result(String shown, int line, Quantity quantity, boolean labelled) {
    BigDecimal value = value(shown);
    if (value == null) {
      return new Result(line, shown, List.of(), labelled, false, "it is no number");
    }
    if (!quantity.isLogit() && !isProbability(value)) {
      return new Result(line, shown, List.of(), labelled, false, "it is no probability");
    }
    PrintedNumber number = new PrintedNumber(line, shown, value, quantity);
    return new Result(line, shown, List.of(number), labelled, false, null);
  }

  static boolean isProbability(BigDecimal value) {
    return value.signum() >= 0 && value.compareTo(BigDecimal.ONE) <= 0;
  }

  /** A number with a decimal point or comma, or in percent. */
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

  /** What a number without a label before it is: as the words behind it or the code say. */
  private Quantity quantity(String before, String after, String code) {
    Quantity quantity = labelled(after, words(after));
    List<String> words = words(code);
    if (quantity == null && !(words.contains("appropriate") && words.contains("inappropriate"))) {
      quantity = labelled(code, words);
    }
    boolean logit =
        LOGIT.matcher(before).find()
            || (LOGIT.matcher(code).find() && !SOFTMAX.matcher(code).find());
    Matcher element = ELEMENT.matcher(code);
    while (quantity == null && element.find()) {
      quantity = ofLabel(Integer.parseInt(element.group(1)), logit);
    }
    if (quantity != null) {
      return quantity;
    }
    return logit ? Quantity.APPROPRIATE_LOGIT : Quantity.APPROPRIATE;
  }

  /** What the words say, the last of them; null if they do not. */
  private @Nullable Quantity labelled(String text, List<String> words) {
    boolean logit = words.contains("logit") || words.contains("logits");
    for (int i = words.size() - 1; i >= 0; i--) {
      String word = words.get(i);
      String previous = i == 0 ? "" : words.get(i - 1);
      if (word.equals("inappropriate") || word.equals("unappropriate")) {
        return inappropriate(logit);
      }
      if (word.equals("appropriate")) {
        return previous.equals("not") || previous.equals("non")
            ? inappropriate(logit)
            : logit ? Quantity.APPROPRIATE_LOGIT : Quantity.APPROPRIATE;
      }
    }
    Matcher index = INDEX.matcher(text);
    if (index.find()) {
      return ofLabel(Integer.parseInt(index.group(1)), logit);
    }
    // Of toxic and non-toxic, the longer.
    String spaced = " " + String.join(" ", words) + " ";
    int named = -1;
    for (int i = 0; i < labels.size(); i++) {
      boolean longer = named < 0 || labels.get(i).length() > labels.get(named).length();
      named = longer && spaced.contains(labels.get(i)) ? i : named;
    }
    return named < 0 || labels.get(named).isBlank() || labels.get(named).equals(" label ")
        ? null
        : ofLabel(named, logit);
  }

  private @Nullable Quantity ofLabel(int label, boolean logit) {
    if (label > 1) {
      return null;
    }
    return label != appropriate
        ? inappropriate(logit)
        : logit ? Quantity.APPROPRIATE_LOGIT : Quantity.APPROPRIATE;
  }

  private static Quantity inappropriate(boolean logit) {
    return logit ? Quantity.INAPPROPRIATE_LOGIT : Quantity.INAPPROPRIATE;
  }

  /** The words of a text in lower case; what tensors say of their gradient is left out. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(text.replaceAll("<\\w+>", ""));
    while (word.find()) {
      words.add(word.group().toLowerCase(Locale.ROOT));
    }
    return words;
  }
}
