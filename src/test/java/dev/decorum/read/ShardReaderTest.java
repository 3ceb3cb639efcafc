package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.read.bytes.InputDigest;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShardReaderTest {
  private static final int[] COUNTS = {1, 2, 3, 7};

  @TempDir Path folder;

  /** What one shard gives, a line each, in order; an input that fails is {@code !! reason}. */
  private record Part(
      List<String> lines, long rowsRead, long rowsElsewhere, List<InputDigest> inputs) {}

  private static Part read(Shard shard, long limit, Path... files) {
    List<String> inputs = new ArrayList<>();
    for (Path file : files) {
      inputs.add(file.toString());
    }
    List<String> lines = new ArrayList<>();
    try (ShardReader reader =
        new ShardReader(
            ConversationSource.open(
                inputs,
                InputOptions.defaults(),
                InputStream.nullInputStream(),
                InputListener.silent()),
            shard,
            limit)) {
      boolean more = true;
      while (more) {
        try {
          Optional<ReadResult> next = reader.next();
          next.ifPresent(result -> lines.add(show(result)));
          more = next.isPresent();
        } catch (InputException e) {
          lines.add("!! " + e.getMessage());
        }
      }
      assertEquals(Optional.empty(), reader.next());
      assertEquals(inputs, reader.files());
      return new Part(lines, reader.rowsRead(), reader.rowsElsewhere(), reader.inputs());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String show(ReadResult result) {
    return result instanceof ReadResult.Accepted ok
        ? Reading.show(ok.conversation())
        : "! " + ((ReadResult.Rejected) result).rejection();
  }

  /** Reads every shard of every split, and makes sure that together they are the whole. */
  private static void assertSplits(long limit, Path... files) {
    Part whole = read(Shard.WHOLE, limit, files);
    for (int count : COUNTS) {
      List<String> together = new ArrayList<>();
      long rows = 0;
      for (int number = 1; number <= count; number++) {
        Part part = read(new Shard(number, count), limit, files);
        List<String> inOrder = new ArrayList<>(whole.lines());
        inOrder.retainAll(new HashSet<>(part.lines()));
        assertEquals(inOrder, part.lines(), "the order of the input");
        assertEquals(whole.rowsRead(), part.rowsRead() + part.rowsElsewhere());
        assertEquals(whole.inputs(), part.inputs());
        together.addAll(part.lines());
        rows += part.rowsRead();
      }
      assertEquals(whole.lines().size(), together.size(), "every row once");
      assertEquals(new TreeSet<>(whole.lines()), new TreeSet<>(together));
      assertEquals(whole.rowsRead(), rows);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.decorum.read.FormatContractTest#formats")
  void theShardsOfEveryFormatAreTheWhole(String format) throws IOException {
    Path file = Files.write(folder.resolve("in"), FormatContractTest.lines(format));
    assertTrue(read(Shard.WHOLE, Long.MAX_VALUE, file).lines().size() >= 4);
    assertSplits(Long.MAX_VALUE, file);
  }

  /** Chats with ids, without, and some that cannot be read. */
  private Path chats(String name, int rows) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      String id = i % 3 == 0 ? "" : "\"id\":\"" + name + "-" + i + "\",";
      lines.add(
          i % 5 == 4
              ? "{\"id\":"
              : "{" + id + "\"chat_history\":[{\"sender\":\"user\",\"message\":\"m" + i + "\"}]}");
    }
    return Files.write(folder.resolve(name), lines);
  }

  @Test
  void rowsWithoutAnIdAndBadRowsBelongSomewhereToo() throws IOException {
    Path file = chats("chats.jsonl", 60);
    assertSplits(Long.MAX_VALUE, file, chats("more.jsonl", 30));
    for (int line = 1; line <= 60; line++) {
      // The conversation without an id is called FILE:LINE, and a bad row goes by the same name.
      Shard shard = new Shard(2, 3);
      String key = "chats.jsonl:" + line;
      String marker = "chats.jsonl:" + line + " @" + line + " ";
      boolean isBad = (line - 1) % 5 == 4;
      boolean isNameless = !isBad && (line - 1) % 3 == 0;
      if (isBad || isNameless) {
        int bad = line;
        assertEquals(
            shard.holds(key),
            read(shard, Long.MAX_VALUE, file).lines().stream()
                .anyMatch(
                    found ->
                        isBad
                            ? found.startsWith("! ") && found.contains(":" + bad + ":")
                            : found.startsWith(marker)),
            key);
      }
    }
  }

  @Test
  void theFolderOfAFileDoesNotMatter() throws IOException {
    Path there = Files.createDirectories(folder.resolve("there"));
    Path here = chats("chats.jsonl", 40);
    Path copy = Files.copy(here, there.resolve("chats.jsonl"));
    for (int number = 1; number <= 4; number++) {
      assertEquals(
          read(new Shard(number, 4), Long.MAX_VALUE, here).lines(),
          read(new Shard(number, 4), Long.MAX_VALUE, copy).lines().stream()
              .map(line -> line.replace(copy.toString(), here.toString()))
              .toList());
    }
  }

  @Test
  void theRepliesToOneContextStayTogether() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      lines.add("{\"id\":\"g" + i + "\",\"chat_history\":[],\"candidates\":[\"a\",\"b\",\"c\"]}");
    }
    Path file = Files.write(folder.resolve("candidates.jsonl"), lines);
    assertSplits(Long.MAX_VALUE, file);
    Set<String> groups = new TreeSet<>();
    for (int number = 1; number <= 3; number++) {
      Part part = read(new Shard(number, 3), Long.MAX_VALUE, file);
      assertEquals(3 * part.rowsRead(), part.lines().size(), "a row of three replies counts once");
      for (String line : part.lines()) {
        groups.add(number + " " + line.substring(0, line.indexOf('#')));
      }
    }
    assertEquals(20, groups.size());
  }

  @Test
  void theLimitIsThatOfTheWholeInput() throws IOException {
    Path file = chats("chats.jsonl", 60);
    Path other = chats("more.jsonl", 30);
    for (long limit : new long[] {0, 1, 17, 60, 61, 90, 91}) {
      assertSplits(limit, file, other);
      assertEquals(Math.min(90, limit), read(Shard.WHOLE, limit, file, other).rowsRead());
    }
  }

  @Test
  void anInputThatFailsIsReportedByEveryShard() throws IOException {
    Path good = chats("good.jsonl", 10);
    Path bad = Files.writeString(folder.resolve("bad.jsonl"), "no conversations\n");
    Path late = chats("late.jsonl", 10);
    long rows = 0;
    for (int number = 1; number <= 3; number++) {
      Part part = read(new Shard(number, 3), Long.MAX_VALUE, good, bad, late);
      assertEquals(
          1,
          part.lines().stream().filter(line -> line.startsWith("!! " + bad)).count(),
          part.toString());
      assertEquals(3, part.inputs().size());
      rows += part.rowsRead();
    }
    assertEquals(20, rows);
  }
}
