/**
 * From what was typed to plain text: files, directories, globs and standard input go in, streams of
 * UTF-8 come out, one for each file with rows.
 *
 * <p>{@link dev.decorum.read.bytes.InputFiles} finds the files, {@link
 * dev.decorum.read.bytes.InputContents} opens one of them: it takes away compression, goes through
 * archives, and decodes what is not UTF-8. What a file is, its first bytes tell, whatever it is
 * called; what holds no rows is refused by an {@link dev.decorum.read.bytes.InputException} that
 * says what it is and what to do.
 *
 * <p>Nothing here knows what a row is. Memory is bounded whatever the bytes are, and so is the time
 * that they can take for their size. Nothing is written but a copy of a zip archive that comes
 * through a pipe.
 */
@NullMarked
package dev.decorum.read.bytes;

import org.jspecify.annotations.NullMarked;
