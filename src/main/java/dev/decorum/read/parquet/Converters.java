package dev.decorum.read.parquet;

import java.util.List;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * What becomes of the values of a row, in the order in which the library hands them over: that of
 * the schema, without those that are null.
 */
final class Converters {
  private static final byte[] EMPTY_LIST = {'[', ']'};

  private final JsonText json;

  private Converters(JsonText json) {
    this.json = json;
  }

  /** Writes rows of these columns as JSON objects. */
  static GroupConverter of(MessageType columns, JsonText json) {
    return new Converters(json).new Struct(columns, "", () -> {});
  }

  private Converter value(Type type, String path, Slot slot) {
    if (type.isPrimitive()) {
      return Values.of(type.asPrimitiveType(), path, slot, json);
    }
    GroupType group = type.asGroupType();
    if (group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation
        && group.getFieldCount() == 1
        && group.getType(0).isRepetition(Type.Repetition.REPEATED)) {
      return list(group, path, slot);
    }
    if ((group.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation
            || group.getLogicalTypeAnnotation() instanceof MapKeyValueTypeAnnotation)
        && isMap(group)) {
      return map(group, path, slot);
    }
    return new Struct(group, path, slot);
  }

  private static boolean isMap(GroupType group) {
    return group.getFieldCount() == 1
        && group.getType(0).isRepetition(Type.Repetition.REPEATED)
        && !group.getType(0).isPrimitive()
        && group.getType(0).asGroupType().getFieldCount() <= 2;
  }

  /** The rules for lists of all times are in Parquet's LogicalTypes.md. */
  private Converter list(GroupType list, String path, Slot slot) {
    Type repeated = list.getType(0);
    boolean elementsThemselves =
        repeated.isPrimitive()
            || repeated.asGroupType().getFieldCount() > 1
            || repeated.asGroupType().getType(0).isRepetition(Type.Repetition.REPEATED)
            || repeated.getName().equals("array")
            || repeated.getName().equals(list.getName() + "_tuple");
    if (elementsThemselves) {
      return new Elements(slot, element -> value(repeated, path, element));
    }
    Type element = repeated.asGroupType().getType(0);
    return new Elements(slot, place -> new Wrapped(element, path, place));
  }

  private Converter map(GroupType map, String path, Slot slot) {
    GroupType entry = map.getType(0).asGroupType();
    if (isText(entry.getType(0))) {
      return new TextMap(entry, path, slot);
    }
    return new Elements(slot, place -> new Struct(entry, path, place));
  }

  private static boolean isText(Type key) {
    return key.isPrimitive()
        && key.asPrimitiveType().getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.BINARY
        && Values.isText(key.asPrimitiveType());
  }

  private static String nested(String path, Type field) {
    return path.isEmpty() ? field.getName() : path + "." + field.getName();
  }

  /** An object: a row, a struct, or an entry of a map whose keys are not text. */
  private final class Struct extends GroupConverter {
    private final Slot slot;
    private final byte[][] names;
    private final boolean[] repeated;
    private final Converter[] fields;

    /** The first field that has not been written. */
    private int next;

    /** Whether the field before that is a list that is still open. */
    private boolean open;

    Struct(GroupType type, String path, Slot slot) {
      this.slot = slot;
      List<Type> types = type.getFields();
      this.names = new byte[types.size()][];
      this.repeated = new boolean[types.size()];
      this.fields = new Converter[types.size()];
      for (int i = 0; i < fields.length; i++) {
        Type field = types.get(i);
        int index = i;
        names[i] = JsonText.quoted(field.getName());
        repeated[i] = field.isRepetition(Type.Repetition.REPEATED);
        fields[i] = value(field, nested(path, field), () -> begin(index));
      }
    }

    @Override
    public Converter getConverter(int field) {
      return fields[field];
    }

    @Override
    public void start() {
      slot.begin();
      json.raw('{');
      next = 0;
      open = false;
    }

    private void begin(int field) {
      if (field == next - 1) {
        json.raw(',');
        return;
      }
      nullsUpTo(field);
      name(field);
      next = field + 1;
      if (repeated[field]) {
        json.raw('[');
        open = true;
      }
    }

    private void nullsUpTo(int end) {
      if (open) {
        json.raw(']');
        open = false;
      }
      for (; next < end; next++) {
        name(next);
        if (repeated[next]) {
          json.raw(EMPTY_LIST);
        } else {
          json.nothing();
        }
      }
    }

    private void name(int field) {
      if (field > 0) {
        json.raw(',');
      }
      json.raw(names[field]);
      json.raw(':');
    }

    @Override
    public void end() {
      nullsUpTo(fields.length);
      json.raw('}');
    }
  }

  /** Makes what writes an element, given the place where it goes. */
  private interface ElementMaker {
    Converter make(Slot slot);
  }

  /** A list. */
  private final class Elements extends GroupConverter {
    private final Slot slot;
    private final Converter element;
    private boolean first;

    Elements(Slot slot, ElementMaker maker) {
      this.slot = slot;
      this.element = maker.make(this::separate);
    }

    private void separate() {
      if (!first) {
        json.raw(',');
      }
      first = false;
    }

    @Override
    public Converter getConverter(int field) {
      return element;
    }

    @Override
    public void start() {
      slot.begin();
      json.raw('[');
      first = true;
    }

    @Override
    public void end() {
      json.raw(']');
    }
  }

  /** An element in a group of its own, without which it could not be null. */
  private final class Wrapped extends GroupConverter {
    private final Slot slot;
    private final Converter element;
    private boolean written;

    Wrapped(Type type, String path, Slot slot) {
      this.slot = slot;
      this.element = value(type, path, () -> written = true);
    }

    @Override
    public Converter getConverter(int field) {
      return element;
    }

    @Override
    public void start() {
      slot.begin();
      written = false;
    }

    @Override
    public void end() {
      if (!written) {
        json.nothing();
      }
    }
  }

  /** A map whose keys are text: an object. */
  private final class TextMap extends GroupConverter {
    private final String path;
    private final Slot slot;
    private final Entry entry;
    private boolean first;

    TextMap(GroupType type, String path, Slot slot) {
      this.path = path;
      this.slot = slot;
      this.entry = new Entry(type);
    }

    @Override
    public Converter getConverter(int field) {
      return entry;
    }

    @Override
    public void start() {
      slot.begin();
      json.raw('{');
      first = true;
    }

    @Override
    public void end() {
      json.raw('}');
    }

    private final class Entry extends GroupConverter {
      private final Converter[] fields;
      private boolean hasKey;
      private boolean hasValue;

      Entry(GroupType type) {
        this.fields = new Converter[type.getFieldCount()];
        fields[0] = value(type.getType(0), nested(path, type.getType(0)), () -> hasKey = true);
        if (fields.length > 1) {
          fields[1] = value(type.getType(1), nested(path, type.getType(1)), this::beginValue);
        }
      }

      private void beginValue() {
        json.raw(':');
        hasValue = true;
      }

      @Override
      public Converter getConverter(int field) {
        return fields[field];
      }

      @Override
      public void start() {
        if (!first) {
          json.raw(',');
        }
        first = false;
        hasKey = false;
        hasValue = false;
      }

      @Override
      public void end() {
        if (!hasKey) {
          json.fault("the column " + path + " holds a map with a key that is null");
        }
        if (!hasValue) {
          json.raw(':');
          json.nothing();
        }
      }
    }
  }
}
