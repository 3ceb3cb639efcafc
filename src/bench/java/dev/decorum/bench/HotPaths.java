package dev.decorum.bench;

import dev.decorum.batch.PackedBatch;
import dev.decorum.batch.PackedBatchPlanner;
import dev.decorum.conversation.Conversation;
import dev.decorum.format.DialogueFormatter;
import dev.decorum.format.Turns;
import dev.decorum.format.Window;
import dev.decorum.format.WindowOptions;
import dev.decorum.format.Windower;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.onnx.PackedBatchInputs;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import dev.decorum.report.ChaiWriter;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.WindowTokenizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a conversation costs on its way to the model, in microseconds, stage by stage: parsing a row
 * of JSON Lines, formatting, tokenizing, planning batches. The input is the workload {@code
 * bot-mix} of {@code decorum bench}: 128 conversations of 600 tokens on average. Run with
 *
 * <pre>
 *   mvn -q -Pbench test-compile exec:exec -Dexec.executable=java \
 *     -Dexec.args="-cp %classpath org.openjdk.jmh.Main HotPaths"
 * </pre>
 *
 * <p>Arguments of JMH go behind the name, for example {@code HotPaths.tokenize -prof gc}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HotPaths {
  private static final int CONVERSATIONS = 128;
  private static final int MAX_TOKENS = 1024;
  private static final int PAD_TOKEN_ID = 50256;

  private final List<Conversation> conversations =
      new SyntheticConversations(MAX_TOKENS, 1).of(Workload.BOT_MIX, CONVERSATIONS);
  private final byte[] rows = rows(conversations);
  private final WindowTokenizer tokenizer = RewardModel.tokenizer(ModelBundle.demo(), MAX_TOKENS);
  private final List<Window> windows = windows();
  private final List<TokenWindow> tokenWindows =
      windows.stream().map(window -> tokenizer.tokenize(window).orElseThrow()).toList();

  private static byte[] rows(List<Conversation> conversations) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ChaiWriter writer = new ChaiWriter(bytes)) {
      for (Conversation conversation : conversations) {
        writer.write(conversation);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private List<Window> windows() {
    Windower windower =
        new Windower(
            new DialogueFormatter(FormatterTemplates.PYGMALION),
            new WindowOptions(10, MAX_TOKENS, Turns.LAST),
            tokenizer);
    List<Window> made = new ArrayList<>(CONVERSATIONS);
    for (Conversation conversation : conversations) {
      windower.windows(conversation).forEach(window -> made.add(window.alone()));
    }
    return made;
  }

  /** JSON Lines of the chai format to conversations. */
  @Benchmark
  @OperationsPerInvocation(CONVERSATIONS)
  public long parse() throws IOException {
    long characters = 0;
    try (ConversationSource source =
        ConversationSource.open(
            List.of("-"),
            InputOptions.defaults(),
            new ByteArrayInputStream(rows),
            InputListener.silent())) {
      for (Optional<ReadResult> next = source.next(); next.isPresent(); next = source.next()) {
        characters += ((ReadResult.Accepted) next.get()).conversation().id().length();
      }
    }
    return characters;
  }

  /** Conversations to the text that the model sees. */
  @Benchmark
  @OperationsPerInvocation(CONVERSATIONS)
  public List<Window> format() {
    return windows();
  }

  /** Text to token ids. */
  @Benchmark
  @OperationsPerInvocation(CONVERSATIONS)
  public long tokenize() {
    long tokens = 0;
    for (Window window : windows) {
      tokens += tokenizer.tokenize(window).orElseThrow().length();
    }
    return tokens;
  }

  /** Token windows to packed batches. */
  @Benchmark
  @OperationsPerInvocation(CONVERSATIONS)
  public List<PackedBatch> plan() {
    return new PackedBatchPlanner(
            PAD_TOKEN_ID, PackedBatchPlanner.SUITED_TOKENS, PackedBatchInputs.CHUNKS, 4096)
        .plan(tokenWindows);
  }

  @TearDown
  public void close() {
    tokenizer.close();
  }
}
