package dev.decorum.score;

import java.util.Objects;

/**
 * A field whose values many rows share, and which resemble each other.
 *
 * @param name the field
 * @param values how many values it has
 * @param rows how many rows have one
 * @param designEffect how many times larger the variance of the mean score is than for as many
 *     independent rows
 */
public record SharedField(String name, int values, int rows, double designEffect) {
  public SharedField {
    Objects.requireNonNull(name);
  }
}
