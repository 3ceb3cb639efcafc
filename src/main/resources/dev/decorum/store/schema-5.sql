-- A verdict on tonight is only as good as the nights that it is held against: CRC-32 of what a night's row says, and
-- of its slices. A store in which one does not match is refused.

ALTER TABLE night ADD COLUMN slices_checksum INTEGER;
ALTER TABLE night ADD COLUMN checksum INTEGER;
