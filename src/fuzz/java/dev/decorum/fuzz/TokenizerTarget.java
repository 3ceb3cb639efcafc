package dev.decorum.fuzz;

import dev.decorum.disk.UserCache;
import dev.decorum.infer.NativeLibraries;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.files.ModelException;
import dev.decorum.tokenize.WindowTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The files of a tokenizer on their way into the native library, which must neither crash nor hang
 * on what {@link ModelBundle} lets through. The second byte of an input is a good {@code
 * tokenizer.json}; the third says which files are beside it, and of which class it is. If the first
 * byte is odd, the rest are {@link JsonChanges}, a share for each file; else it is one of the
 * files, as the second and third bit say.
 */
public final class TokenizerTarget {
  private static final List<String> TEXTS =
      List.of(
          "",
          "Tom: Hi, how are you?\nYou: fine \ud83d\ude42 \u00e9\u4e2d\u6587  \t1234 it's\n",
          "a".repeat(300) + "!",
          "<|endoftext|> \u0000\ud800 \u202e \ufffd" + " \n".repeat(50));

  /** How many bytes come before the file. */
  static final int PREFIX = 3;

  private static final String TOKENIZER = "tokenizer.json";
  private static final String CONFIG = "tokenizer_config.json";

  private static final List<String> FILES =
      List.of(TOKENIZER, CONFIG, "special_tokens_map.json", "added_tokens.json");

  private static final Path BESIDE = Path.of("src/fuzz/seeds/beside");
  private static final List<byte[]> SEEDS = Seeds.tokenizers();
  private static final Probe PROBE = new Probe();
  private static final Path FOLDER = ModelTarget.folders().resolve("whole");

  static {
    NativeLibraries.prepare(UserCache.open(FOLDER.resolve("native")));
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
    int share = (input.length - PREFIX) / FILES.size();
    for (int i = 0; i < FILES.size(); i++) {
      Path file = FOLDER.resolve(FILES.get(i));
      Files.deleteIfExists(file);
      if (i > 0 && (input[2] >> i & 1) == 0) {
        continue;
      }
      byte[] good = good(FILES.get(i), input);
      int from = PREFIX + i * share;
      if ((input[0] & 1) != 0) {
        Files.write(file, JsonChanges.apply(good, Arrays.copyOfRange(input, from, from + share)));
      } else {
        boolean isSpoiled = (input[0] >> 1 & 3) == i;
        Files.write(file, isSpoiled ? Arrays.copyOfRange(input, PREFIX, input.length) : good);
      }
    }
    try {
      ModelBundle bundle = ModelBundle.open(FOLDER);
      PROBE.count("passed on");
      try (WindowTokenizer tokenizer = WindowTokenizer.load(bundle, bundle.maxTokens())) {
        TEXTS.forEach(tokenizer::count);
      }
      PROBE.count("used");
    } catch (ModelException e) {
      PROBE.count("refused");
    }
  }

  /** A good file; the first bit is whose tokenizer it is, the fifth what its added tokens are. */
  private static byte[] good(String name, byte[] input) throws IOException {
    if (name.equals(TOKENIZER)) {
      return SEEDS.get((input[1] & 0xff) % SEEDS.size());
    }
    String file = Files.readString(BESIDE.resolve(name));
    if ((input[2] & 1) != 0) {
      file = file.replace("GPT2Tokenizer", "PreTrainedTokenizerFast");
    }
    if ((input[2] & 16) != 0) {
      file = file.replace("added_tokens_decoder", "other");
    }
    return file.getBytes(StandardCharsets.UTF_8);
  }
}
