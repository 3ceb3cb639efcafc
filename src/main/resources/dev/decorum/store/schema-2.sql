-- The history of audits: a night, what was seen in it as a whole and by field, and where charts were started anew.

CREATE TABLE night (
  id INTEGER PRIMARY KEY,
  series TEXT NOT NULL,
  date TEXT NOT NULL,
  finished TEXT NOT NULL,
  read INTEGER NOT NULL,
  scored INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  computed INTEGER NOT NULL,
  baseline REAL NOT NULL,
  run TEXT NOT NULL,
  UNIQUE (series, date)
);

CREATE TABLE slice (
  night INTEGER NOT NULL REFERENCES night (id) ON DELETE CASCADE,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  rows INTEGER NOT NULL,
  clusters INTEGER NOT NULL,
  mean REAL NOT NULL,
  mean_error REAL,
  below_baseline INTEGER NOT NULL,
  below_baseline_error REAL,
  q05 REAL NOT NULL,
  q25 REAL NOT NULL,
  q50 REAL NOT NULL,
  q75 REAL NOT NULL,
  q95 REAL NOT NULL,
  tokens REAL NOT NULL,
  tokens_error REAL,
  truncated INTEGER NOT NULL,
  truncated_error REAL,
  empty INTEGER NOT NULL,
  empty_error REAL,
  PRIMARY KEY (night, field, value)
) WITHOUT ROWID;

CREATE TABLE restart (
  series TEXT NOT NULL,
  date TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (series, date)
) WITHOUT ROWID;

CREATE VIEW nightly AS
  SELECT night.series, night.date, slice.field, slice.value, slice.rows, slice.mean,
    slice.mean - 1.959964 * slice.mean_error AS mean_low,
    slice.mean + 1.959964 * slice.mean_error AS mean_high,
    (slice.mean / night.baseline - 1) * 100 AS baseline_delta_percent,
    1.0 * slice.below_baseline / slice.rows AS share_below_baseline,
    slice.q50 AS median, slice.tokens AS mean_tokens,
    1.0 * slice.truncated / slice.rows AS truncated_share,
    1.0 * slice.empty / slice.rows AS empty_share
  FROM night JOIN slice ON slice.night = night.id;
