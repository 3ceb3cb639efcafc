package dev.decorum.read.parquet;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Writes the values of one column that is not null. */
abstract class Values extends PrimitiveConverter {

  /** A decimal is written digit by digit, which takes the square of its length. */
  private static final int LONGEST_DECIMAL = 512;

  final Slot slot;
  final JsonText json;
  final String column;

  Values(String column, Slot slot, JsonText json) {
    this.column = column;
    this.slot = slot;
    this.json = json;
  }

  /** What writes values of this type. */
  static Values of(PrimitiveType type, String column, Slot slot, JsonText json) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return new Decimals(decimal.getScale(), column, slot, json);
    }
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN, FLOAT, DOUBLE -> new Plain(column, slot, json);
      case INT32, INT64 -> integers(logical, column, slot, json);
      case INT96 -> new OldTimestamps(column, slot, json);
      case BINARY -> new Texts(column, slot, json);
      case FIXED_LEN_BYTE_ARRAY -> {
        if (logical instanceof UUIDLogicalTypeAnnotation) {
          yield new Uuids(column, slot, json);
        }
        if (logical instanceof Float16LogicalTypeAnnotation) {
          yield new Halves(column, slot, json);
        }
        yield logical instanceof IntervalLogicalTypeAnnotation
            ? new Intervals(column, slot, json)
            : new Texts(column, slot, json);
      }
    };
  }

  /** Whether values of this type are written as they are, as text. */
  static boolean isText(PrimitiveType type) {
    return !(type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation);
  }

  private static Values integers(
      @Nullable LogicalTypeAnnotation logical, String column, Slot slot, JsonText json) {
    if (logical instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()) {
      return new Unsigned(column, slot, json);
    }
    if (logical instanceof DateLogicalTypeAnnotation) {
      return new Dates(column, slot, json);
    }
    if (logical instanceof TimeLogicalTypeAnnotation time) {
      return new TimesOfDay(time, column, slot, json);
    }
    return logical instanceof TimestampLogicalTypeAnnotation timestamp
        ? new Timestamps(timestamp, column, slot, json)
        : new Plain(column, slot, json);
  }

  /** Values that Java has a type for. */
  private static final class Plain extends Values {
    Plain(String column, Slot slot, JsonText json) {
      super(column, slot, json);
    }

    @Override
    public void addBoolean(boolean value) {
      slot.begin();
      json.raw(value ? "true" : "false");
    }

    @Override
    public void addInt(int value) {
      slot.begin();
      json.raw(Integer.toString(value));
    }

    @Override
    public void addLong(long value) {
      slot.begin();
      json.raw(Long.toString(value));
    }

    @Override
    public void addFloat(float value) {
      slot.begin();
      json.number(value);
    }

    @Override
    public void addDouble(double value) {
      slot.begin();
      json.number(value);
    }
  }

  private static final class Unsigned extends Values {
    Unsigned(String column, Slot slot, JsonText json) {
      super(column, slot, json);
    }

    @Override
    public void addInt(int value) {
      slot.begin();
      json.raw(Integer.toUnsignedString(value));
    }

    @Override
    public void addLong(long value) {
      slot.begin();
      json.raw(Long.toUnsignedString(value));
    }
  }

  private static final class Texts extends Values {
    Texts(String column, Slot slot, JsonText json) {
      super(column, slot, json);
    }

    @Override
    public void addBinary(Binary value) {
      slot.begin();
      json.string(value.toByteBuffer(), column);
    }
  }

  private static final class Decimals extends Values {
    private final int scale;

    Decimals(int scale, String column, Slot slot, JsonText json) {
      super(column, slot, json);
      this.scale = scale;
    }

    @Override
    public void addInt(int value) {
      addLong(value);
    }

    @Override
    public void addLong(long value) {
      slot.begin();
      json.raw(ParquetNumbers.decimal(value, scale));
    }

    @Override
    public void addBinary(Binary value) {
      slot.begin();
      if (value.length() == 0 || value.length() > LONGEST_DECIMAL) {
        json.fault("the column " + column + " holds a decimal of " + value.length() + " bytes");
      } else {
        json.raw(ParquetNumbers.decimal(new BigInteger(value.getBytes()), scale));
      }
    }
  }

  private static final class Dates extends Values {
    Dates(String column, Slot slot, JsonText json) {
      super(column, slot, json);
    }

    @Override
    public void addInt(int value) {
      slot.begin();
      json.string(ParquetTimes.date(value));
    }
  }

  private static final class TimesOfDay extends Values {
    private final LogicalTypeAnnotation.TimeUnit unit;

    TimesOfDay(TimeLogicalTypeAnnotation type, String column, Slot slot, JsonText json) {
      super(column, slot, json);
      this.unit = type.getUnit();
    }

    @Override
    public void addInt(int value) {
      addLong(value);
    }

    @Override
    public void addLong(long value) {
      slot.begin();
      json.string(ParquetTimes.time(value, unit));
    }
  }

  private static final class Timestamps extends Values {
    private final LogicalTypeAnnotation.TimeUnit unit;
    private final boolean utc;

    Timestamps(TimestampLogicalTypeAnnotation type, String column, Slot slot, JsonText json) {
      super(column, slot, json);
      this.unit = type.getUnit();
      this.utc = type.isAdjustedToUTC();
    }

    @Override
    public void addLong(long value) {
      slot.begin();
      json.string(ParquetTimes.timestamp(value, unit, utc));
    }
  }

  private static final class OldTimestamps extends Values {
    OldTimestamps(String column, Slot slot, JsonText json) {
      super(column, slot, json);
    }

    @Override
    public void addBinary(Binary value) {
      slot.begin();
      ByteBuffer bytes = value.toByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
      long nanoOfDay = bytes.getLong();
      json.string(ParquetTimes.timestamp(bytes.getInt(), nanoOfDay));
    }
  }

  private static final class Uuids extends Values {
    Uuids(String column, Slot slot, JsonText json) {
      super(column, slot, json);
    }

    @Override
    public void addBinary(Binary value) {
      slot.begin();
      ByteBuffer bytes = value.toByteBuffer().slice();
      json.string(new UUID(bytes.getLong(), bytes.getLong()).toString());
    }
  }

  private static final class Halves extends Values {
    Halves(String column, Slot slot, JsonText json) {
      super(column, slot, json);
    }

    @Override
    public void addBinary(Binary value) {
      slot.begin();
      byte[] bytes = value.getBytes();
      json.number(ParquetNumbers.half(bytes[0], bytes[1]));
    }
  }

  /** Months, days and milliseconds: a duration in ISO 8601. */
  private static final class Intervals extends Values {
    Intervals(String column, Slot slot, JsonText json) {
      super(column, slot, json);
    }

    @Override
    public void addBinary(Binary value) {
      slot.begin();
      ByteBuffer bytes = value.toByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
      json.string(
          "P"
              + Integer.toUnsignedString(bytes.getInt())
              + "M"
              + Integer.toUnsignedString(bytes.getInt())
              + "DT"
              + ParquetNumbers.decimal(Integer.toUnsignedLong(bytes.getInt()), 3)
              + "S");
    }
  }
}
