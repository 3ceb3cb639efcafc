package dev.decorum.model;

import dev.decorum.model.CardCode.Effect;
import dev.decorum.model.CardCode.Statement;
import dev.decorum.model.ModelCard.Example;
import dev.decorum.model.ModelCard.Gap;
import dev.decorum.model.PrintedNumber.Quantity;
import dev.decorum.model.PrintedNumbers.Result;
import dev.decorum.model.PrintedNumbers.Sign;
import dev.decorum.model.files.ModelException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Pairs the texts of a card with the numbers that it prints for them.
 *
 * <p>A comment after a statement is about that statement's texts. Output that is printed elsewhere
 * is about the first of these that exist: texts that the code showed since the last output; texts
 * that it computed from; texts that a comment was about already; texts that it assigned to
 * variables; and, without any code, strings on their own. If the numbers of texts and results
 * differ, they are paired from the last backwards.
 */
final class CardPairs {
  private static final int MOST_NUMBERS = 10_000;

  private final CardNames names;
  private final List<Gap> gaps;
  private final List<Example> examples = new ArrayList<>();
  private final Set<CardText> scored = new LinkedHashSet<>();
  private final Set<CardText> named = new LinkedHashSet<>();
  private final Set<CardText> paired = new HashSet<>();

  // Texts since the last pairing.
  private final Set<CardText> shown = new LinkedHashSet<>();
  private final Set<CardText> computed = new LinkedHashSet<>();
  private final Set<CardText> commented = new LinkedHashSet<>();
  private final Set<CardText> assigned = new LinkedHashSet<>();
  private final Set<CardText> loose = new LinkedHashSet<>();
  private final List<Result> results = new ArrayList<>();

  /** The texts of the last pairing. */
  private final List<CardText> previous = new ArrayList<>();

  private boolean answered;

  /**
   * @param gaps receives what cannot be paired
   */
  CardPairs(CardNames names, List<Gap> gaps) {
    this.names = names;
    this.gaps = gaps;
  }

  /** Adds a statement with the results in the comments after it. */
  void run(Statement statement, List<Result> said) {
    List<CardText> texts = statement.texts();
    List<Result> comments = results(said);
    if (!texts.isEmpty()) {
      if (answered) {
        settle();
      }
      switch (statement.effect()) {
        case ASSIGNS -> {
          assigned.addAll(texts);
          commented.clear();
        }
        case COMPUTES -> computed.addAll(texts);
        case SHOWS -> (comments.isEmpty() ? shown : commented).addAll(texts);
      }
      (statement.effect() == Effect.ASSIGNS ? named : scored).addAll(texts);
      pair(texts, comments);
    } else if (statement.effect() == Effect.SHOWS) {
      print(comments);
    } else {
      print(comments.stream().filter(Result::isLabelled).toList());
    }
  }

  /** Adds a text on its own. */
  void loose(CardText text) {
    if (!results.isEmpty()) {
      settle();
    }
    loose.add(text);
    answered |= !shown.isEmpty();
  }

  /** Adds numbers that are printed apart from code. */
  void print(List<Result> printed) {
    List<Result> more = results(printed);
    results.addAll(more);
    answered |= !more.isEmpty();
    if (results.size() + examples.size() + gaps.size() > MOST_NUMBERS) {
      throw new ModelException("README.md: more than " + MOST_NUMBERS + " numbers are in it");
    }
  }

  /** The numbers that may be results; the others are reported as gaps. */
  private List<Result> results(List<Result> printed) {
    List<Result> results = new ArrayList<>();
    for (Result result : printed) {
      if (result.sign() == Sign.NONE) {
        missing(result, false);
      } else {
        results.add(result);
      }
    }
    return results;
  }

  /** Records that the output of the code was printed, with or without numbers. */
  void answered() {
    answered = true;
  }

  /** Records the beginning of a section, which is about other texts. */
  void section() {
    if (!results.isEmpty()) {
      settle();
    }
  }

  /** Pairs everything printed so far. */
  void settle() {
    if (!results.isEmpty()) {
      pair(candidates(), results);
      assigned.clear();
      results.clear();
    }
    shown.clear();
    computed.clear();
    commented.clear();
    loose.clear();
    answered = false;
  }

  private Collection<CardText> candidates() {
    assigned.removeIf(names::isPart);
    for (Set<CardText> texts : List.of(shown, computed, commented, assigned)) {
      if (!texts.isEmpty()) {
        return texts;
      }
    }
    return loose;
  }

  /** All examples, after the whole card was read. */
  List<Example> finish() {
    settle();
    named.removeIf(text -> text.trouble() != null);
    named.addAll(scored);
    for (CardText text : named) {
      if (text.hasBlank() && !paired.contains(text) && !names.isPart(text)) {
        gaps.add(
            new Gap(text.line(), "the card prints no number for the text in this line", false));
      }
    }
    examples.sort(Comparator.comparingInt(example -> example.number().line()));
    return examples;
  }

  private void pair(Collection<CardText> candidates, List<Result> printed) {
    List<CardText> texts = new ArrayList<>(candidates);
    List<Result> known = printed;
    if (texts.isEmpty()) {
      // Only a number with a label may belong to a text that has a number already.
      texts.addAll(previous);
      known = printed.stream().filter(Result::isLabelled).toList();
    }
    List<List<Result>> groups = split(groups(known), texts.size());
    if (groups.isEmpty()) {
      return;
    }
    previous.clear();
    previous.addAll(texts);
    if (texts.size() > groups.size() && texts.stream().anyMatch(CardText::hasBlank)) {
      texts.removeIf(text -> !text.hasBlank());
    }
    int excess = Math.max(0, texts.size() - groups.size());
    List<CardText> last = texts.subList(excess, texts.size());
    for (int i = 0; i < groups.size(); i++) {
      for (Result result : groups.get(i)) {
        if (last.isEmpty()) {
          missing(result, "there is no text before it that it could belong to", true);
        } else if (groups.size() % last.size() != 0) {
          missing(result, "it isn't clear which of " + last.size() + " texts it is for", true);
        } else if (last.size() == 1 && areBoth(groups)) {
          missing(result, "it isn't said whether it is the one for appropriate", true);
        } else {
          check(last.get(i % last.size()), result);
        }
      }
    }
  }

  /** Splits results into groups for one text each: a group ends where a quantity is repeated. */
  private static List<List<Result>> groups(List<Result> results) {
    List<List<Result>> groups = new ArrayList<>();
    Set<Quantity> seen = EnumSet.noneOf(Quantity.class);
    for (Result result : results) {
      Set<Quantity> quantities = EnumSet.noneOf(Quantity.class);
      result.numbers().forEach(number -> quantities.add(number.quantity()));
      if (quantities.isEmpty()) {
        quantities.add(Quantity.APPROPRIATE);
      }
      if (groups.isEmpty() || quantities.stream().anyMatch(seen::contains)) {
        groups.add(new ArrayList<>());
        seen.clear();
      }
      groups.get(groups.size() - 1).add(result);
      seen.addAll(quantities);
    }
    return groups;
  }

  /** Splits a single list with one number for each text. */
  private static List<List<Result>> split(List<List<Result>> groups, int texts) {
    if (groups.size() != 1 || groups.get(0).size() != 1 || texts < 2) {
      return groups;
    }
    Result all = groups.get(0).get(0);
    if (!all.flat() || all.numbers().size() != texts) {
      return groups;
    }
    List<List<Result>> split = new ArrayList<>();
    for (PrintedNumber number : all.numbers()) {
      boolean logit = number.quantity().isLogit();
      PrintedNumber own =
          new PrintedNumber(
              number.line(),
              number.shown(),
              number.value(),
              number.quantity() == Quantity.REWARD
                  ? Quantity.REWARD
                  : logit && !PrintedNumbers.isProbability(number.value())
                      ? Quantity.APPROPRIATE_LOGIT
                      : Quantity.APPROPRIATE);
      split.add(
          List.of(new Result(all.line(), own.shown(), List.of(own), all.sign(), false, null)));
    }
    return split;
  }

  /**
   * Whether these are two probabilities without labels that add up to 1, as those of both labels
   * do.
   */
  private static boolean areBoth(List<List<Result>> groups) {
    if (groups.size() != 2) {
      return false;
    }
    BigDecimal sum = BigDecimal.ZERO;
    for (List<Result> group : groups) {
      Result result = group.get(0);
      if (group.size() != 1
          || result.isLabelled()
          || result.numbers().size() != 1
          || result.numbers().get(0).quantity() == Quantity.REWARD) {
        return false;
      }
      sum = sum.add(result.numbers().get(0).value());
    }
    BigDecimal unit = BigDecimal.ONE.movePointLeft(sum.scale());
    return sum.scale() > 0 && sum.subtract(BigDecimal.ONE).abs().compareTo(unit) <= 0;
  }

  /** Adds the rows of a table, in which each text is beside its numbers. */
  void check(List<CardTable.Row> rows) {
    for (CardTable.Row row : rows) {
      row.results().forEach(result -> check(row.text(), result));
    }
  }

  private void check(CardText text, Result result) {
    paired.add(text);
    if (result.trouble() != null) {
      missing(result, true);
    } else if (result.flat() && result.numbers().size() > 2) {
      missing(result, "for one text", true);
    } else if (text.trouble() != null) {
      missing(result, "its text in line " + text.line() + " " + text.trouble(), true);
    } else if (text.text().isEmpty()) {
      missing(result, "its text in line " + text.line() + " is empty", true);
    } else {
      for (PrintedNumber number : result.numbers()) {
        examples.add(new Example(text.line(), text.text(), number));
      }
    }
  }

  private void missing(Result result, boolean isResult) {
    missing(result, String.valueOf(result.trouble()), isResult);
  }

  private void missing(Result result, String reason, boolean isResult) {
    String shown = result.shown() + " is printed here, but " + reason;
    gaps.add(new Gap(result.line(), shown, isResult));
  }
}
