-- Nights of rewards have no baseline to differ from, and those of runs without a baseline have nothing below it.

DROP VIEW nightly;

CREATE VIEW nightly AS
  SELECT night.series, night.date, slice.field, slice.value, slice.rows, slice.mean,
    slice.mean - 1.959964 * slice.mean_error AS mean_low,
    slice.mean + 1.959964 * slice.mean_error AS mean_high,
    CASE WHEN json_extract(night.run, '$.model.scale') IS 'reward' THEN NULL
      ELSE (slice.mean / NULLIF(night.baseline, 0) - 1) * 100 END AS baseline_delta_percent,
    CASE WHEN night.baseline = 0 THEN NULL
      ELSE 1.0 * slice.below_baseline / slice.rows END AS share_below_baseline,
    slice.q50 AS median, slice.tokens AS mean_tokens,
    1.0 * slice.truncated / slice.rows AS truncated_share,
    1.0 * slice.empty / slice.rows AS empty_share,
    coalesce(json_extract(night.run, '$.model.scale'), 'probability') AS scale
  FROM night JOIN slice ON slice.night = night.id;
