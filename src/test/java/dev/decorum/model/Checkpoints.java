package dev.decorum.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The small checkpoints of the tests, and copies of them to spoil. */
public final class Checkpoints {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Checkpoints() {}

  /** The folder of a checkpoint; not to be written to. */
  public static Path folder(String name) {
    return Path.of("src/test/resources/checkpoints").resolve(name);
  }

  /** Copies a checkpoint; the target may be in another file system. */
  public static Path copy(String name, Path target) throws IOException {
    Files.createDirectories(target);
    List<Path> files;
    try (Stream<Path> list = Files.list(folder(name))) {
      files = list.toList();
    }
    for (Path file : files) {
      Files.copy(file, target.resolve(file.getFileName().toString()));
    }
    return target;
  }

  /** Changes a file that holds a JSON object. */
  public static void edit(Path file, Consumer<ObjectNode> change) throws IOException {
    ObjectNode json = (ObjectNode) MAPPER.readTree(Files.readAllBytes(file));
    change.accept(json);
    Files.write(file, MAPPER.writeValueAsBytes(json));
  }

  /** Changes the header of a safetensors file and leaves its data. */
  public static void editHeader(Path file, Consumer<ObjectNode> change) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    ObjectNode header = (ObjectNode) MAPPER.readTree(bytes, 8, length);
    change.accept(header);
    writeSafetensors(
        file,
        MAPPER.writeValueAsString(header),
        Arrays.copyOfRange(bytes, 8 + length, bytes.length));
  }

  /** Gives all elements of a tensor in float32 one value. */
  public static void fill(Path file, String tensor, float value) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) bytes.getLong(0);
    JsonNode offsets = MAPPER.readTree(bytes.array(), 8, length).get(tensor).get("data_offsets");
    for (int at = offsets.get(0).asInt(); at < offsets.get(1).asInt(); at += Float.BYTES) {
      bytes.putFloat(8 + length + at, value);
    }
    Files.write(file, bytes.array());
  }

  /** Writes a safetensors file. */
  public static void writeSafetensors(Path file, String header, byte[] data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(text.length).put(text).put(data);
    Files.write(file, buffer.array());
  }
}
