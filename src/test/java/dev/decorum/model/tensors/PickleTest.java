package dev.decorum.model.tensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.model.files.ModelException;
import dev.decorum.model.tensors.Pickle.Constant;
import dev.decorum.model.tensors.Pickle.Dictionary;
import dev.decorum.model.tensors.Pickle.Sequence;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PickleTest {
  private static Object read(byte[] pickle) {
    return new Pickle("weights", pickle).next();
  }

  private static Object read(PickleBytes pickle) {
    return read(pickle.end());
  }

  private static String refusal(PickleBytes pickle) {
    byte[] bytes = pickle.end();
    return String.valueOf(assertThrows(ModelException.class, () -> read(bytes)).getMessage());
  }

  private static PickleBytes pickle() {
    return PickleBytes.protocol(4);
  }

  private static List<Object> items(Object sequence) {
    return assertInstanceOf(Sequence.class, sequence).items();
  }

  private static Map<Object, Object> entries(Object dictionary) {
    return assertInstanceOf(Dictionary.class, dictionary).entries();
  }

  record Value(PickleBytes pickle, Object expected) {}

  static Stream<Value> values() {
    return Stream.of(
        new Value(pickle().op("N"), Constant.NONE),
        new Value(pickle().op(0x88), true),
        new Value(pickle().op(0x89), false),
        new Value(pickle().op("J").int32(-2), -2L),
        new Value(pickle().op("K").op(255), 255L),
        new Value(pickle().op("M").op(255, 255), 65_535L),
        new Value(pickle().op(0x8a, 0), 0L),
        new Value(pickle().op(0x8a, 1, 0xff), -1L),
        new Value(pickle().number(Long.MIN_VALUE), Long.MIN_VALUE),
        new Value(
            pickle().op(0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1), BigInteger.ONE.shiftLeft(Long.SIZE)),
        new Value(pickle().op("G").op(0x3f, 0xe0, 0, 0, 0, 0, 0, 0), 0.5),
        new Value(pickle().text("grüße"), "grüße"),
        new Value(pickle().op(0x8c, 2).op("ab"), "ab"),
        new Value(pickle().op(0x8d).int64(2).op("ab"), "ab"),
        new Value(pickle().op("U").op(2).op("ab"), "ab"),
        new Value(pickle().op("T").int32(2).op("ab"), "ab"),
        new Value(pickle().op("C").op(2).op("ab"), Constant.BYTES),
        new Value(pickle().op("B").int32(2).op("ab"), Constant.BYTES),
        new Value(pickle().op(0x8e).int64(2).op("ab"), Constant.BYTES),
        new Value(pickle().op(0x95).int64(2).op("N"), Constant.NONE),
        new Value(pickle().op("N").op(0x88).op("0"), Constant.NONE),
        new Value(pickle().op("N(").op(0x88, 0x88).op("1"), Constant.NONE),
        new Value(pickle().op("N(0"), Constant.NONE),
        new Value(pickle().op("Nq").op(7).op(0x88).op("h").op(7), Constant.NONE),
        new Value(pickle().op("Nr").int32(70_000).op(0x88).op("j").int32(70_000), Constant.NONE),
        new Value(pickle().op("N").op(0x94, 0x88).op("h").op(0), Constant.NONE));
  }

  @ParameterizedTest
  @MethodSource("values")
  void anInstructionMakesAValue(Value value) {
    assertEquals(value.expected(), read(value.pickle()));
  }

  @Test
  void sequencesAreMadeInEveryWay() {
    assertEquals(List.of(), items(read(pickle().op(")"))));
    assertEquals(List.of(), items(read(pickle().op("]"))));
    assertEquals(List.of(true), items(read(pickle().op(0x88, 0x85))));
    assertEquals(List.of(true, false), items(read(pickle().op(0x88, 0x89, 0x86))));
    assertEquals(List.of(true, false, true), items(read(pickle().op(0x88, 0x89, 0x88, 0x87))));
    assertEquals(List.of(true, false), items(read(pickle().op("(").op(0x88, 0x89).op("t"))));
    assertEquals(List.of(true, false), items(read(pickle().op("(").op(0x88, 0x89).op("l"))));
    assertEquals(List.of(true), items(read(pickle().op("]").op(0x88).op("a"))));
    assertEquals(List.of(true, false), items(read(pickle().op("](").op(0x88, 0x89).op("e"))));
  }

  @Test
  void dictionariesAreMadeInEveryWay() {
    assertEquals(Map.of(), entries(read(pickle().op("}"))));
    assertEquals(Map.of("a", true), entries(read(pickle().op("}").text("a").op(0x88).op("s"))));
    assertEquals(
        Map.of("a", true, 1L, false),
        entries(read(pickle().op("}(").text("a").op(0x88).op("K").op(1).op(0x89).op("u"))));
    assertEquals(Map.of("a", true), entries(read(pickle().op("(").text("a").op(0x88).op("d"))));
    assertEquals(
        Map.of("a", false),
        entries(read(pickle().op("}(").text("a").op(0x88).text("a").op(0x89).op("u"))),
        "the last one counts, as in Python");
    PickleBytes empty = pickle().global("collections", "OrderedDict").op(")R");
    assertEquals(Map.of(), entries(read(empty)));
    PickleBytes pairs =
        pickle().global("collections", "OrderedDict").op("(((").text("a").op(0x88).op("lltR");
    assertEquals(Map.of("a", true), entries(read(pairs)));
    PickleBytes made = pickle().global("collections", "OrderedDict").op(")").op(0x81);
    assertEquals(Map.of(), entries(read(made)));
  }

  @Test
  void attributesOfADictionaryAreLeftOut() {
    PickleBytes pickle =
        pickle().global("collections", "OrderedDict").op(")R}").text("_metadata").op("}sb");
    assertEquals(Map.of(), entries(read(pickle)));
  }

  @Test
  void aTensorIsDescribed() {
    PickledTensor tensor =
        new PickledTensor(
            new PickledStorage(ElementType.F16, "7", 6), 1, List.of(2L, 2L), List.of(1L, 3L));
    assertEquals(
        tensor, read(pickle().tensor("HalfStorage", "7", 6, 1, List.of(2L, 2L), List.of(1L, 3L))));
  }

  /** {@code torch.complex(zeros, w).conj().imag} is saved as w and a note that it is negative. */
  @Test
  void aChangedViewIsRefused() {
    PickleBytes pickle =
        pickle()
            .global("torch._utils", "_rebuild_tensor_v2")
            .op("((")
            .text("storage")
            .global("torch", "FloatStorage")
            .text("0")
            .text("cpu")
            .number(2)
            .op("tQ")
            .number(0)
            .numbers(List.of(2L))
            .numbers(List.of(1L))
            .op(0x89)
            .op("}}")
            .text("neg")
            .op(0x88)
            .op("stR");
    String said =
        String.valueOf(assertThrows(ModelException.class, () -> read(pickle)).getMessage());
    assertTrue(said.contains("a changed view"), said);
  }

  @Test
  void olderFormsOfATensorAreKnown() {
    PickleBytes pickle =
        pickle()
            .global("torch._utils", "_rebuild_parameter_with_state")
            .op("(")
            .global("torch._utils", "_rebuild_parameter")
            .op("(")
            .global("torch._utils", "_rebuild_tensor")
            .op("((")
            .text("storage")
            .global("torch", "FloatStorage")
            .text("0")
            .text("cuda:0")
            .number(2)
            .op("NtQ")
            .number(0)
            .global("torch", "Size")
            .numbers(List.of(2L))
            .op(0x85)
            .op("R")
            .numbers(List.of(1L))
            .op("tR")
            .op(0x88)
            .op("}tR")
            .op(0x88)
            .op("}}tR");
    assertEquals(
        new PickledTensor(new PickledStorage(ElementType.F32, "0", 2), 0, List.of(2L), List.of(1L)),
        read(pickle));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "posix.system",
        "nt.system",
        "os.system",
        "subprocess.Popen",
        "builtins.eval",
        "builtins.exec",
        "builtins.getattr",
        "builtins.__import__",
        "__builtin__.eval",
        "__builtin__.apply",
        "operator.attrgetter",
        "operator.methodcaller",
        "functools.partial",
        "importlib.import_module",
        "runpy._run_code",
        "pickle.loads",
        "_pickle.loads",
        "torch.load",
        "torch.hub.load",
        "torch.storage._load_from_bytes",
        "torch.serialization.load",
        "torch.jit.load",
        "torch._utils.builtins.eval",
        "numpy.testing._private.utils.runstring",
        "collections.OrderedDict.__init__",
        "collections.namedtuple",
        "torch.Size.__class__",
        "webbrowser.open",
        "pip.main",
        "timeit.timeit",
        "asyncio.run",
        "copyreg._reconstructor",
        "torch.FloatStorage.from_file",
        "torch._dynamo.guards.GuardBuilder.get",
        "torch.fx.graph.CodeGen"
      })
  void aNameThatIsNotNeededIsRefusedWithIt(String full) {
    int dot = full.lastIndexOf('.');
    String module = full.substring(0, dot);
    String name = full.substring(dot + 1);
    List<PickleBytes> ways =
        List.of(
            pickle().global(module, name),
            pickle().text(module).text(name).op(0x93),
            pickle()
                .text(full.substring(0, full.indexOf('.')))
                .text(full.substring(full.indexOf('.') + 1))
                .op(0x93),
            // The words come from what was remembered.
            pickle()
                .text(module)
                .op(0x94)
                .op("0")
                .text(name)
                .op(0x94)
                .op("0h")
                .op(0)
                .op("h")
                .op(1)
                .op(0x93),
            // Within what would be left out.
            pickle().op("})").global(module, name));
    for (PickleBytes way : ways) {
      String message = refusal(way.op("(").text("true").op("tR"));
      assertTrue(message.startsWith("weights: calls " + full + " when Python loads it; "), message);
      assertTrue(message.contains("It was not run; do not load it with Python"), message);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "torch.nn.modules.linear Linear",
        "transformers.models.gpt2.modeling_gpt2 GPT2ForSequenceClassification",
        "__main__ RewardModel",
        "argparse Namespace",
        "numpy.core.multiarray scalar",
        "numpy._core.multiarray _reconstruct"
      })
  void anObjectOfPythonIsCalledSo(String name) {
    String[] words = name.split(" ", -1);
    String message = refusal(pickle().global(words[0], words[1]));
    assertTrue(
        message.startsWith("weights: holds an object of Python, " + name.replace(' ', '.')),
        message);
  }

  @Test
  void aNameIsRefusedBeforeAnythingBehindItIsRead() {
    byte[] bytes = PickleBytes.protocol(2).global("posix", "system").soFar();
    ModelException e = assertThrows(ModelException.class, () -> read(bytes));
    assertTrue(String.valueOf(e.getMessage()).contains("posix.system"), e.getMessage());
  }

  static Stream<PickleBytes> broken() {
    return Stream.of(
        pickle(),
        pickle().op("("),
        pickle().op("t"),
        pickle().op("1"),
        pickle().op("0"),
        pickle().op("a"),
        pickle().op("Na"),
        pickle().op(")Na"),
        pickle().op(")(Ne"),
        pickle().op("]NNs"),
        pickle().op("}Ns"),
        pickle().op("}(NNNu"),
        pickle().op("(NNNd"),
        pickle().op("}(N").op("s"),
        pickle().op("(").op(0x85),
        pickle().op("h").op(0),
        pickle().op("j").int32(-1),
        pickle().op("q").op(0),
        pickle().op("(q").op(0),
        pickle().op("Nr").int32(-1),
        pickle().op("Nr").int32(Pickle.MOST_REMEMBERED),
        pickle().op("N)R"),
        pickle().text("collections.OrderedDict").op(")R"),
        pickle().global("collections", "OrderedDict").op("NR"),
        pickle().global("collections", "OrderedDict").op("]R"),
        pickle().global("collections", "OrderedDict").op("N").op(0x85).op("R"),
        pickle().global("collections", "OrderedDict").op("]").op(0x85).op("b"),
        pickle().global("torch", "FloatStorage").op(")R"),
        pickle().global("torch", "Size").op("N").op(0x85).op("R"),
        pickle().global("torch._utils", "_rebuild_tensor_v2").op(")R"),
        pickle().global("torch._utils", "_rebuild_tensor_v2").op("(NNNNNNtR"),
        pickle().global("torch._utils", "_rebuild_parameter").op("(NNNtR"),
        pickle().op("Nb"),
        pickle().op("NNb"),
        pickle().op("NQ"),
        pickle().op(")Q"),
        pickle()
            .op("(")
            .text("storage")
            .text("torch.FloatStorage")
            .text("0")
            .text("cpu")
            .op("KatQ"),
        pickle().op("(").text("storage").global("torch", "Size").text("0").text("cpu").op("KatQ"),
        pickle()
            .op("(")
            .text("storage")
            .global("torch.storage", "UntypedStorage")
            .text("0")
            .text("cpu")
            .op("KatQ"),
        pickle()
            .op("(")
            .text("storage")
            .global("torch", "FloatStorage")
            .text("0")
            .text("cpu")
            .op("Ka")
            .op("(tt")
            .op("Q"),
        pickle().storage("FloatStorage", "0", -1),
        pickle().tensor("FloatStorage", "0", 1, -1, List.of(), List.of()),
        pickle().tensor("FloatStorage", "0", 1, 0, List.of(-1L), List.of(1L)),
        pickle().tensor("FloatStorage", "0", 1, 0, List.of(1L), List.of(-1L)),
        pickle().tensor("FloatStorage", "0", 1, 0, ones(9), ones(9)),
        // Keys whose hash would be taken.
        pickle().op("}").op(")Ns"),
        pickle().op("}").op("]Ns"),
        pickle().op("}").op("}Ns"),
        // Instructions that are not known, and those that can do more than is needed.
        pickle().op(0x96).int64(1).op("a"),
        pickle().op(0x97),
        pickle().op(0x8f),
        pickle().op("("),
        pickle().op("(cposix\nsystem\no"),
        pickle().op("(iposix\nsystem\n"),
        pickle().op(0x82, 1),
        pickle().op("P0\n"),
        pickle().op("S'a'\n"),
        pickle().op("N2"),
        PickleBytes.protocol(6).op("N"),
        pickle().op("X").int32(2).op(0xff, 0xff),
        pickle().op("X").int32(-1),
        pickle().op("X").int32(100).op("a"),
        pickle().op(0x8d).int64(Long.MAX_VALUE),
        pickle().op(0x8d).int64(-1),
        pickle().op(0x8e).int64(1L << 40),
        pickle().op(0x95).int64(1L << 40),
        pickle().op(0x8a, 255),
        pickle().op("c" + "a".repeat(5_000) + "\na\n"),
        pickle().op("c"));
  }

  private static List<Long> ones(int count) {
    Long[] ones = new Long[count];
    Arrays.fill(ones, 1L);
    return List.of(ones);
  }

  @ParameterizedTest
  @MethodSource("broken")
  void whatIsBrokenIsRefused(PickleBytes pickle) {
    String message = refusal(pickle);
    assertTrue(message.startsWith("weights: "), message);
  }

  @Test
  void aPickleThatIsCutOffSaysSo() {
    byte[] whole =
        pickle()
            .op("}")
            .text("a")
            .tensor("FloatStorage", "0", 1, 0, ones(1), ones(1))
            .op("s")
            .end();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      ModelException e = assertThrows(ModelException.class, () -> read(cut));
      assertTrue(String.valueOf(e.getMessage()).contains("truncated"), e.getMessage());
    }
  }

  @Test
  void tuplesOfTuplesAreNotMultipliedOut() {
    PickleBytes pickle = pickle().op(")");
    for (int i = 0; i < 100_000; i++) {
      pickle.op("q").op(0).op("h").op(0).op(0x86);
    }
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertEquals(2, items(read(pickle)).size()));
  }

  @Test
  void whatIsNestedAsDeepAsCanBeIsRead() {
    byte[] bytes = new byte[Pickle.MOST_INSTRUCTIONS];
    Arrays.fill(bytes, (byte) 0x85);
    bytes[0] = 'N';
    bytes[bytes.length - 1] = '.';
    assertEquals(1, items(read(bytes)).size());
  }

  @Test
  void aListMayHoldItself() {
    Object list = read(pickle().op("]q").op(0).op("h").op(0).op("a"));
    assertEquals(1, items(list).size());
    Object dictionary = read(pickle().op("}q").op(0).text("a").op("h").op(0).op("s"));
    assertEquals(1, entries(dictionary).size());
  }

  @Test
  void limitsHoldForAllPicklesTogether() {
    byte[] bytes = new byte[Pickle.MOST_INSTRUCTIONS + 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % 2 == 0 ? 'N' : '.');
    }
    Pickle pickle = new Pickle("weights", bytes);
    List<Object> values = new ArrayList<>();
    ModelException e =
        assertThrows(
            ModelException.class,
            () -> {
              while (true) {
                values.add(pickle.next());
              }
            });
    assertTrue(String.valueOf(e.getMessage()).contains("steps"), e.getMessage());
    assertEquals(Pickle.MOST_INSTRUCTIONS / 2, values.size());
  }

  @Test
  void aListThatManyDictionariesAreMadeOfCountsEachTime() {
    PickleBytes pickle = pickle().op("]q").op(0).op("(");
    for (int i = 0; i < 1_000; i++) {
      pickle.op("J").int32(i).op("N").op(0x86);
    }
    pickle.op("e").op(0x85).op("q").op(1).op("0](");
    for (int i = 0; i < 1_000; i++) {
      pickle.global("collections", "OrderedDict").op("h").op(1).op("R");
    }
    assertTrue(refusal(pickle.op("e")).contains("it takes more than 500000 steps"));
  }

  @Test
  void whatPilesUpIsLimited() {
    byte[] bytes = new byte[Pickle.MOST_ON_STACK + 1];
    Arrays.fill(bytes, (byte) '}');
    ModelException e = assertThrows(ModelException.class, () -> read(bytes));
    assertTrue(
        String.valueOf(e.getMessage()).contains("its stack holds more than"), e.getMessage());
  }
}
