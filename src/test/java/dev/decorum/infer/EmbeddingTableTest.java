package dev.decorum.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.onnx.EmbeddingLookup;
import dev.decorum.model.tensors.ElementType;
import dev.decorum.model.tensors.TensorEntry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingTableTest {
  private static final int OFFSET = 24;

  @TempDir Path folder;

  @BeforeAll
  static void keepNativeLibrariesOutOfTheHomeFolder() {
    TestLibraries.prepare();
  }

  /** A file in which element {@code i} of the table, counted row by row, is {@code i}. */
  private EmbeddingLookup table(int rows, int width) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(OFFSET + rows * width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(OFFSET);
    for (int i = 0; i < rows * width; i++) {
      bytes.putFloat(i);
    }
    Path file = Files.write(folder.resolve("weights"), bytes.array());
    return new EmbeddingLookup(
        new TensorEntry(
            "wte.weight",
            ElementType.F32,
            List.of((long) rows, (long) width),
            file,
            OFFSET,
            (long) rows * width * Float.BYTES),
        "input_ids");
  }

  private static EmbeddingTable open(EmbeddingLookup lookup) throws OrtException {
    return EmbeddingTable.open(lookup).orElseThrow();
  }

  private static float[] row(EmbeddingTable table, int index, int width) {
    FloatBuffer values = table.tensor().getFloatBuffer();
    float[] row = new float[width];
    values.get(index * width, row);
    return row;
  }

  private static float[] expected(int index, int width) {
    float[] row = new float[width];
    for (int i = 0; i < width; i++) {
      row[i] = (float) index * width + i;
    }
    return row;
  }

  // Rows of 16 bytes, 3 KB and 12 KB: many in a block, two, and one alone. The last block is short.
  @ParameterizedTest
  @CsvSource({"1, 1", "1000, 4", "513, 4", "101, 768", "7, 3000"})
  void rowsAreThoseOfTheFile(int count, int width) throws Exception {
    try (EmbeddingTable table = open(table(count, width))) {
      table.require(new long[] {count - 1, 0, count / 2, 0});
      for (int index : new int[] {0, count / 2, count - 1}) {
        assertTrue(Arrays.equals(expected(index, width), row(table, index, width)));
      }
    }
  }

  @Test
  void rowsThatDoNotExistAreLeftToTheRuntime() throws Exception {
    try (EmbeddingTable table = open(table(10, 4))) {
      table.require(new long[] {-1, 10, Long.MAX_VALUE, Long.MIN_VALUE, 3});
      assertTrue(Arrays.equals(expected(3, 4), row(table, 3, 4)));
    }
  }

  @Test
  void aRowIsReadOnce() throws Exception {
    EmbeddingLookup lookup = table(100, 768);
    try (EmbeddingTable table = open(lookup)) {
      table.require(new long[] {40});
      overwrite(lookup, 40, 768);
      table.require(new long[] {40});
      assertTrue(Arrays.equals(expected(40, 768), row(table, 40, 768)));
    }
  }

  @Test
  void aRowThatChangedSinceTheModelWasOpenedIsRefused() throws Exception {
    EmbeddingLookup lookup = table(100, 768);
    try (EmbeddingTable table = open(lookup)) {
      table.require(new long[] {0});
      overwrite(lookup, 40, 768);
      table.require(new long[] {39 - 2, 60});
      ModelException e =
          assertThrows(ModelException.class, () -> table.require(new long[] {1, 40}));
      assertEquals(
          lookup.tensor().file()
              + ": was changed while the model was in use: the tensor wte.weight is not what it"
              + " was. Start again with the model as it is now, and put new weights into a folder"
              + " of their own",
          e.getMessage());
      // It stays so: nothing of it was taken over.
      assertThrows(ModelException.class, () -> table.require(new long[] {40}));
    }
  }

  private static void overwrite(EmbeddingLookup lookup, int row, int width) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(lookup.tensor().file().toFile(), "rw")) {
      file.seek(lookup.tensor().offset() + (long) row * width * Float.BYTES);
      file.writeFloat(12);
    }
  }

  @Test
  void aFileThatWasCutOffIsSaid() throws Exception {
    EmbeddingLookup lookup = table(100, 768);
    try (EmbeddingTable table = open(lookup)) {
      table.require(new long[] {0});
      try (RandomAccessFile file = new RandomAccessFile(lookup.tensor().file().toFile(), "rw")) {
        file.setLength(OFFSET + 50 * 768 * Float.BYTES + 1);
      }
      table.require(new long[] {48});
      ModelException e = assertThrows(ModelException.class, () -> table.require(new long[] {50}));
      assertEquals(lookup.tensor().file() + ": ends inside of wte.weight", e.getMessage());
    }
  }

  @Test
  void aFileThatWasCutOffBeforeIsSaid() throws Exception {
    EmbeddingLookup lookup = table(100, 768);
    try (RandomAccessFile file = new RandomAccessFile(lookup.tensor().file().toFile(), "rw")) {
      file.setLength(OFFSET + 50 * 768 * Float.BYTES);
    }
    try (EmbeddingTable table = EmbeddingTable.open(lookup).orElseThrow()) {
      ModelException e = assertThrows(ModelException.class, () -> table.require(new long[] {0}));
      assertEquals(lookup.tensor().file() + ": ends inside of wte.weight", e.getMessage());
    }
  }

  @Test
  void aMissingFileIsSaid() throws Exception {
    EmbeddingLookup lookup = table(10, 4);
    Files.delete(lookup.tensor().file());
    ModelException e = assertThrows(ModelException.class, () -> EmbeddingTable.open(lookup));
    assertEquals(lookup.tensor().file() + ": cannot be read: no such file", e.getMessage());
  }

  @Test
  void manyThreadsMayAsk() throws Exception {
    int count = 5000;
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (EmbeddingTable table = open(table(count, 64))) {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int step = 7 + 2 * thread;
        answers.add(
            threads.submit(
                () -> {
                  for (int index = 0; index < count; index += step) {
                    table.require(new long[] {index});
                    if (!Arrays.equals(expected(index, 64), row(table, index, 64))) {
                      return false;
                    }
                  }
                  return true;
                }));
      }
      for (Future<Boolean> answer : answers) {
        assertTrue(answer.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
