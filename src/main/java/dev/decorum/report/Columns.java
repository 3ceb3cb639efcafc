package dev.decorum.report;

import dev.decorum.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Defines the columns of a table from left to right, each by a heading and a function that gives a
 * row's cell.
 *
 * @param <T> the type that a row is made from
 */
final class Columns<T> {
  private final List<TableColumn> columns = new ArrayList<>();
  private final List<Function<T, Cell>> cells = new ArrayList<>();

  /** Adds a column of names of rows. */
  Columns<T> name(String heading, Function<T, String> words) {
    return names(heading, row -> Cell.words(words.apply(row)));
  }

  /** Adds a column of names of rows that may be numbers. */
  Columns<T> names(String heading, Function<T, Cell> cell) {
    return add(heading, TableColumn.Kind.NAMES, cell);
  }

  Columns<T> count(String heading, ToLongFunction<T> count) {
    return values(heading, row -> Cell.count(count.applyAsLong(row)));
  }

  Columns<T> number(String heading, NumberFormat format, ToDoubleFunction<T> number) {
    return values(heading, row -> Cell.number(number.applyAsDouble(row), format));
  }

  /** Adds a column of numbers with their intervals. */
  Columns<T> estimate(String heading, NumberFormat format, Function<T, Estimate> estimate) {
    return values(heading, row -> Cell.estimate(estimate.apply(row), format));
  }

  /** Adds a column of remarks, which are often empty. */
  Columns<T> remark(String heading, Function<T, String> words) {
    return add(heading, TableColumn.Kind.REMARKS, row -> Cell.words(words.apply(row)));
  }

  /** Adds a column of values of any kind. */
  Columns<T> values(String heading, Function<T, Cell> cell) {
    return add(heading, TableColumn.Kind.VALUES, cell);
  }

  Columns<T> add(String heading, TableColumn.Kind kind, Function<T, Cell> cell) {
    columns.add(new TableColumn(heading, kind));
    cells.add(cell);
    return this;
  }

  /** The headings and kinds of the columns. */
  List<TableColumn> columns() {
    return List.copyOf(columns);
  }

  /** The cells of {@code row}, one for each column. */
  List<Cell> cells(T row) {
    return cells.stream().map(cell -> cell.apply(row)).toList();
  }
}
