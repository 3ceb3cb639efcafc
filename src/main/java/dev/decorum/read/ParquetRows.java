package dev.decorum.read;

import dev.decorum.read.bytes.InputException;
import dev.decorum.read.parquet.ParquetException;
import dev.decorum.read.parquet.ParquetRecords;
import dev.decorum.read.parquet.ParquetRowException;
import dev.decorum.read.row.Row;
import dev.decorum.read.row.RowSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a Parquet file as JSON objects. Their lines are their numbers. */
final class ParquetRows implements RowSource, Closeable {
  private final ParquetRecords records;

  private ParquetRows(ParquetRecords records) {
    this.records = records;
  }

  /**
   * Opens a file.
   *
   * @param file where it is
   * @throws InputException if it does not exist, or is unusable
   */
  static ParquetRows open(String name, @Nullable Path file, int maxRowBytes) throws IOException {
    if (file == null || !Files.isRegularFile(file)) {
      throw new InputException(
          name
              + ": this is Parquet, which is read from its end; give it as a file, not through a pipe");
    }
    try {
      return new ParquetRows(ParquetRecords.open(file, name, column -> true, maxRowBytes));
    } catch (ParquetException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  /** Whether a file has a column of this name; not if it cannot be read. */
  static boolean hasColumn(Path file, String column) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (ParquetRecords records =
        ParquetRecords.open(file, "", other -> false, Integer.MAX_VALUE)) {
      return records.topLevelNames().contains(column);
    } catch (ParquetException e) {
      // The real reader will say what is wrong.
      return false;
    }
  }

  /** The names of the columns, in their order. */
  List<String> columns() {
    return records.topLevelNames();
  }

  @Override
  public @Nullable Row next() throws IOException {
    try {
      byte[] row = records.next();
      return row == null ? null : new Row(row, 0, row.length, records.rowNumber(), 1, null);
    } catch (ParquetRowException e) {
      long number = records.rowNumber();
      return Row.beginning(new byte[0], number, 0, new Row.Fault(number, 0, e.getMessage()));
    } catch (ParquetException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
