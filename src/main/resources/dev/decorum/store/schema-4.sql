-- A score is only as good as the disk that it lies on: CRC-32 of the model's sha256 as text, of the window's, and of
-- both logits as 32-bit floats, big-endian, in this order. A row that does not match is computed anew.

ALTER TABLE score ADD COLUMN checksum INTEGER;
