-- A digest of the conversations of a night, whatever their order: an export that is last night's again is noticed.

ALTER TABLE night ADD COLUMN content TEXT;
