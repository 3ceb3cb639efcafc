package dev.decorum.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value in a configuration file, with the line that it stands in. */
public sealed interface Value {

  /** The line, from 1. */
  int line();

  /** What a single value is. */
  enum Kind {
    TEXT,
    NUMBER,
    SWITCH
  }

  /** A text, a number, or true or false. */
  record Single(Kind kind, String text, int line) implements Value {}

  /** Several values. */
  record Several(List<Value> values, int line) implements Value {
    public Several {
      values = List.copyOf(values);
    }
  }

  /** Values by name, in the order of their lines. */
  record Table(Map<String, Value> values, int line) implements Value {
    public Table {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }
}
