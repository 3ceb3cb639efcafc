-- How a night was audited: with how many earlier nights it was compared, and by which calendar nights were due. NULL
-- for nights of older stores.

ALTER TABLE night ADD COLUMN window_nights INTEGER;
ALTER TABLE night ADD COLUMN calendar TEXT;
