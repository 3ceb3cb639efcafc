package dev.decorum.model;

import dev.decorum.model.files.ModelException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variables in the code of a card, and the texts that are only parts of others. */
final class CardNames {
  private static final int MOST_TEXTS = 1000;

  private final Map<String, CardValue> values = new HashMap<>();
  private final Set<CardText> parts = new HashSet<>();
  private int texts;

  @Nullable CardValue get(String name) {
    return values.get(name);
  }

  void put(String name, CardValue value) {
    if (value.texts().isEmpty()) {
      values.remove(name);
    } else {
      values.put(name, value);
    }
  }

  /**
   * Counts a text.
   *
   * @throws ModelException if there are more than any card has
   */
  CardText counted(CardText text) {
    texts++;
    if (texts > MOST_TEXTS) {
      throw new ModelException(
          "README.md:" + text.line() + ": more than " + MOST_TEXTS + " texts are in its code");
    }
    return text;
  }

  /** Records that a text became part of another, or names something such as a model or a device. */
  void addPart(CardText text) {
    parts.add(text);
  }

  boolean isPart(CardText text) {
    return parts.contains(text);
  }
}
