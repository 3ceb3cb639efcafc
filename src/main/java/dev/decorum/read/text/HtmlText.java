package dev.decorum.read.text;

import org.jspecify.annotations.Nullable;

/** Placeholder until merged. */
public final class HtmlText {
  private HtmlText() {}

  /** x. */
  public static @Nullable String ofWhole(String text) {
    return null;
  }
}
