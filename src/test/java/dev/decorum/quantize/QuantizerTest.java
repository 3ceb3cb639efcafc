package dev.decorum.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.infer.Device;
import dev.decorum.infer.IntegerArithmetic;
import dev.decorum.infer.OnnxClassifier;
import dev.decorum.infer.PackedBatchInvarianceTest;
import dev.decorum.infer.TestLibraries;
import dev.decorum.model.Checkpoints;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.model.QuantizationAgreement;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.onnx.ModelGraphs;
import dev.decorum.model.onnx.QuantizedWeights;
import dev.decorum.tokenize.TokenWindow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizerTest {

  @TempDir private Path cache;

  @BeforeAll
  static void keepNativeLibrariesOutOfTheHomeFolder() {
    TestLibraries.prepare();
  }

  private static ModelBundle bundle(String checkpoint) {
    return ModelBundle.open(Checkpoints.folder(checkpoint));
  }

  private static QuantizationSample sample(ModelBundle bundle) {
    Random random = new Random(3);
    List<TokenWindow> calibration = PackedBatchInvarianceTest.related(random, bundle, 30);
    List<TokenWindow> heldOut = PackedBatchInvarianceTest.related(random, bundle, 60);
    return new QuantizationSample("random windows", calibration, heldOut, 0.5);
  }

  private QuantizedModel obtain(ModelBundle bundle, Precision precision) {
    return new Quantizer(new QuantizedStore(cache), bundle, precision)
        .obtain(sample(bundle), false);
  }

  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.walk(cache)) {
      return all.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  /** Bounds a few times above what was seen: these checkpoints are small and their logits wide. */
  @ParameterizedTest
  @CsvSource({
    "base, INT8X3, 2e-3",
    "base, INT8, 6e-2",
    "gelu, INT8X3, 2e-3",
    "relu, INT8X3, 2e-3",
    "n_inner, INT8X3, 2e-3",
    "unscaled, INT8X3, 4e-3",
    "f16, INT8X3, 2e-3",
    "bf16, INT8, 6e-2",
    "sharded, INT8X3, 2e-3",
    "reversed-labels, INT8X3, 2e-3"
  })
  void integersAgreeWithTheirOriginal(String checkpoint, Precision precision, double most) {
    ModelBundle bundle = bundle(checkpoint);
    QuantizationAgreement agreement = obtain(bundle, precision).agreement();
    assertEquals(60, agreement.rows());
    assertTrue(agreement.maxDelta() <= most, agreement.toString());
    assertTrue(agreement.p99Delta() <= agreement.maxDelta(), agreement.toString());
    assertTrue(agreement.meanDelta() < agreement.p99Delta(), agreement.toString());
    assertTrue(agreement.meanDelta() > 0, agreement.toString());
    assertTrue(agreement.rankCorrelation() > 0.9, agreement.toString());
  }

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"INT8", "INT8X3"})
  void noPlanChangesALogitAtAll(Precision precision) {
    ModelBundle bundle = bundle("base");
    QuantizedModel quantized = obtain(bundle, precision);
    try (OnnxClassifier model =
        OnnxClassifier.load(ModelGraphs.quantized(bundle, quantized.weights()), Device.CPU)) {
      assertEquals(0, PackedBatchInvarianceTest.largestDifference(model, bundle, 20));
    }
  }

  /** For processors without VNNI; where there is one, 7 bits only lose accuracy. */
  @Test
  void weightsOfSevenBitsAgreeToo() throws IOException {
    ModelBundle bundle = bundle("base");
    QuantizationSample sample = sample(bundle);
    Quantizer quantizer = new Quantizer(new QuantizedStore(cache), bundle, Precision.INT8X3, 63);
    QuantizationAgreement agreement = quantizer.obtain(sample, false).agreement();
    assertTrue(agreement.maxDelta() <= 6e-3, agreement.toString());
    Path file = files("int8x3-63.safetensors").get(0);
    QuantizedWeights.open(file, Precision.INT8X3, 63);
    assertEquals(1, files(".safetensors").size());
  }

  @Test
  void whatIsThereIsNotMadeAgain() throws IOException {
    ModelBundle bundle = bundle("base");
    QuantizedModel first = obtain(bundle, Precision.INT8);
    Path file = files(".safetensors").get(0);
    FileTime made = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(file, made);
    assertEquals(first.agreement(), obtain(bundle, Precision.INT8).agreement());
    assertEquals(made, Files.getLastModifiedTime(file));
    new Quantizer(new QuantizedStore(cache), bundle, Precision.INT8).obtain(sample(bundle), true);
    assertNotEquals(made, Files.getLastModifiedTime(file));
    assertEquals(
        first.agreement(),
        new QuantizedStore(cache).find(bundle, Precision.INT8).orElseThrow().agreement());
    assertTrue(new QuantizedStore(cache).find(bundle, Precision.INT8X3).isEmpty());
  }

  @Test
  void whatIsDamagedIsMadeAgain() throws IOException {
    ModelBundle bundle = bundle("base");
    QuantizationAgreement first = obtain(bundle, Precision.INT8).agreement();
    Path weights = files(".safetensors").get(0);
    byte[] whole = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(whole, whole.length / 2));
    assertEquals(first, obtain(bundle, Precision.INT8).agreement());
    assertArrayEquals(whole, Files.readAllBytes(weights));
    Files.writeString(files(".agreement.json").get(0), "{}");
    assertEquals(first, obtain(bundle, Precision.INT8).agreement());
  }

  @Test
  void aChangedModelIsAnother(@TempDir Path folder) throws IOException {
    Path copy = Checkpoints.copy("base", folder.resolve("copy"));
    obtain(ModelBundle.open(copy), Precision.INT8);
    assertEquals(1, files(".safetensors").size());
    // The same bytes elsewhere are the same model.
    obtain(bundle("base"), Precision.INT8);
    assertEquals(1, files(".safetensors").size());
    Checkpoints.edit(copy.resolve("config.json"), json -> json.put("layer_norm_epsilon", 1e-4));
    obtain(ModelBundle.open(copy), Precision.INT8);
    assertEquals(2, files(".safetensors").size());
  }

  /** Whether the change moves the times of the file or not, as through a mapping. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsKeptOfAModelThatChangesMeanwhile(boolean movesTimes, @TempDir Path folder)
      throws IOException {
    Path copy = Checkpoints.copy("base", folder.resolve("copy"));
    ModelBundle bundle = ModelBundle.open(copy);
    Path weights = copy.resolve("model.safetensors");
    byte[] before = Files.readAllBytes(weights);
    byte[] after = before.clone();
    after[after.length - 3] ^= 1;
    FileTime time = Files.getLastModifiedTime(weights);
    QuantizedStore store = new QuantizedStore(cache);
    QuantizedStore.Maker changing =
        new QuantizedStore.Maker() {
          @Override
          public void write(OutputStream out) throws IOException {
            Files.write(weights, after);
            if (!movesTimes) {
              Files.setLastModifiedTime(weights, time);
            }
          }

          @Override
          public QuantizationAgreement measure(QuantizedWeights written) {
            throw new AssertionError("nothing was written");
          }
        };
    assertThrows(
        ModelException.class, () -> store.obtain(bundle, Precision.INT8, 127, false, changing));
    Files.write(weights, before);
    assertTrue(store.find(ModelBundle.open(copy), Precision.INT8).isEmpty());
    assertTrue(files(".safetensors").isEmpty());
  }

  @Test
  void twoAtOnceMakeOne() throws Exception {
    ModelBundle bundle = bundle("base");
    QuantizationSample sample = sample(bundle);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<QuantizationAgreement>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        calls.add(
            () ->
                new Quantizer(new QuantizedStore(cache), bundle, Precision.INT8)
                    .obtain(sample, false)
                    .agreement());
      }
      List<QuantizationAgreement> agreements = new ArrayList<>();
      for (Future<QuantizationAgreement> future : threads.invokeAll(calls)) {
        agreements.add(future.get());
      }
      assertEquals(1, agreements.stream().distinct().count());
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, files(".safetensors").size());
    assertEquals(List.of(), files(".partial"));
  }

  @Test
  void anExportedGraphCannotBeQuantized() {
    ModelBundle bundle = bundle("onnx");
    ModelException thrown =
        assertThrows(ModelException.class, () -> obtain(bundle, Precision.INT8));
    assertTrue(String.valueOf(thrown.getMessage()).contains("only a checkpoint can be quantized"));
  }

  @Test
  void aCacheThatCannotBeWrittenIsNamed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    ModelBundle bundle = bundle("base");
    Quantizer quantizer =
        new Quantizer(new QuantizedStore(file.resolve("cache")), bundle, Precision.INT8);
    QuantizationSample sample = sample(bundle);
    ModelException thrown =
        assertThrows(ModelException.class, () -> quantizer.obtain(sample, false));
    assertTrue(
        String.valueOf(thrown.getMessage()).contains("DECORUM_CACHE_DIR"), thrown.getMessage());
    assertTrue(String.valueOf(thrown.getMessage()).contains(file.toString()), thrown.getMessage());
  }

  @Test
  void stepsFitTheProcessor() {
    assertTrue(List.of(63, 127).contains(IntegerArithmetic.weightSteps()));
  }
}
