package dev.decorum.batch;

import dev.decorum.tokenize.TokenWindow;
import java.util.List;

/** Decides which windows of a look-ahead go through the model together, and in what order. */
@FunctionalInterface
public interface Planner {

  /**
   * A plan in which every window occurs exactly once, in the work of the list or in work that
   * follows it.
   */
  List<? extends Work> plan(List<TokenWindow> lookAhead);
}
