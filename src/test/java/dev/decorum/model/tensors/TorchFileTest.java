package dev.decorum.model.tensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.model.files.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFileTest {
  private static final Path FIXTURES = Path.of("src/test/resources/torch");

  @TempDir Path folder;

  static Stream<String> described() throws IOException {
    try (Stream<Path> files = Files.list(FIXTURES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.replace(".json", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Map<String, TensorEntry> tensors(Path file) {
    Map<String, TensorEntry> tensors = new LinkedHashMap<>();
    TorchFile.open(file).tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
    return tensors;
  }

  private static TensorEntry tensor(Path file, String name) {
    TensorEntry tensor = tensors(file).get(name);
    assertNotNull(tensor, name);
    return tensor;
  }

  private static String refusal(Path file) {
    String message =
        String.valueOf(assertThrows(ModelException.class, () -> TorchFile.open(file)).getMessage());
    assertTrue(message.startsWith(file + ": "), message);
    return message;
  }

  private static void assertRefused(Path file, String reason) {
    String message = refusal(file);
    assertTrue(message.contains(reason), message);
  }

  /** What torch wrote, held against what it said that it wrote. */
  @ParameterizedTest
  @MethodSource("described")
  void everyTensorIsWhatTorchSays(String name) throws IOException {
    JsonNode expected = new ObjectMapper().readTree(FIXTURES.resolve(name + ".json").toFile());
    Map<String, TensorEntry> tensors = tensors(FIXTURES.resolve(name + ".bin"));
    List<String> names = new ArrayList<>();
    expected.fieldNames().forEachRemaining(names::add);
    assertEquals(names, List.copyOf(tensors.keySet()));
    tensors.forEach(
        (key, tensor) -> {
          JsonNode described = expected.get(key);
          List<Long> shape = new ArrayList<>();
          described.get("shape").forEach(size -> shape.add(size.longValue()));
          assertEquals(described.get("type").textValue(), tensor.type().name(), key);
          assertEquals(shape, tensor.shape(), key);
          assertEquals(
              described.get("bytes").textValue(), HexFormat.of().formatHex(tensor.read()), key);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"views", "old-form-views"})
  void stridesAreGivenExactlyWhereTheyMatter(String name) {
    Path file = FIXTURES.resolve(name + ".bin");
    Map<String, TensorEntry> tensors = tensors(file);
    List<String> strided =
        tensors.values().stream().filter(t -> !t.isContiguous()).map(TensorEntry::name).toList();
    assertEquals(List.of("transposed", "columns", "steps", "spread", "permuted", "flat"), strided);
    assertEquals(tensor(file, "whole").offset(), tensor(file, "tied").offset());
    assertEquals(List.of(0L, 1L), tensor(file, "spread").strides());
    assertNull(tensor(file, "rows").strides());
  }

  @Test
  void whatLiesBesideWeightsIsNamed() {
    assertEquals(
        List.of("step", "note", "seed", "rate", "none", "rows", "raw"),
        TorchFile.open(FIXTURES.resolve("beside.bin")).others());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          optimizer            | holds the state of an optimizer
          two-models           | holds weights more than once, under model and module
          whole-model          | holds an object of Python, torch.nn.modules.linear.Linear
          old-form-whole-model | holds an object of Python, torch.nn.modules.linear.Linear
          tensor               | holds a tensor instead of a dictionary of weights
          list                 | holds a list instead of a dictionary of weights
          uint16               | made by torch._utils._rebuild_tensor_v3
          sparse               | made by torch._utils._rebuild_sparse_tensor
          script               | a program of TorchScript
          """)
  void whatHoldsNoWeightsIsRefused(String name, String reason) {
    assertRefused(FIXTURES.resolve(name + ".bin"), reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"types", "old-form", "views", "within-model"})
  void aFileThatIsCutOffIsRefusedWhereverThatIs(String name) throws IOException {
    byte[] whole = Files.readAllBytes(FIXTURES.resolve(name + ".bin"));
    Path file = folder.resolve("pytorch_model.bin");
    Files.write(file, whole);
    // Of a large file every fifth length is tried.
    int step = whole.length > 5_000 ? 5 : 1;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int length = whole.length - 1; length >= 0; length -= step) {
        channel.truncate(length);
        refusal(file);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"state-dict", "old-form", "views"})
  void aChangedByteIsRefusedOrDoesNotMatter(String name) throws IOException {
    byte[] whole = Files.readAllBytes(FIXTURES.resolve(name + ".bin"));
    Path file = folder.resolve("pytorch_model.bin");
    Files.write(file, whole);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < whole.length; i++) {
        for (int change : new int[] {1, 0x80, 0xff}) {
          channel.write(ByteBuffer.wrap(new byte[] {(byte) (whole[i] ^ change)}), i);
          try {
            for (TensorEntry tensor : TorchFile.open(file).tensors()) {
              assertTrue(
                  tensor.offset() + tensor.length() <= whole.length || !tensor.isContiguous());
            }
          } catch (ModelException e) {
            assertTrue(String.valueOf(e.getMessage()).startsWith(file + ": "), e.getMessage());
          }
        }
        channel.write(ByteBuffer.wrap(whole, i, 1), i);
      }
    }
  }

  private static PickleBytes dictionary() {
    return PickleBytes.protocol(2).op("}").text("score.weight");
  }

  /** A dictionary with one tensor of float32 over storage 0. */
  private static byte[] one(long count, long offset, List<Long> shape, List<Long> strides) {
    return dictionary().tensor("FloatStorage", "0", count, offset, shape, strides).op("s").end();
  }

  private static byte[] two() {
    return one(2, 0, List.of(2L), List.of(1L));
  }

  private Path archive(byte[] pickle, byte[] storage) throws IOException {
    Path file = folder.resolve("pytorch_model.bin");
    TorchZip.of(file, pickle).storage("0", storage).close();
    return file;
  }

  private Path written(String content) throws IOException {
    return Files.writeString(folder.resolve("pytorch_model.bin"), content);
  }

  @Test
  void elementsAreReadFromWhereTheyLie() throws IOException {
    byte[] elements =
        ByteBuffer.allocate(16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putFloat(4, 1.5f)
            .putFloat(8, -2f)
            .array();
    TensorEntry tensor =
        tensor(archive(one(4, 1, List.of(2L), List.of(1L)), elements), "score.weight");
    assertEquals(8, tensor.length());
    assertEquals(List.of(1.5f, -2f), List.of(tensor.readFloats()[0], tensor.readFloats()[1]));
  }

  @Test
  void aTensorHasToLieWithinItsStorage() throws IOException {
    List<Long> most = List.of(Long.MAX_VALUE);
    List<byte[]> outside =
        List.of(
            one(2, 0, List.of(3L), List.of(1L)),
            one(2, 1, List.of(2L), List.of(1L)),
            one(2, 3, List.of(), List.of()),
            one(2, 0, List.of(2L), List.of(2L)),
            one(2, Long.MAX_VALUE, List.of(2L), List.of(1L)),
            one(2, 0, most, List.of(1L)),
            one(2, 0, List.of(2L), most),
            one(2, 0, List.of(1L << 32, 1L << 32), List.of(0L, 0L)),
            one(2, 0, List.of(2L), List.of()),
            one(3, 0, List.of(2L), List.of(1L)),
            one(Long.MAX_VALUE, 0, List.of(2L), List.of(1L)));
    for (byte[] pickle : outside) {
      refusal(archive(pickle, new byte[8]));
    }
  }

  @Test
  void aTensorWithoutElementsNeedsNone() throws IOException {
    TensorEntry tensor =
        tensor(archive(one(0, 0, List.of(0L, 4L), List.of(4L, 1L)), new byte[0]), "score.weight");
    assertEquals(0, tensor.read().length);
    assertNull(tensor.strides());
  }

  @Test
  void dimensionsOfOneMayHaveAnyStride() throws IOException {
    Path file = archive(one(2, 0, List.of(1L, 2L, 1L), List.of(77L, 1L, 99L)), new byte[8]);
    assertNull(tensor(file, "score.weight").strides());
  }

  @Test
  void nothingOfAPickleIsRun() throws IOException {
    Path witness = folder.resolve("witness");
    byte[] pickle =
        dictionary().global("posix", "system").op("(").text("touch " + witness).op("tRs").end();
    String message = refusal(archive(pickle, new byte[8]));
    assertEquals(
        folder.resolve("pytorch_model.bin")
            + ": calls posix.system when Python loads it; a file of weights has no need of that. It"
            + " was not run; do not load it with Python",
        message);
    assertTrue(Files.notExists(witness));
  }

  @Test
  void aPickleByItselfIsRefusedForWhatItCalls() throws IOException {
    Path file = folder.resolve("pytorch_model.bin");
    Files.write(
        file, PickleBytes.protocol(2).global("os", "system").op("(").text("x").op("tR").end());
    assertRefused(file, "calls os.system when Python loads it");
    Files.write(file, PickleBytes.protocol(2).op("}").end());
    assertRefused(file, "a pickle, but not one of PyTorch's torch.save");
  }

  @Test
  void aStorageIsNamedByAWord() throws IOException {
    for (String key : List.of("../0", "", "0/1", "a.b", "0".repeat(100))) {
      byte[] pickle =
          dictionary().tensor("FloatStorage", key, 1, 0, List.of(), List.of()).op("s").end();
      assertRefused(archive(pickle, new byte[8]), "is not the name of a storage");
    }
    byte[] absent =
        dictionary().tensor("FloatStorage", "1", 1, 0, List.of(), List.of()).op("s").end();
    assertRefused(archive(absent, new byte[8]), "has no entry archive/data/1");
  }

  @Test
  void whatPyTorchNeverWritesIsRefused() throws IOException {
    Path file = folder.resolve("pytorch_model.bin");
    byte[] bytes = new byte[8];
    TorchZip.of(file, two()).deflated("archive/data/0", new byte[8]).close();
    assertRefused(file, "archive/data/0 is compressed, which PyTorch never does");
    new TorchZip(file).deflated("archive/data.pkl", two()).storage("0", bytes).close();
    assertRefused(file, "archive/data.pkl is compressed");
    TorchZip.of(file, two()).storage("0", bytes).storage("0", bytes).close();
    assertRefused(file, "has the entry archive/data/0 twice");
    TorchZip.of(file, two()).storage("0", bytes).stored("archive/data.pkl", two()).close();
    assertRefused(file, "has the entry archive/data.pkl twice");
    TorchZip.of(file, two()).storage("0", bytes).stored("other/data.pkl", two()).close();
    assertRefused(file, "has two pickles, archive/data.pkl and other/data.pkl");
    TorchZip.of(file, two()).storage("0", bytes).stored("../x", bytes).close();
    assertRefused(file, "has an entry with .. in its name, ../x");
    new TorchZip(file).stored("../data.pkl", two()).stored("../data/0", bytes).close();
    assertRefused(file, "has an entry with .. in its name");
    new TorchZip(file).stored("data.pkl", two()).stored("data/0", bytes).close();
    assertRefused(file, "it has no data.pkl in a folder");
    TorchZip.of(file, two()).storage("0", bytes).stored("archive/byteorder", "big").close();
    assertRefused(file, "its byte order is \"big\"");
    byte[] longer = Arrays.copyOf(two(), two().length + 3);
    assertRefused(archive(longer, bytes), "3 bytes follow its pickle");
    assertRefused(archive(two(), new byte[7]), "has 7 bytes, too few for 2 elements of F32");
    TorchZip.of(file, two()).storage("0", bytes).stored("archive/constants.pkl", "").close();
    assertRefused(file, "a program of TorchScript");
    TorchZip.of(file, new byte[TorchContents.LONGEST_PICKLE + 1]).close();
    assertRefused(file, "archive/data.pkl is larger than 16777216 bytes");
  }

  @Test
  void theByteOrderThatIsReadIsGood() throws IOException {
    Path file = folder.resolve("pytorch_model.bin");
    TorchZip.of(file, two())
        .storage("0", new byte[8])
        .stored("archive/byteorder", "little")
        .stored("archive/version", "3\n")
        .close();
    assertEquals(1, TorchFile.open(file).tensors().size());
  }

  /** The second storage is said to begin where the first does. */
  @Test
  void storagesDoNotShareBytes() throws IOException {
    byte[] pickle =
        PickleBytes.protocol(2)
            .op("}")
            .text("a")
            .tensor("FloatStorage", "0", 2, 0, List.of(2L), List.of(1L))
            .op("s")
            .text("b")
            .tensor("FloatStorage", "1", 2, 0, List.of(2L), List.of(1L))
            .op("s")
            .end();
    Path file = folder.resolve("pytorch_model.bin");
    TorchZip.of(file, pickle).storage("0", new byte[8]).storage("1", new byte[8]).close();
    assertEquals(2, TorchFile.open(file).tensors().size());
    byte[] zip = Files.readAllBytes(file);
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int first = headerOf(zip, "archive/data/0");
    int second = headerOf(zip, "archive/data/1");
    bytes.putInt(second + 42, bytes.getInt(first + 42));
    Files.write(file, zip);
    assertRefused(file, "archive/data/1 overlaps another entry");
    bytes.putInt(second + 42, zip.length - 40);
    Files.write(file, zip);
    refusal(file);
  }

  /** Where the list of the archive has an entry. */
  private static int headerOf(byte[] zip, String name) {
    String text = new String(zip, StandardCharsets.ISO_8859_1);
    return text.lastIndexOf(name) - 46;
  }

  @Test
  void anArchiveMayHaveSomethingInFrontOfIt() throws IOException {
    Path file = archive(two(), new byte[8]);
    byte[] whole = Files.readAllBytes(file);
    byte[] moved = new byte[whole.length + 5];
    System.arraycopy(whole, 0, moved, 5, whole.length);
    moved[0] = 'P';
    moved[1] = 'K';
    Files.write(file, moved);
    assertEquals(5 + offsetOf(whole), tensor(file, "score.weight").offset());
  }

  private long offsetOf(byte[] whole) throws IOException {
    Path file = Files.write(folder.resolve("plain.bin"), whole);
    return tensor(file, "score.weight").offset();
  }

  @Test
  void whatIsNoFileOfPyTorchIsCalledWhatItIs() throws IOException {
    assertRefused(written(""), "empty");
    assertRefused(
        written("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"),
        "a Git LFS pointer, not the file itself; run git lfs pull");
    for (String page : List.of("<!DOCTYPE html><html>", "\n <html lang=en>", "<!doctype HTML>")) {
      assertRefused(written(page), "a web page (HTML), not the file itself");
    }
    assertRefused(written("Entry not found"), "what was answered when it was downloaded: \"Entry");
    assertRefused(written("hello"), "neither a zip archive nor a pickle");
    assertRefused(written("PK\u0003\u0004"), "truncated or broken");
    assertRefused(
        written("x".repeat(257) + "ustar\u0000"), "written by a version of PyTorch before 2017");
    Path safetensors = Path.of("src/test/resources/checkpoints/base/model.safetensors");
    Path file = folder.resolve("pytorch_model.bin");
    Files.write(file, Files.readAllBytes(safetensors));
    assertRefused(file, "a safetensors file under another name; call it model.safetensors");
  }

  @Test
  void aListOfEntriesWithoutEndIsRefused() throws IOException {
    Path file = folder.resolve("pytorch_model.bin");
    try (TorchZip zip = TorchZip.of(file, two())) {
      for (int i = 0; i <= 20_000; i++) {
        zip.stored("a/" + i, "");
      }
    }
    assertRefused(file, "has more than 20000 entries");
    try (TorchZip zip = TorchZip.of(file, two())) {
      for (int i = 0; i <= 100; i++) {
        zip.stored("a/" + i + "x".repeat(65_000), "");
      }
    }
    assertRefused(file, "the list of the zip archive's entries is too long");
  }
}
