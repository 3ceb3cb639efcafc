package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A field of an object: its value and the name under which it was found. */
public final class Found {
  /** The rank of a name that the user has given. */
  static final int MAPPED = -1;

  private final String name;
  private final JsonNode value;
  private final int rank;
  private @Nullable Found next;

  Found(String name, JsonNode value, int rank) {
    this.name = name;
    this.value = value;
    this.rank = rank;
  }

  /** The name in the export. */
  public String name() {
    return name;
  }

  /** Never JSON's null. */
  public JsonNode value() {
    return value;
  }

  /** Whether the user has said where it is. */
  boolean isMapped() {
    return rank == MAPPED;
  }

  /** How good the name is, from 0. */
  int rank() {
    return rank;
  }

  /** A field of the same meaning under another name, which is not as good. */
  public @Nullable Found next() {
    return next;
  }

  /** Puts this in its place among others of the same meaning; the first of them. */
  Found among(@Nullable Found first) {
    if (first == null || rank < first.rank) {
      next = first;
      return this;
    }
    Found before = first;
    while (before.next != null && before.next.rank <= rank) {
      before = before.next;
    }
    next = before.next;
    before.next = this;
    return first;
  }
}
