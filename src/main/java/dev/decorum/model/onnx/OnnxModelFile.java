package dev.decorum.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.decorum.disk.FailureReason;
import dev.decorum.failure.LibraryReason;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.files.FailedDownload;
import dev.decorum.model.files.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The outline of an exported ONNX file: its inputs, its outputs, and the files that it refers to.
 * The file is read field by field, skipping the weights in it.
 *
 * @param file its path
 * @param inputs the inputs to bind, without initializers
 * @param outputs the outputs
 * @param externalData the parts of other files that it refers to
 * @param isQuantized whether it computes with integers
 */
record OnnxModelFile(
    Path file,
    List<Value> inputs,
    List<Value> outputs,
    List<ExternalData> externalData,
    boolean isQuantized) {

  /** Operators on weights of 8 bits or fewer. */
  private static final Pattern OF_INTEGERS =
      Pattern.compile(
          "MatMulInteger.*|QLinear.*|QGemm|QAttention|ConvInteger|Dynamic(Quantize)?.*|QuantizeLinear"
              + "|DequantizeLinear|MatMulNBits|GatherBlockQuantized|MatMulBnb4");

  /** The limit of protocol buffers, 2 GiB. */
  private static final long LARGEST_FILE = Integer.MAX_VALUE;

  private static final List<String> KNOWN_INPUTS =
      List.of(OnnxGraph.INPUT_IDS, OnnxGraph.ATTENTION_MASK, OnnxGraph.POSITION_IDS);

  private static final int DEEPEST = 32;

  /**
   * Large constants belong in initializers; other messages are read into memory one node at a time.
   */
  private static final int LARGEST_MESSAGE = 64 << 20;

  /**
   * Loops, which a classifier does not need, and which ONNX Runtime may run even while loading a
   * graph.
   */
  private static final Set<String> ENDLESS = Set.of("Loop", "Scan", "SequenceMap");

  /** Operators that turn logits into probabilities, which Decorum does itself. */
  private static final Set<String> NO_LOGITS = Set.of("Softmax", "Sigmoid");

  /**
   * An input or output.
   *
   * @param name its name
   * @param type its element type, a number of {@code TensorProto.DataType}; 0 if it is not a tensor
   * @param dimensions its dimensions, -1 for variable ones
   */
  record Value(String name, int type, List<Long> dimensions) {
    Value {
      dimensions = List.copyOf(dimensions);
    }
  }

  /**
   * Elements in another file.
   *
   * @param location the file, relative to the model's folder
   * @param offset the offset of the first byte
   * @param length the length in bytes, or -1 for the rest of the file
   */
  record ExternalData(String location, long offset, long length) {}

  OnnxModelFile {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    externalData = List.copyOf(externalData);
  }

  /**
   * Reads the outline of a file.
   *
   * @throws ModelException if it cannot be read or is not an ONNX model
   */
  static OnnxModelFile read(Path file) {
    try (InputStream head = Files.newInputStream(file)) {
      FailedDownload.refuse(file, head.readNBytes(FailedDownload.HEAD));
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + FailureReason.of(e), e);
    }
    try (InputStream in = Files.newInputStream(file)) {
      if (Files.size(file) > LARGEST_FILE) {
        throw new ModelException(file + ": larger than 2 GiB, which no ONNX file can be");
      }
      CodedInputStream coded = CodedInputStream.newInstance(in, 1 << 16);
      coded.setRecursionLimit(DEEPEST);
      coded.setSizeLimit(Integer.MAX_VALUE);
      return new Outline(file).model(coded);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelException(file + ": not an ONNX model: " + LibraryReason.of(e), e);
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + FailureReason.of(e), e);
    }
  }

  /** Collects the outline during reading. */
  private static final class Outline {
    private final Path file;
    private final List<Value> inputs = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private final List<ExternalData> externalData = new ArrayList<>();
    private final Set<String> initializers = new HashSet<>();
    private boolean quantized;

    Outline(Path file) {
      this.file = file;
    }

    OnnxModelFile model(CodedInputStream in) throws IOException {
      boolean graph = false;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == tag(ModelProto.GRAPH_FIELD_NUMBER)) {
          graph = true;
          int limit = in.pushLimit(in.readRawVarint32());
          graph(in);
          in.checkLastTagWas(0);
          in.popLimit(limit);
        } else if (tag == tag(ModelProto.FUNCTIONS_FIELD_NUMBER)
            || tag == tag(ModelProto.TRAINING_INFO_FIELD_NUMBER)) {
          throw new ModelException(
              file + ": holds functions or training graphs; export a plain one");
        } else {
          skip(in, tag);
        }
      }
      if (!graph) {
        throw new ModelException(file + ": not an ONNX model: it holds no graph");
      }
      inputs.removeIf(input -> initializers.contains(input.name()));
      return new OnnxModelFile(file, inputs, outputs, externalData, quantized);
    }

    private void graph(CodedInputStream in) throws IOException {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == tag(GraphProto.INPUT_FIELD_NUMBER)) {
          inputs.add(value(in));
        } else if (tag == tag(GraphProto.OUTPUT_FIELD_NUMBER)) {
          outputs.add(value(in));
        } else if (tag == tag(GraphProto.INITIALIZER_FIELD_NUMBER)) {
          initializer(in);
        } else if (tag == tag(GraphProto.NODE_FIELD_NUMBER)) {
          node(NodeProto.parseFrom(message(in)));
        } else if (tag == tag(GraphProto.SPARSE_INITIALIZER_FIELD_NUMBER)) {
          throw sparse();
        } else {
          skip(in, tag);
        }
      }
    }

    private Value value(CodedInputStream in) throws IOException {
      ValueInfoProto value = ValueInfoProto.parseFrom(message(in));
      TypeProto.Tensor tensor = value.getType().getTensorType();
      List<Long> dimensions = new ArrayList<>();
      tensor
          .getShape()
          .getDimList()
          .forEach(
              dimension -> dimensions.add(dimension.hasDimValue() ? dimension.getDimValue() : -1));
      return new Value(value.getName(), tensor.getElemType(), dimensions);
    }

    private void initializer(CodedInputStream in) throws IOException {
      int limit = in.pushLimit(in.readRawVarint32());
      TensorProto.Builder tensor = TensorProto.newBuilder();
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == tag(TensorProto.NAME_FIELD_NUMBER)) {
          tensor.setName(in.readStringRequireUtf8());
        } else if (tag == tag(TensorProto.EXTERNAL_DATA_FIELD_NUMBER)) {
          tensor.addExternalData(StringStringEntryProto.parseFrom(message(in)));
        } else {
          skip(in, tag);
        }
      }
      in.checkLastTagWas(0);
      in.popLimit(limit);
      initializers.add(tensor.getName());
      external(tensor.build());
    }

    private void node(NodeProto node) {
      if (NO_LOGITS.contains(node.getOpType()) && node.getOutputList().contains(OnnxGraph.LOGITS)) {
        throw new ModelException(
            file
                + ": its output logits comes from a "
                + node.getOpType()
                + ", so it holds probabilities; export the classifier without it");
      }
      quantized |= OF_INTEGERS.matcher(node.getOpType()).matches();
      if (ENDLESS.contains(node.getOpType())) {
        throw new ModelException(
            file + ": has the operator " + node.getOpType() + ", which may never end");
      }
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasSparseTensor() || attribute.getSparseTensorsCount() > 0) {
          throw sparse();
        }
        external(attribute.getT());
        attribute.getTensorsList().forEach(this::external);
        nested(attribute.getG());
        attribute.getGraphsList().forEach(this::nested);
      }
    }

    private void nested(GraphProto graph) {
      if (graph.getSparseInitializerCount() > 0) {
        throw sparse();
      }
      graph.getInitializerList().forEach(this::external);
      graph.getNodeList().forEach(this::node);
    }

    private ModelException sparse() {
      return new ModelException(file + ": sparse weights cannot be used");
    }

    private void external(TensorProto tensor) {
      if (tensor.getExternalDataCount() == 0) {
        return;
      }
      String location = "";
      long offset = 0;
      long length = -1;
      for (StringStringEntryProto entry : tensor.getExternalDataList()) {
        switch (entry.getKey()) {
          case "location" -> location = entry.getValue();
          case "offset" -> offset = count(tensor, entry.getValue());
          case "length" -> length = count(tensor, entry.getValue());
          default -> {} // such as a checksum
        }
      }
      externalData.add(new ExternalData(location, offset, length));
    }

    private long count(TensorProto tensor, String text) {
      if (!text.matches("[0-9]{1,15}")) {
        throw new ModelException(
            file + ": initializer " + tensor.getName() + ": external data at \"" + text + "\"");
      }
      return Long.parseLong(text);
    }

    private byte[] message(CodedInputStream in) throws IOException {
      int size = in.readRawVarint32();
      if (size < 0 || size > LARGEST_MESSAGE) {
        throw new ModelException(file + ": not an ONNX model: a message of " + size + " bytes");
      }
      return in.readRawBytes(size);
    }

    private void skip(CodedInputStream in, int tag) throws IOException {
      if (!in.skipField(tag)) {
        throw new ModelException(file + ": not an ONNX model: a group ends that never began");
      }
    }

    /** The tag of an embedded message or a string. */
    private static int tag(int field) {
      return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }
  }

  /**
   * Checks that the graph is a classifier as Optimum exports it.
   *
   * @param labels the number of outputs in the configuration
   * @throws ModelException if an input or output is missing, unknown, or of another type or size
   */
  void checkClassifier(int labels) {
    List<String> names = inputs.stream().map(Value::name).toList();
    for (String needed : List.of(OnnxGraph.INPUT_IDS, OnnxGraph.ATTENTION_MASK)) {
      if (!names.contains(needed)) {
        throw new ModelException(
            file + ": has no input " + needed + "; its inputs are " + String.join(", ", names));
      }
    }
    for (Value input : inputs) {
      if (!KNOWN_INPUTS.contains(input.name())) {
        throw new ModelException(
            file
                + ": the input "
                + input.name()
                + " is not one that a classifier has ("
                + String.join(", ", KNOWN_INPUTS)
                + "); export it with the task text-classification");
      }
      if (input.type() != TensorProto.DataType.INT64.getNumber()
          || input.dimensions().size() != 2) {
        throw new ModelException(
            file + ": the input " + input.name() + " must be int64 [batch, sequence]");
      }
      requireDynamic(input);
    }
    Value logits =
        outputs.stream()
            .filter(output -> output.name().equals(OnnxGraph.LOGITS))
            .findFirst()
            .orElseThrow(() -> new ModelException(file + ": has no output logits"));
    if (logits.type() != TensorProto.DataType.FLOAT.getNumber()) {
      throw new ModelException(
          file + ": the output logits must be float32; export without half precision");
    }
    if (logits.dimensions().size() != 2
        || (logits.dimensions().get(1) != labels && logits.dimensions().get(1) != -1)) {
      throw new ModelException(
          file
              + ": the output logits must be [batch, "
              + labels
              + "], as config.json has it, but is "
              + logits.dimensions());
    }
  }

  private void requireDynamic(Value input) {
    List<String> fixed = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      if (input.dimensions().get(i) >= 0) {
        fixed.add((i == 0 ? "batch" : "length") + " " + input.dimensions().get(i));
      }
    }
    if (!fixed.isEmpty()) {
      throw new ModelException(
          file
              + ": the input "
              + input.name()
              + " is fixed in shape ("
              + String.join(", ", fixed)
              + "), and texts have many lengths; export it with dynamic axes");
    }
  }

  /**
   * Checks that external data is inside the bundle's folder and long enough.
   *
   * @param name the name of this file, relative to that folder
   */
  void checkExternalData(ModelBundle bundle, String name) {
    String folder = name.substring(0, name.lastIndexOf('/') + 1);
    for (ExternalData data : new LinkedHashSet<>(externalData)) {
      if (data.location().isEmpty() || data.location().startsWith("/")) {
        throw new ModelException(
            file + ": external data at \"" + data.location() + "\" is outside the model folder");
      }
      // ONNX Runtime uses such names for addresses in its own memory.
      if (data.location().contains("*")) {
        throw new ModelException(
            file + ": external data at \"" + data.location() + "\", which is not a file name");
      }
      Path other = bundle.use(folder + data.location());
      try {
        long end = data.offset() + Math.max(0, data.length());
        if (end > Files.size(other)) {
          throw new ModelException(other + ": truncated: the graph expects data up to byte " + end);
        }
      } catch (IOException e) {
        throw new ModelException(other + ": cannot be read: " + FailureReason.of(e), e);
      }
    }
  }
}
