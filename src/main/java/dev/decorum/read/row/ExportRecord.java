package dev.decorum.read.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A row as an object: one of JSON, or the cells of a table under the names of their columns.
 *
 * @param row the row's bytes, valid until the next record is asked for
 * @param content the object; {@code null} if there is none. Of a faulty row it is what can be seen
 * @param problem what is wrong with the row; {@code null} if nothing is
 * @param place the row's place in its file: the line, and the column or number where several begin
 *     on it
 * @param section in which of several tables of one file it stands, from 0
 */
public record ExportRecord(
    Row row,
    @Nullable ObjectNode content,
    @Nullable RowException problem,
    String place,
    int section) {

  public ExportRecord {
    if (content == null && problem == null) {
      throw new IllegalArgumentException("either an object or a problem");
    }
  }

  static ExportRecord of(Row row, ObjectNode object, String place) {
    return new ExportRecord(row, object, null, place, 0);
  }

  static ExportRecord faulty(Row row, RowException problem, String place) {
    return new ExportRecord(row, null, problem, place, 0);
  }

  static ExportRecord faulty(Row row, ObjectNode seen, RowException problem, String place) {
    return new ExportRecord(row, seen, problem, place, 0);
  }

  /** The same in another of several tables. */
  ExportRecord inSection(int number) {
    return number == section ? this : new ExportRecord(row, content, problem, place, number);
  }

  /** Whether nothing is wrong with the row. */
  public boolean isSound() {
    return problem == null;
  }

  /** The object. */
  public ObjectNode object() {
    if (content == null) {
      throw new IllegalStateException("the record is faulty", problem);
    }
    return content;
  }

  /**
   * The record itself.
   *
   * @throws RowException if something is wrong with the row
   */
  public ExportRecord orThrow() throws RowException {
    if (problem != null) {
      throw problem;
    }
    return this;
  }

  /** A copy that stays valid. */
  public ExportRecord copy() {
    return new ExportRecord(row.copy(), content, problem, place, section);
  }
}
