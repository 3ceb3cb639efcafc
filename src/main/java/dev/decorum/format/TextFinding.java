package dev.decorum.format;

/** What somebody found out about the beginning of a text, and may need for the next one. */
public interface TextFinding {
  /** How many characters of the text it depends on. */
  int reach();
}
