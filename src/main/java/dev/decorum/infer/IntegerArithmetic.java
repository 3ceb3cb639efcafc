package dev.decorum.infer;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.decorum.failure.LibraryReason;
import dev.decorum.model.onnx.SaturationProbe;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;

/**
 * Finds out how this machine computes products of 8-bit integers. Without VNNI or AMX, an x86
 * processor adds pairs of products in 16 bits, which can saturate and give wrong scores, unless
 * weights have only 7 bits. The test is a multiplication, not a look at processor flags, so it is
 * valid for every platform and version of the runtime.
 */
public final class IntegerArithmetic {
  private static final int STEPS_OF_8_BITS = 127;
  private static final int STEPS_OF_7_BITS = 63;

  /** Computed once, since the processor does not change. */
  private static final class Holder {
    private static final boolean EXACT = isExact();
  }

  private IntegerArithmetic() {}

  /** The largest integer for weights on this machine: 127, or 63 if sums could saturate. */
  public static int weightSteps() {
    return Holder.EXACT ? STEPS_OF_8_BITS : STEPS_OF_7_BITS;
  }

  private static boolean isExact() {
    try (Model model = Model.newInstance("probe", ai.djl.Device.cpu(), "OnnxRuntime");
        SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      model.load(
          new ByteArrayInputStream(SaturationProbe.graph()), Map.of("sessionOptions", options));
      try (Predictor<long[], float[]> predictor = model.newPredictor(new Probe())) {
        for (float product : predictor.predict(SaturationProbe.activations())) {
          if (product != SaturationProbe.expected()) {
            return false;
          }
        }
        return true;
      }
    } catch (OrtException | IOException | MalformedModelException | TranslateException e) {
      throw new InferenceException(
          "ONNX Runtime cannot multiply integers: " + LibraryReason.of(e), e);
    }
  }

  private static final class Probe implements NoBatchifyTranslator<long[], float[]> {

    @Override
    public NDList processInput(TranslatorContext context, long[] activations) {
      NDArray input =
          context
              .getNDManager()
              .create(activations, new Shape(SaturationProbe.ROWS, SaturationProbe.INPUTS));
      input.setName(SaturationProbe.ACTIVATIONS);
      return new NDList(input);
    }

    @Override
    public float[] processOutput(TranslatorContext context, NDList outputs) {
      return outputs.get(SaturationProbe.PRODUCT).toFloatArray();
    }
  }
}
