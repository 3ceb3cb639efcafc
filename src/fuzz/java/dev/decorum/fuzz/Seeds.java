package dev.decorum.fuzz;

import dev.decorum.score.RunReports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Good inputs, which mutation begins with: those of {@code src/fuzz/seeds} and of the examples. */
final class Seeds {

  /** The words of the formats. */
  static final Path DICTIONARY = Path.of("src/fuzz/words.dict");

  private static final Path FOLDER = Path.of("src/fuzz/seeds");
  private static final int ARRIVALS = 4;
  private static final int[] OPTIONS = {0, 3, 7, 63};

  /** A skippable frame of one byte, as parallel compressors begin with. */
  private static final byte[] SKIPPABLE = {0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 9};

  private Seeds() {}

  /** Writes the seeds of a target into a folder. */
  static void write(Target target, Path folder) throws IOException {
    List<byte[]> seeds =
        switch (target) {
          case READERS -> readers();
          case COMPRESSED -> compressed();
          case PARQUET -> parquet();
          case SCORES -> scores();
          case MODELS -> models();
          case TORCH -> torch();
          case TOKENIZERS -> tokenizerInputs();
          case GRAPHS -> graphs();
        };
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(folder.resolve(String.format(Locale.ROOT, "seed-%03d", i)), seeds.get(i));
    }
  }

  private static List<Path> files(Path folder, String... endings) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
          .sorted()
          .toList();
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(first);
    bytes.writeBytes(second);
    return bytes.toByteArray();
  }

  private static byte[] export(int format, int arrival, int options, byte[] content) {
    return joined(new byte[] {(byte) format, (byte) arrival, (byte) options}, content);
  }

  private static List<byte[]> readers() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (Path file : files(FOLDER.resolve("exports"), "")) {
      byte[] content = Files.readAllBytes(file);
      int format = ReaderTarget.format(file.getFileName().toString());
      for (int arrival = 0; arrival < ARRIVALS; arrival++) {
        for (int options : OPTIONS) {
          seeds.add(export(format, arrival, options, content));
        }
        seeds.add(export(0, arrival, 2, content));
        seeds.add(export(format, arrival + ARRIVALS, 0, content));
      }
    }
    for (Path file : files(Path.of("src/test/resources/exports/cases"), "")) {
      seeds.add(export(0, 0, 0, Files.readAllBytes(file)));
    }
    for (byte[] example : examples()) {
      seeds.add(export(0, 0, 0, example));
      seeds.add(export(0, 0, 0, ReaderTarget.gzip(example)));
      seeds.add(export(0, 0, 0, ReaderTarget.zstd(example)));
    }
    return seeds;
  }

  private static List<byte[]> examples() throws IOException {
    List<byte[]> examples = new ArrayList<>();
    for (Path file : files(Path.of("examples"), ".jsonl", ".csv")) {
      examples.add(Files.readAllBytes(file));
    }
    return examples;
  }

  private static List<byte[]> compressed() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (byte[] example : examples()) {
      seeds.add(ReaderTarget.gzip(example));
      seeds.add(ReaderTarget.zstd(example));
      seeds.add(joined(SKIPPABLE, ReaderTarget.zstd(example)));
      seeds.add(bzip2(example));
      seeds.add(xz(example));
      String text = new String(example, StandardCharsets.UTF_8);
      seeds.add(("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE));
      seeds.add(text.getBytes(StandardCharsets.UTF_16BE));
      seeds.add(zip(ZipArchiveEntry.DEFLATED, example, ReaderTarget.gzip(example)));
      seeds.add(zip(ZipArchiveEntry.STORED, example));
      seeds.add(tar(example, xz(example)));
      seeds.add(ReaderTarget.gzip(tar(example)));
    }
    byte[] zeros = new byte[1 << 20];
    seeds.add(ReaderTarget.gzip(zeros));
    seeds.add(ReaderTarget.zstd(zeros));
    return seeds;
  }

  private static byte[] bzip2(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new BZip2CompressorOutputStream(bytes, 1)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] xz(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new XZOutputStream(bytes, new LZMA2Options(0))) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(int method, byte[]... files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      for (int i = 0; i < files.length; i++) {
        CRC32 checksum = new CRC32();
        checksum.update(files[i]);
        ZipArchiveEntry entry = new ZipArchiveEntry("chats/" + i + ".jsonl");
        entry.setMethod(method);
        entry.setSize(files[i].length);
        entry.setCrc(checksum.getValue());
        zip.putArchiveEntry(entry);
        zip.write(files[i]);
        zip.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] tar(byte[]... files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (int i = 0; i < files.length; i++) {
        TarArchiveEntry entry = new TarArchiveEntry("chats/".repeat(1 + 30 * i) + "a.jsonl");
        entry.setSize(files[i].length);
        tar.putArchiveEntry(entry);
        tar.write(files[i]);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** The smaller ones of the files that tests read. */
  private static List<byte[]> parquet() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (Path file : files(Path.of("src/test/resources/parquet"), ".parquet")) {
      byte[] content = Files.readAllBytes(file);
      if (content.length <= Target.PARQUET.longest()) {
        seeds.add(content);
      }
    }
    return seeds;
  }

  private static List<byte[]> scores() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (Path file : files(FOLDER.resolve("scores"), "")) {
      byte kind = ScoreTarget.kind(file.getFileName().toString());
      seeds.add(joined(new byte[] {kind}, Files.readAllBytes(file)));
    }
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    RunReports.thousandRows().write(report);
    seeds.add(joined(new byte[] {ScoreTarget.kind("manifest")}, report.toByteArray()));
    ByteArrayOutputStream calibration = new ByteArrayOutputStream();
    RunReports.calibration().write(calibration);
    seeds.add(joined(new byte[] {ScoreTarget.kind("calibration")}, calibration.toByteArray()));
    return seeds;
  }

  private static List<byte[]> models() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i < ModelTarget.FILES.size(); i++) {
      ModelTarget.Spoiled file = ModelTarget.FILES.get(i);
      seeds.add(joined(new byte[] {(byte) i, 0}, ModelTarget.good(file)));
      seeds.add(new byte[] {(byte) i, 1, 0, 1, 1, 1});
    }
    return seeds;
  }

  /** The smaller ones of the files that tests read, and the pickles of all of them. */
  private static List<byte[]> torch() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(TorchTarget.piecesOfOneTensor());
    for (Path file : files(Path.of("src/test/resources/torch"), ".bin")) {
      byte[] content = Files.readAllBytes(file);
      if (content.length < Target.TORCH.longest()) {
        seeds.add(joined(new byte[] {0}, content));
      }
      if (content[0] == 'P') {
        try (ZipFile zip = new ZipFile(file.toFile())) {
          for (ZipEntry entry : Collections.list(zip.entries())) {
            if (entry.getName().endsWith("/data.pkl")) {
              seeds.add(joined(new byte[] {1}, zip.getInputStream(entry).readAllBytes()));
            }
          }
        }
      }
    }
    return seeds;
  }

  /** Good tokenizers, and some that are known to be harmful. */
  static List<byte[]> tokenizers() {
    List<byte[]> seeds = new ArrayList<>();
    try {
      seeds.add(ModelTarget.good(new ModelTarget.Spoiled("whole", "tokenizer.json")));
      for (Path file : files(FOLDER.resolve("tokenizers"), "")) {
        seeds.add(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return seeds;
  }

  private static List<byte[]> tokenizerInputs() {
    List<byte[]> seeds = new ArrayList<>();
    List<byte[]> files = tokenizers();
    for (int i = 0; i < files.size(); i++) {
      // Alone, and with one change in each of four files.
      seeds.add(joined(new byte[] {0, 0, 0}, files.get(i)));
      for (byte beside : new byte[] {0, 2, 3, 14, 15, 31}) {
        seeds.add(new byte[] {1, (byte) i, beside, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1});
      }
    }
    return seeds;
  }

  /** One change of each kind. */
  private static List<byte[]> graphs() {
    List<byte[]> seeds = new ArrayList<>();
    for (byte kind = 0; kind < GraphTarget.KINDS; kind++) {
      seeds.add(new byte[] {0, kind, 0, kind, 1, 1});
    }
    return seeds;
  }
}
