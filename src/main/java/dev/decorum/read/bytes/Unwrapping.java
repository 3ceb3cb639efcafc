package dev.decorum.read.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Takes from the bytes of an input what is around its text: compression, mark, encoding. */
final class Unwrapping {
  /** An input may be compressed twice, by mistake; more is made to waste memory. */
  private static final int LAYERS = 2;

  private final ContentOptions options;
  private final ExpansionLimit expansion;
  private final ExpansionLimit.Stage entries;
  private final ExpansionLimit.Stage compressedEntries;

  /** Whether a decoder of xz is at work, which takes memory. */
  private boolean xz;

  /** What is left without compression. */
  record Bare(FileKind kind, HeadInputStream stream, boolean compressed) {}

  Unwrapping(InputStream raw, ContentOptions options) {
    this.options = options;
    this.expansion = new ExpansionLimit(raw);
    this.entries = expansion.stage();
    this.compressedEntries = expansion.stage();
  }

  /** The input as it is there. */
  InputStream raw() {
    return expansion.compressed();
  }

  ContentOptions options() {
    return options;
  }

  /** The input without its compression. */
  Bare input(String name) throws IOException {
    HeadInputStream head = new HeadInputStream(expansion.compressed());
    FileKind kind = FileKind.of(head);
    int layers = 0;
    while (kind.isCompressed()) {
      if (++layers > LAYERS) {
        throw new InputException(name + ": it is compressed more than twice; decompress it first");
      }
      head = new HeadInputStream(expansion.limit(decompressed(kind, head)));
      kind = FileKind.of(head);
    }
    return new Bare(kind, head, layers > 0);
  }

  private InputStream decompressed(FileKind kind, InputStream in) throws IOException {
    int kibibytes = xz ? Compression.INNER_XZ_KIBIBYTES : Compression.XZ_KIBIBYTES;
    xz |= kind == FileKind.XZ;
    return Compression.decompressed(kind, in, kibibytes);
  }

  /** A file of an archive, which may be compressed once more. */
  UnpackedFile entry(String name, String shortName, InputStream data) throws IOException {
    HeadInputStream head = new HeadInputStream(entries.limit(data));
    FileKind kind = FileKind.of(head);
    if (kind.isCompressed()) {
      boolean around = xz;
      head = new HeadInputStream(compressedEntries.limit(decompressed(kind, head)));
      xz = around;
      kind = FileKind.of(head);
    }
    if (kind.isCompressed()) {
      throw new InputException(name + ": it is compressed more than once; decompress it first");
    }
    return switch (kind) {
      case ZIP, TAR ->
          throw new InputException(name + ": this is an archive in an archive; unpack it first");
      case PARQUET -> throw parquet(name, "unpack it first and score the file");
      default -> text(name, shortName, kind, head);
    };
  }

  static InputException parquet(String name, String advice) {
    return new InputException(
        name + ": this is a Parquet file, which needs random access; " + advice);
  }

  /** What is read as text, unless it is something else. */
  UnpackedFile text(String name, String shortName, FileKind kind, HeadInputStream bare)
      throws IOException {
    if (kind.isRefused()) {
      throw kind.refusal(name);
    }
    TextEncoding told = TextEncoding.of(bare);
    Charset charset = options.encoding();
    int mark = 0;
    if (told != null && (told.mark() > 0 || charset == null)) {
      charset = told.charset();
      mark = told.mark();
      bare.drop(mark);
    }
    Charset decoded = StandardCharsets.UTF_8.equals(charset) ? null : charset;
    HeadInputStream text = decoded == null ? bare : decoded(bare, decoded, mark);
    FileKind foreign = NonExportText.of(text);
    if (foreign.isRefused()) {
      throw foreign.refusal(name);
    }
    return UnpackedFile.text(name, shortName, text, decoded);
  }

  private static HeadInputStream decoded(InputStream in, Charset charset, int mark) {
    return new HeadInputStream(new TranscodingInputStream(in, charset, mark));
  }

  /** Reads what is left, so that all of it is counted and its end is checked. */
  static void drain(InputStream in) throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }
}
