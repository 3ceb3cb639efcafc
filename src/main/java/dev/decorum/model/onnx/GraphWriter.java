package dev.decorum.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.tensors.ElementType;
import dev.decorum.model.tensors.TensorEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes an ONNX graph value by value. Values are identified by name; every method that makes a
 * value returns its name, which may be an input of the next.
 */
final class GraphWriter {
  /** ONNX Runtime's own operators. */
  static final String MICROSOFT = "com.microsoft";

  /** An input that is left out. */
  static final String NONE = "";

  private static final int IR_VERSION = 10;
  private static final int OPSET = 20;

  private final GraphProto.Builder graph;
  private final Path externalDataFolder;
  private final boolean inline;
  private final Map<Path, byte[]> wholeFiles = new HashMap<>();
  private final Map<String, String> floats = new HashMap<>();
  private final Set<String> initializers = new HashSet<>();
  private final List<EmbeddingLookup> lookedUp = new ArrayList<>();

  /**
   * @param name the name of the graph
   * @param root the real folder of the weights; outside of the default file system, as in a jar,
   *     weights cannot be mapped and are copied into the graph
   */
  GraphWriter(String name, Path root) {
    graph = GraphProto.newBuilder().setName(name);
    externalDataFolder = root;
    inline = !root.getFileSystem().equals(FileSystems.getDefault());
  }

  /** A writer of a graph without files. */
  static GraphWriter withoutWeights(String name) {
    return new GraphWriter(name, Path.of(""));
  }

  /** Declares an int64 input; dimensions are numbers, or names if they vary. */
  String input(String name, Object... dimensions) {
    graph.addInput(value(name, TensorProto.DataType.INT64, dimensions));
    return name;
  }

  /** Declares a float32 input. */
  String floatInput(String name, Object... dimensions) {
    graph.addInput(value(name, TensorProto.DataType.FLOAT, dimensions));
    return name;
  }

  /** Declares a float32 output. */
  void output(String name, Object... dimensions) {
    graph.addOutput(value(name, TensorProto.DataType.FLOAT, dimensions));
  }

  private static ValueInfoProto value(
      String name, TensorProto.DataType type, Object... dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object dimension : dimensions) {
      TensorShapeProto.Dimension.Builder builder = shape.addDimBuilder();
      if (dimension instanceof Number number) {
        builder.setDimValue(number.longValue());
      } else {
        builder.setDimParam(dimension.toString());
      }
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** Adds an operator of the ONNX standard with one output. */
  String node(String operator, String output, List<String> inputs, AttributeProto... attributes) {
    return node("", operator, List.of(output), inputs, attributes);
  }

  /** Adds an operator of ONNX Runtime with one output. */
  String microsoftNode(
      String operator, String output, List<String> inputs, AttributeProto... attributes) {
    return node(MICROSOFT, operator, List.of(output), inputs, attributes);
  }

  /** Adds any operator; returns the name of its first output. */
  String node(
      String domain,
      String operator,
      List<String> outputs,
      List<String> inputs,
      AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(outputs.get(0))
            .setDomain(domain)
            .setOpType(operator)
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(List.of(attributes)));
    return outputs.get(0);
  }

  /** A vector of int64; equal ones are written once. */
  String vector(long... values) {
    StringBuilder name = new StringBuilder("int64");
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(values.length);
    for (long value : values) {
      name.append('_').append(value);
      tensor.addInt64Data(value);
    }
    return initializer(tensor.setName(name.toString()).build());
  }

  /** A scalar of int64. */
  String scalar(long value) {
    return initializer(
        TensorProto.newBuilder()
            .setName("int64_scalar_" + value)
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addInt64Data(value)
            .build());
  }

  /** A scalar of float32. */
  String scalar(float value) {
    return initializer(
        TensorProto.newBuilder()
            .setName("float_scalar_" + value)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addFloatData(value)
            .build());
  }

  /** A scalar of uint8, from 0 to 255. */
  String unsignedByte(int value) {
    return initializer(
        TensorProto.newBuilder()
            .setName("uint8_scalar_" + value)
            .setDataType(TensorProto.DataType.UINT8.getNumber())
            .addInt32Data(value)
            .build());
  }

  /** A matrix of int8 in the graph, written once under its name. */
  String bytes(String name, int rows, int columns, ByteBuffer values) {
    return initializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT8.getNumber())
            .addDims(rows)
            .addDims(columns)
            .setRawData(ByteString.copyFrom(values))
            .build());
  }

  /** A vector of float32 in the graph, written once under its name. */
  String floats(String name, float... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addDims(values.length);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return initializer(tensor.build());
  }

  /** Converts integers from 0 to 255 to uint8. */
  String toUnsignedByte(String value, String output) {
    return node(
        "Cast", output, List.of(value), integer("to", TensorProto.DataType.UINT8.getNumber()));
  }

  /** A matrix of float32 in the graph, written once under its name. */
  String matrix(String name, int rows, int columns, ByteBuffer littleEndian) {
    return initializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addDims(rows)
            .addDims(columns)
            .setRawData(ByteString.copyFrom(littleEndian))
            .build());
  }

  private String initializer(TensorProto tensor) {
    if (initializers.add(tensor.getName())) {
      graph.addInitializer(tensor);
    }
    return tensor.getName();
  }

  /** A tensor of the checkpoint as float32, left where it is on disk. */
  String weight(TensorEntry tensor) {
    String name = storedWeight(tensor);
    return tensor.type() == ElementType.F32
        ? name
        : floats.computeIfAbsent(name, stored -> toFloat(stored, stored + ".float32"));
  }

  /**
   * A tensor of the checkpoint as float16, left where it is on disk. ONNX Runtime folds the Cast
   * once at load, so neither this graph nor the session holds the weights twice.
   */
  String halfWeight(TensorEntry tensor) {
    String name = storedWeight(tensor);
    return tensor.type() == ElementType.F16 ? name : toHalf(name, name + ".float16");
  }

  /** A tensor of the checkpoint in its own type. */
  String storedWeight(TensorEntry tensor) {
    TensorProto.Builder proto =
        TensorProto.newBuilder()
            .setName(tensor.name())
            .setDataType(dataType(tensor.type()).getNumber())
            .addAllDims(tensor.shape());
    if (inline && tensor.isContiguous()) {
      proto.setRawData(copyOf(tensor));
    } else if (!isLeftOnDisk(tensor)) {
      proto.setRawData(ByteString.copyFrom(tensor.read()));
    } else {
      String location = externalDataFolder.relativize(tensor.file()).toString().replace('\\', '/');
      proto
          .setDataLocation(TensorProto.DataLocation.EXTERNAL)
          .addExternalData(entry("location", location))
          .addExternalData(entry("offset", Long.toString(tensor.offset())))
          .addExternalData(entry("length", Long.toString(tensor.length())));
    }
    return initializer(proto.build());
  }

  /**
   * Whether the graph only refers to the tensor on disk. After a header of odd length, elements are
   * not aligned, as mapped files require; and vectors, which the runtime reads as long as it runs,
   * are safer in memory.
   */
  private boolean isLeftOnDisk(TensorEntry tensor) {
    return !inline
        && tensor.isContiguous()
        && tensor.offset() % tensor.type().bytes() == 0
        && tensor.shape().size() > 1;
  }

  /**
   * A copy of the tensor. In a compressed file, a tensor in the middle cannot be found cheaply, so
   * the file is read once and in full.
   */
  private ByteString copyOf(TensorEntry tensor) {
    byte[] file = wholeFiles.get(tensor.file());
    if (file == null) {
      try {
        file = Files.readAllBytes(tensor.file());
      } catch (IOException e) {
        throw new ModelException(tensor.file() + ": cannot be read: " + e, e);
      }
      wholeFiles.put(tensor.file(), file);
    }
    if (tensor.offset() + tensor.length() > file.length) {
      throw new ModelException(tensor.file() + ": ends inside of " + tensor.name());
    }
    return ByteString.copyFrom(file, (int) tensor.offset(), (int) tensor.length());
  }

  /**
   * The looked-up rows of a stored table in float32; other rows are not converted.
   *
   * @param indices an input of the graph
   */
  String rows(TensorEntry table, String indices, String output) {
    if (isLeftOnDisk(table)) {
      lookedUp.add(new EmbeddingLookup(table, indices));
    }
    String rows = node("Gather", output, List.of(storedWeight(table), indices));
    return table.type() == ElementType.F32 ? rows : toFloat(rows, output + ".float32");
  }

  /** Converts to float32: exactly from half precision, to the nearest from double precision. */
  String toFloat(String value, String output) {
    return node(
        "Cast", output, List.of(value), integer("to", TensorProto.DataType.FLOAT.getNumber()));
  }

  /** Converts to float16, rounded to the nearest; infinite beyond 65504. */
  String toHalf(String value, String output) {
    return node(
        "Cast", output, List.of(value), integer("to", TensorProto.DataType.FLOAT16.getNumber()));
  }

  /** Rounds float32 to the nearest bfloat16. */
  String toBrainAndBack(String value, String output) {
    String rounded =
        node(
            "Cast",
            output + ".bfloat16",
            List.of(value),
            integer("to", TensorProto.DataType.BFLOAT16.getNumber()));
    return toFloat(rounded, output);
  }

  private static TensorProto.DataType dataType(ElementType type) {
    return switch (type) {
      case F32 -> TensorProto.DataType.FLOAT;
      case F16 -> TensorProto.DataType.FLOAT16;
      case BF16 -> TensorProto.DataType.BFLOAT16;
      case F64 -> TensorProto.DataType.DOUBLE;
      case I8 -> TensorProto.DataType.INT8;
      case BOOL, U8, F8_E5M2, F8_E4M3, I16, U16, I32, U32, I64, U64 ->
          throw new IllegalArgumentException(type + " is not a type of weight");
    };
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto integers(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  static AttributeProto number(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  /** The folder of the external data, or null if the weights are in the graph. */
  @Nullable Path externalDataFolder() {
    return inline ? null : externalDataFolder;
  }

  /** Tensors left on disk in which the runtime looks up rows as long as it runs. */
  List<EmbeddingLookup> lookedUp() {
    return List.copyOf(lookedUp);
  }

  /** The finished model, serialized. */
  byte[] toByteArray() {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("decorum")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1))
        .setGraph(graph)
        .build()
        .toByteArray();
  }
}
