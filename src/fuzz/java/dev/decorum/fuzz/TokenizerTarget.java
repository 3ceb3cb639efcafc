package dev.decorum.fuzz;

import dev.decorum.infer.NativeLibraries;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.files.ModelException;
import dev.decorum.tokenize.WindowTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A {@code tokenizer.json} on its way into the native library, which must neither crash nor hang on
 * what {@link ModelBundle} lets through. If the first byte of an input is odd, the second is a good
 * file and the rest are {@link JsonChanges} to it; else the rest is the file.
 */
public final class TokenizerTarget {
  private static final List<String> TEXTS =
      List.of(
          "",
          "Tom: Hi, how are you?\nYou: fine \ud83d\ude42 \u00e9\u4e2d\u6587  \t1234 it's\n",
          "a".repeat(300) + "!",
          "<|endoftext|> \u0000\ud800 \u202e \ufffd" + " \n".repeat(50));

  /** How many bytes come before the file. */
  static final int PREFIX = 2;

  private static final List<byte[]> SEEDS = Seeds.tokenizers();
  private static final Probe PROBE = new Probe();
  private static final Path FOLDER = ModelTarget.folders().resolve("whole");

  static {
    NativeLibraries.prepare(FOLDER.resolve("native"));
  }

  private TokenizerTarget() {}

  /** Loads one tokenizer and counts tokens with it. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length >= PREFIX) {
      PROBE.time(input, TokenizerTarget::load);
    }
  }

  /** Writes what was counted. */
  public static void fuzzerTearDown() {
    PROBE.close();
  }

  private static void load(byte[] input) throws IOException {
    byte[] rest = Arrays.copyOfRange(input, PREFIX, input.length);
    byte[] good = SEEDS.get((input[1] & 0xff) % SEEDS.size());
    Files.write(
        FOLDER.resolve("tokenizer.json"),
        (input[0] & 1) != 0 ? JsonChanges.apply(good, rest) : rest);
    try {
      ModelBundle bundle = ModelBundle.open(FOLDER);
      PROBE.count("passed on");
      try (WindowTokenizer tokenizer =
          WindowTokenizer.load(
              bundle.tokenizerJson(), bundle.maxTokens(), bundle.specialTokens())) {
        TEXTS.forEach(tokenizer::count);
      }
      PROBE.count("used");
    } catch (ModelException e) {
      PROBE.count("refused");
    }
  }
}
