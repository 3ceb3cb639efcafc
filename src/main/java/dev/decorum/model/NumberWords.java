package dev.decorum.model;

import dev.decorum.model.PrintedNumber.Quantity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Interprets the words around a number on a card. */
final class NumberWords {
  private static final Pattern WORD = Pattern.compile("\\p{L}+");

  /** PyTorch's mark of a gradient. */
  private static final Pattern GRADIENT = Pattern.compile("<\\w+>");

  private static final Pattern INDEX = Pattern.compile("(?i)(?:label|class)[ _]?(\\d)(?!\\d)");

  /** {@code P(appropriate)}. */
  private static final Pattern FUNCTION = Pattern.compile("(?i)(?<!\\p{L})P\\s*\\(");

  /** An element of a result in code, such as {@code [0][1]}, {@code [0, 1]} or {@code [:, 1]}. */
  private static final Pattern ELEMENT =
      Pattern.compile("\\[\\s*(?:0|:)\\s*(?:\\]\\s*\\[|,)\\s*(\\d)\\s*\\]");

  private static final Pattern SOFTMAX = Pattern.compile("(?i)softmax|sigmoid|prob");

  private static final Set<String> NEGATIONS = Set.of("not", "non");

  private static final Set<String> PROBABILITY =
      setOf("probability probabilities prob probs proba score");

  /** Words that a program prints beside a result. */
  private static final Set<String> PRINTED =
      setOf(
          "probability probabilities prob probs proba score scores output outputs out result"
              + " results reward value tensor array np dtype float device cuda cpu grad fn");

  /** Words that people write beside a result in a comment. */
  private static final Set<String> SAID =
      setOf(
          "p logit logits label labels class prints printed expected returns gives appropriate"
              + " inappropriate not non the a of is being for to be that this conversation chat text"
              + " example message model approx approximately about ca percent item i e and");

  /** Words that mark a number as something other than the result for a text. */
  private static final Set<String> OTHER =
      setOf(
          "baseline base rate accuracy loss mean average avg median threshold cutoff delta"
              + " difference change min max std auc precision recall epoch step learning temperature"
              + " seconds version training evaluation validation test dataset share fraction"
              + " proportion users size shape above below over under than");

  /** The same in code, where {@code max_length} and {@code mean()} say little. */
  private static final Set<String> OTHER_IN_CODE =
      setOf("baseline threshold cutoff accuracy loss delta rate difference");

  /** Words for the only output of a model without labels. */
  private static final Set<String> REWARD =
      setOf("reward rewards score scores logit logits output outputs value");

  private final int appropriate;
  private final List<String> labels = new ArrayList<>();

  /** Words in the code, which a program may print beside its results. */
  private final Set<String> spoken = new HashSet<>();

  /**
   * @param appropriate the index of the label that means appropriate
   * @param labels the model's own names of its labels
   */
  NumberWords(int appropriate, List<String> labels) {
    this.appropriate = appropriate;
    labels.forEach(label -> this.labels.add(spaced(of(label))));
  }

  private static Set<String> setOf(String words) {
    return Set.of(words.split(" "));
  }

  private static String spaced(List<String> words) {
    return " " + String.join(" ", words) + " ";
  }

  /** The words of a text, in lower case. */
  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(GRADIENT.matcher(text).replaceAll(""));
    while (word.find()) {
      words.add(word.group().toLowerCase(Locale.ROOT));
    }
    return words;
  }

  /** Adds the words of a piece of code, such as the name of a text. */
  void hear(String code) {
    spoken.addAll(of(code));
  }

  /** The first word that marks a number as something other than a result, or null. */
  static @Nullable String other(List<String> words) {
    return words.stream().filter(OTHER::contains).findFirst().orElse(null);
  }

  /** Whether a name in code means something other than a result, such as a baseline. */
  static boolean isOther(String name) {
    return of(name).stream().anyMatch(OTHER_IN_CODE::contains);
  }

  /** Whether all words may be beside a result that a program prints. */
  boolean mayBePrinted(List<String> words) {
    return words.stream().allMatch(word -> isPrinted(word) && !OTHER.contains(word));
  }

  private boolean isPrinted(String word) {
    return PRINTED.contains(word) || SAID.contains(word) || spoken.contains(word);
  }

  /** Whether all words are a program's even in prose. */
  static boolean areTechnical(List<String> words) {
    return PRINTED.containsAll(words);
  }

  /** Whether the model has one output, a reward. */
  boolean isReward() {
    return labels.size() == 1;
  }

  /** How many labels the model has. */
  int labels() {
    return labels.size();
  }

  /** The index of the label that means appropriate. */
  int appropriate() {
    return appropriate;
  }

  /** Whether the text mentions a probability or a score. */
  boolean sayProbability(String text, List<String> words) {
    return (isReward() && words.stream().anyMatch(REWARD::contains))
        || words.stream().anyMatch(PROBABILITY::contains)
        || FUNCTION.matcher(text).find();
  }

  /** The quantity that the last words of a text name; null if they name none. */
  @Nullable Quantity quantity(String text, List<String> words) {
    if (isReward()) {
      boolean named = words.stream().anyMatch(REWARD::contains);
      return SOFTMAX.matcher(text).find() ? Quantity.APPROPRIATE : named ? Quantity.REWARD : null;
    }
    boolean logit = isLogit(text);
    for (int i = words.size() - 1; i >= 0; i--) {
      String word = words.get(i);
      boolean negated = i > 0 && NEGATIONS.contains(words.get(i - 1));
      if (word.equals("inappropriate") || (word.equals("appropriate") && negated)) {
        return quantity(false, logit);
      }
      if (word.equals("appropriate")) {
        return quantity(true, logit);
      }
    }
    Matcher index = INDEX.matcher(text);
    if (index.find()) {
      return ofLabel(Integer.parseInt(index.group(1)), logit);
    }
    // Of toxic and non-toxic, the longer match.
    String all = spaced(words);
    int named = -1;
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      boolean longer = named < 0 || label.length() > labels.get(named).length();
      boolean telling = !label.isBlank() && !label.equals(" label ");
      named = longer && telling && all.contains(label) ? i : named;
    }
    return named < 0 ? null : ofLabel(named, logit);
  }

  /** The quantity of a number without a label, by the code that prints it. */
  Quantity quantityInCode(String before, String code) {
    if (isReward()) {
      return SOFTMAX.matcher(before + code).find() ? Quantity.APPROPRIATE : Quantity.REWARD;
    }
    List<String> words = of(code);
    boolean both = words.contains("appropriate") && words.contains("inappropriate");
    Quantity quantity = both ? null : quantity(code, words);
    boolean logit = isLogit(before) || isLogit(code);
    Matcher element = ELEMENT.matcher(code);
    while (quantity == null && element.find()) {
      quantity = ofLabel(Integer.parseInt(element.group(1)), logit);
    }
    return quantity == null ? quantity(true, logit) : quantity;
  }

  private static boolean isLogit(String text) {
    return text.toLowerCase(Locale.ROOT).contains("logit") && !SOFTMAX.matcher(text).find();
  }

  private @Nullable Quantity ofLabel(int label, boolean logit) {
    if (labels.size() > 2) {
      // With more than two labels, the number of a single other label does not tell that of all
      // others.
      return label == appropriate ? quantity(true, logit) : null;
    }
    return label > 1 ? null : quantity(label == appropriate, logit);
  }

  private static Quantity quantity(boolean appropriate, boolean logit) {
    return logit
        ? (appropriate ? Quantity.APPROPRIATE_LOGIT : Quantity.INAPPROPRIATE_LOGIT)
        : (appropriate ? Quantity.APPROPRIATE : Quantity.INAPPROPRIATE);
  }

  /**
   * The quantities in a vector over both labels: in the order of the words if these name both
   * labels, otherwise in the model's order.
   */
  List<Quantity> quantities(List<String> words, boolean logits) {
    int good = words.indexOf("appropriate");
    int bad = words.indexOf("inappropriate");
    boolean both = good >= 0 && bad >= 0;
    boolean first = both ? good < bad : appropriate == 0;
    return List.of(quantity(first, logits), quantity(!first, logits));
  }
}
