package dev.decorum.read.parquet;

/**
 * What the pages of a row group are read with.
 *
 * @param file the file
 * @param memory what pages may take
 * @param expansion how far they may expand
 * @param codec what decompresses them
 * @param rows how many rows the group has
 */
record PageSource(FileBytes file, PageMemory memory, Expansion expansion, Codec codec, long rows) {}
