package dev.decorum.run;

/** The forms of a report. */
public enum ReportForm {
  TEXT,
  JSON,
  MARKDOWN,
  HTML,
  /** JUnit XML. */
  JUNIT,
  /** A table of numbers, of the reports that are one. */
  CSV
}
