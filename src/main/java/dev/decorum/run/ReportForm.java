package dev.decorum.run;

/** The forms of a report. */
public enum ReportForm {
  TEXT,
  JSON,
  MARKDOWN,
  HTML,
  /** JUnit XML. */
  JUNIT
}
