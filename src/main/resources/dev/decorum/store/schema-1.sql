-- The scores: what a model gave for the token ids of a window.

CREATE TABLE model (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  precision TEXT NOT NULL
);

CREATE TABLE score (
  model INTEGER NOT NULL REFERENCES model (id),
  window_sha256 BLOB NOT NULL,
  logit_inappropriate REAL NOT NULL,
  logit_appropriate REAL NOT NULL,
  PRIMARY KEY (model, window_sha256)
) WITHOUT ROWID;
