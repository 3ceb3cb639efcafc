package dev.decorum.read.parquet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** The tree of a file's columns, made from the list in which metadata holds it. */
final class FileSchema {
  private static final int DEEPEST = 50;
  private static final int MOST_ELEMENTS = 20_000;

  /** Decimals of 256 bits have 76 digits; beyond this, a zero would take kilobytes. */
  private static final int MOST_DIGITS = 1_000;

  /** A column, or a group of them. */
  private record Node(SchemaElement element, List<Node> children) {
    String name() {
      return element.getName();
    }

    boolean isRepeated() {
      return element.getRepetition_type() == FieldRepetitionType.REPEATED;
    }

    boolean is(LogicalType._Fields logical, ConvertedType converted) {
      LogicalType type = element.getLogicalType();
      return (type != null && type.isSet())
          ? type.getSetField() == logical
          : element.getConverted_type() == converted;
    }
  }

  private final List<SchemaElement> elements;
  private final String name;
  private final List<Node> columns;
  private int next;

  private FileSchema(List<SchemaElement> elements) {
    this.elements = elements;
    SchemaElement root = next();
    this.name = root.getName();
    this.columns = children(root, 1);
    if (next < elements.size()) {
      throw broken();
    }
  }

  /**
   * The schema.
   *
   * @throws DamagedFileException if it is none, or one that no table has
   */
  static FileSchema of(List<SchemaElement> elements) {
    if (elements.size() > MOST_ELEMENTS) {
      throw new DamagedFileException("it has more than " + MOST_ELEMENTS + " columns");
    }
    return new FileSchema(elements);
  }

  private static DamagedFileException broken() {
    return new DamagedFileException("its schema is broken");
  }

  private SchemaElement next() {
    if (next >= elements.size()) {
      throw broken();
    }
    SchemaElement element = elements.get(next++);
    if (element.getName() == null) {
      throw broken();
    }
    return element;
  }

  private List<Node> children(SchemaElement parent, int depth) {
    if (depth > DEEPEST) {
      throw new DamagedFileException("its columns are nested more than " + DEEPEST + " deep");
    }
    int count = parent.getNum_children();
    if (count < 0 || count > elements.size() - next) {
      throw broken();
    }
    List<Node> children = new ArrayList<>(count);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < count; i++) {
      SchemaElement element = next();
      if (element.getRepetition_type() == null) {
        throw broken();
      }
      if (!names.add(element.getName())) {
        throw new DamagedFileException(
            "the column name \"" + element.getName() + "\" occurs twice");
      }
      children.add(
          new Node(element, element.getType() == null ? children(element, depth + 1) : List.of()));
    }
    return children;
  }

  /**
   * The names of all columns, in their order; those of nested ones as paths without list levels.
   */
  List<String> leaves() {
    List<String> leaves = new ArrayList<>();
    for (Node column : columns) {
      addLeaves(column, column.name(), leaves);
    }
    return leaves;
  }

  private static void addLeaves(Node node, String path, List<String> leaves) {
    if (node.children().isEmpty()) {
      leaves.add(path);
      return;
    }
    boolean wraps =
        (node.is(LogicalType._Fields.LIST, ConvertedType.LIST)
                || node.is(LogicalType._Fields.MAP, ConvertedType.MAP)
                || node.is(LogicalType._Fields.MAP, ConvertedType.MAP_KEY_VALUE))
            && node.children().size() == 1
            && node.children().get(0).isRepeated();
    List<Node> children = node.children();
    if (wraps) {
      children = children.get(0).children();
      if (children.size() <= 1) {
        addLeaves(children.isEmpty() ? node.children().get(0) : children.get(0), path, leaves);
        return;
      }
    }
    for (Node child : children) {
      addLeaves(child, path + "." + child.name(), leaves);
    }
  }

  /** The names of the columns at the top, in their order. */
  List<String> topLevel() {
    return columns.stream().map(Node::name).toList();
  }

  /**
   * The columns that are wanted, as Parquet's own library describes them.
   *
   * @param wanted of the names of columns at the top
   * @throws DamagedFileException if one of these cannot be read
   */
  MessageType select(Predicate<String> wanted) {
    List<Type> selected = new ArrayList<>();
    for (Node column : columns) {
      if (wanted.test(column.name())) {
        selected.add(type(column));
      }
    }
    return new MessageType(name, selected);
  }

  private static Type type(Node node) {
    SchemaElement element = node.element();
    Type.Repetition repetition = Type.Repetition.valueOf(element.getRepetition_type().name());
    LogicalTypeAnnotation annotation = annotation(element);
    if (element.getType() == null) {
      if (node.children().isEmpty()) {
        throw new DamagedFileException("the column " + node.name() + " is a struct without fields");
      }
      return Types.buildGroup(repetition)
          .as(annotation)
          .addFields(node.children().stream().map(FileSchema::type).toArray(Type[]::new))
          .named(node.name());
    }
    try {
      return Types.primitive(primitive(element), repetition)
          .length(element.getType_length())
          .as(annotation)
          .named(node.name());
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new DamagedFileException("the column " + node.name() + ": " + e.getMessage());
    }
  }

  private static PrimitiveTypeName primitive(SchemaElement element) {
    return switch (element.getType()) {
      case BOOLEAN -> PrimitiveTypeName.BOOLEAN;
      case INT32 -> PrimitiveTypeName.INT32;
      case INT64 -> PrimitiveTypeName.INT64;
      case INT96 -> PrimitiveTypeName.INT96;
      case FLOAT -> PrimitiveTypeName.FLOAT;
      case DOUBLE -> PrimitiveTypeName.DOUBLE;
      case BYTE_ARRAY -> PrimitiveTypeName.BINARY;
      case FIXED_LEN_BYTE_ARRAY -> PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
    };
  }

  private static @Nullable LogicalTypeAnnotation annotation(SchemaElement element) {
    LogicalType logical = element.getLogicalType();
    if (logical != null && logical.isSet()) {
      return annotation(element, logical);
    }
    ConvertedType converted = element.getConverted_type();
    return converted == null ? null : annotation(element, converted);
  }

  private static LogicalTypeAnnotation annotation(SchemaElement element, LogicalType logical) {
    return switch (logical.getSetField()) {
      case STRING -> LogicalTypeAnnotation.stringType();
      case MAP -> LogicalTypeAnnotation.mapType();
      case LIST -> LogicalTypeAnnotation.listType();
      case ENUM -> LogicalTypeAnnotation.enumType();
      case DECIMAL ->
          decimal(element, logical.getDECIMAL().getScale(), logical.getDECIMAL().getPrecision());
      case DATE -> LogicalTypeAnnotation.dateType();
      case TIME ->
          LogicalTypeAnnotation.timeType(
              logical.getTIME().isIsAdjustedToUTC(), unit(logical.getTIME().getUnit()));
      case TIMESTAMP ->
          LogicalTypeAnnotation.timestampType(
              logical.getTIMESTAMP().isIsAdjustedToUTC(), unit(logical.getTIMESTAMP().getUnit()));
      case INTEGER ->
          integer(element, logical.getINTEGER().getBitWidth(), logical.getINTEGER().isIsSigned());
      case UNKNOWN -> LogicalTypeAnnotation.unknownType();
      case JSON -> LogicalTypeAnnotation.jsonType();
      case UUID -> LogicalTypeAnnotation.uuidType();
      case FLOAT16 -> LogicalTypeAnnotation.float16Type();
      case BSON -> throw unsupported(element, "BSON");
      case VARIANT -> throw unsupported(element, "VARIANT");
      case GEOMETRY, GEOGRAPHY -> throw unsupported(element, "geometry");
    };
  }

  private static LogicalTypeAnnotation annotation(SchemaElement element, ConvertedType converted) {
    return switch (converted) {
      case UTF8 -> LogicalTypeAnnotation.stringType();
      case MAP -> LogicalTypeAnnotation.mapType();
      case MAP_KEY_VALUE -> LogicalTypeAnnotation.MapKeyValueTypeAnnotation.getInstance();
      case LIST -> LogicalTypeAnnotation.listType();
      case ENUM -> LogicalTypeAnnotation.enumType();
      case DECIMAL -> decimal(element, element.getScale(), element.getPrecision());
      case DATE -> LogicalTypeAnnotation.dateType();
      case TIME_MILLIS ->
          LogicalTypeAnnotation.timeType(true, LogicalTypeAnnotation.TimeUnit.MILLIS);
      case TIME_MICROS ->
          LogicalTypeAnnotation.timeType(true, LogicalTypeAnnotation.TimeUnit.MICROS);
      case TIMESTAMP_MILLIS ->
          LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MILLIS);
      case TIMESTAMP_MICROS ->
          LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS);
      case UINT_8 -> integer(element, 8, false);
      case UINT_16 -> integer(element, 16, false);
      case UINT_32 -> integer(element, 32, false);
      case UINT_64 -> integer(element, 64, false);
      case INT_8 -> integer(element, 8, true);
      case INT_16 -> integer(element, 16, true);
      case INT_32 -> integer(element, 32, true);
      case INT_64 -> integer(element, 64, true);
      case JSON -> LogicalTypeAnnotation.jsonType();
      case BSON -> throw unsupported(element, "BSON");
      case INTERVAL -> LogicalTypeAnnotation.IntervalLogicalTypeAnnotation.getInstance();
    };
  }

  private static DamagedFileException unsupported(SchemaElement element, String type) {
    return new DamagedFileException(
        "the column "
            + element.getName()
            + " is of type "
            + type
            + ", which Decorum does not read; write the file without it, or with its content as text");
  }

  private static LogicalTypeAnnotation decimal(SchemaElement element, int scale, int precision) {
    if (precision < 1 || precision > MOST_DIGITS || scale < 0 || scale > precision) {
      throw new DamagedFileException(
          "the column "
              + element.getName()
              + " is a decimal of "
              + precision
              + " digits, "
              + scale
              + " of them after the point, which cannot be");
    }
    return LogicalTypeAnnotation.decimalType(scale, precision);
  }

  private static LogicalTypeAnnotation integer(SchemaElement element, int bits, boolean signed) {
    if (bits != 8 && bits != 16 && bits != 32 && bits != 64) {
      throw new DamagedFileException(
          "the column " + element.getName() + " is an integer of " + bits + " bits");
    }
    return LogicalTypeAnnotation.intType(bits, signed);
  }

  private static LogicalTypeAnnotation.TimeUnit unit(@Nullable TimeUnit unit) {
    if (unit == null || !unit.isSet()) {
      throw broken();
    }
    return switch (unit.getSetField()) {
      case MILLIS -> LogicalTypeAnnotation.TimeUnit.MILLIS;
      case MICROS -> LogicalTypeAnnotation.TimeUnit.MICROS;
      case NANOS -> LogicalTypeAnnotation.TimeUnit.NANOS;
    };
  }
}
