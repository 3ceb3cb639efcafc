package dev.decorum.report;

import dev.decorum.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The columns of a table, from left to right: each with its heading and with what a row has in it.
 *
 * @param <T> what a row is made from
 */
final class Columns<T> {
  private final List<Column> columns = new ArrayList<>();
  private final List<Function<T, Cell>> cells = new ArrayList<>();

  /** What rows are called, in words. */
  Columns<T> name(String heading, Function<T, String> words) {
    return names(heading, row -> Cell.words(words.apply(row)));
  }

  /** What rows are called, where that may be a number. */
  Columns<T> names(String heading, Function<T, Cell> cell) {
    return add(heading, Column.Kind.NAMES, cell);
  }

  Columns<T> count(String heading, ToLongFunction<T> count) {
    return values(heading, row -> Cell.count(count.applyAsLong(row)));
  }

  Columns<T> number(String heading, NumberFormat format, ToDoubleFunction<T> number) {
    return values(heading, row -> Cell.number(number.applyAsDouble(row), format));
  }

  /** Numbers with their intervals. */
  Columns<T> estimate(String heading, NumberFormat format, Function<T, Estimate> estimate) {
    return values(heading, row -> Cell.estimate(estimate.apply(row), format));
  }

  /** What there is to say of the numbers of a row, which is often nothing. */
  Columns<T> remark(String heading, Function<T, String> words) {
    return values(heading, row -> Cell.words(words.apply(row)));
  }

  /** What is known of rows, whatever it is. */
  Columns<T> values(String heading, Function<T, Cell> cell) {
    return add(heading, Column.Kind.VALUES, cell);
  }

  Columns<T> add(String heading, Column.Kind kind, Function<T, Cell> cell) {
    columns.add(new Column(heading, kind));
    cells.add(cell);
    return this;
  }

  /** What they are called and what they hold. */
  List<Column> columns() {
    return List.copyOf(columns);
  }

  /** A cell a column. */
  List<Cell> cells(T row) {
    return cells.stream().map(cell -> cell.apply(row)).toList();
  }
}
