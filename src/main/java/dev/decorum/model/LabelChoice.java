package dev.decorum.model;

import dev.decorum.model.files.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Determines which label means <em>appropriate</em>, without guessing. */
final class LabelChoice {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");
  private static final Pattern UNNAMED = Pattern.compile("label ?([0-9]{1,9})");

  /** A good name and its opposites, in lower case with blanks. */
  private record Opposites(String good, List<String> bad) {
    Opposites {
      bad = List.copyOf(bad);
    }

    static Opposites negated(String good, String... further) {
      List<String> bad = new ArrayList<>(List.of(further));
      for (String negation : List.of("not", "non")) {
        bad.add(negation + good);
        bad.add(negation + " " + good);
      }
      return new Opposites(good, bad);
    }
  }

  private static final List<Opposites> OPPOSITES =
      List.of(
          Opposites.negated("appropriate", "inappropriate", "unappropriate"),
          Opposites.negated("acceptable", "unacceptable", "inacceptable"),
          Opposites.negated("safe", "unsafe"),
          Opposites.negated("good", "bad"),
          Opposites.negated("positive", "negative"),
          Opposites.negated("sfw", "nsfw"),
          new Opposites("non toxic", List.of("toxic")),
          new Opposites("not toxic", List.of("toxic")),
          new Opposites("nontoxic", List.of("toxic")),
          new Opposites("nottoxic", List.of("toxic")),
          new Opposites("neutral", List.of("toxic")));

  private LabelChoice() {}

  /**
   * A label that was asked for.
   *
   * @param name a label's name or its number
   * @param where where it was asked for, for messages
   */
  record Wish(String name, String where) {}

  /**
   * The meaning of the outputs of a model with these labels.
   *
   * @param wish the label that the user or {@code decorum.json} asks for; {@code null} for none
   * @throws ModelException if nothing says which label is appropriate
   */
  static Head head(String where, List<String> names, @Nullable Wish wish) {
    if (names.size() == 1) {
      if (wish != null) {
        throw new ModelException(
            where
                + ": the model has one output, a reward; there is no label to choose, as "
                + wish.where()
                + " does");
      }
      return new Head(names, 0, "the only output is a reward", false);
    }
    if (wish != null) {
      int index = index(where, names, wish);
      boolean opposite = names.size() == 2 && good(names).filter(good -> good != index).isPresent();
      return new Head(
          names,
          index,
          wish.where()
              + " says that "
              + named(names, index)
              + " is appropriate"
              + (opposite ? ", though the names of the labels say the opposite" : ""),
          opposite);
    }
    if (names.size() > 2) {
      throw undecided(where, names, "a model of " + names.size() + " labels");
    }
    if (areUnnamed(names)) {
      return new Head(
          names, 1, "config.json does not name the labels; label 1 is taken as appropriate", false);
    }
    Optional<Integer> good = good(names);
    if (good.isEmpty()) {
      throw undecided(where, names, "the label names do not say which is appropriate");
    }
    return new Head(
        names,
        good.get(),
        "label "
            + named(names, good.get())
            + " is taken as appropriate, "
            + named(names, 1 - good.get())
            + " as the opposite",
        true);
  }

  private static String named(List<String> names, int index) {
    return "\"" + names.get(index) + "\" (" + index + ")";
  }

  private static ModelException undecided(String where, List<String> names, String reason) {
    String known = names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    return new ModelException(
        where
            + ": "
            + reason
            + " ("
            + known
            + "); name the appropriate one with --appropriate-label NAME, or with"
            + " appropriate_label in "
            + ModelSettings.FILE);
  }

  private static int index(String where, List<String> names, Wish wish) {
    int found = -1;
    for (int i = 0; i < names.size(); i++) {
      if (plain(names.get(i)).equals(plain(wish.name()))) {
        if (found >= 0) {
          throw undecided(
              where, names, wish.where() + ": \"" + wish.name() + "\" is the name of two labels");
        }
        found = i;
      }
    }
    if (found < 0 && NUMBER.matcher(wish.name()).matches()) {
      int index = Integer.parseInt(wish.name());
      found = index >= 0 && index < names.size() ? index : -1;
    }
    if (found < 0) {
      throw undecided(where, names, wish.where() + ": there is no label \"" + wish.name() + "\"");
    }
    return found;
  }

  /** Whether the names are mere placeholders: {@code LABEL_0} and {@code LABEL_1}, or numbers. */
  private static boolean areUnnamed(List<String> names) {
    Integer first = number(names.get(0));
    Integer second = number(names.get(1));
    return first != null && second != null && first < second;
  }

  private static @Nullable Integer number(String name) {
    String plain = plain(name);
    Matcher unnamed = UNNAMED.matcher(plain);
    String digits = unnamed.matches() ? unnamed.group(1) : name.strip();
    return NUMBER.matcher(digits).matches() ? (Integer) Integer.parseInt(digits) : null;
  }

  private static Optional<Integer> good(List<String> names) {
    for (int i = 0; i < 2; i++) {
      String good = plain(names.get(i));
      String bad = plain(names.get(1 - i));
      for (Opposites opposites : OPPOSITES) {
        if (opposites.good().equals(good) && opposites.bad().contains(bad)) {
          return Optional.of(i);
        }
      }
    }
    return Optional.empty();
  }

  /** A name in lower case, with blanks as word separators. */
  private static String plain(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replaceAll("[-_\\s]+", " ");
  }
}
