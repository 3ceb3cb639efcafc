package dev.decorum.read.bytes;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** A compression, by the library that writes it. */
public enum Compressed {
  GZIP("gzip", 900),
  ZSTANDARD("Zstandard", 0),
  BZIP2("bzip2", 0),
  XZ("xz", 0);

  private final String shown;
  private final int leastBeforeDamage;

  Compressed(String shown, int leastBeforeDamage) {
    this.shown = shown;
    this.leastBeforeDamage = leastBeforeDamage;
  }

  /** As messages call it. */
  public String shown() {
    return shown;
  }

  /** How many of 1,000 short rows are read where the last bytes are missing; blocks are large. */
  public int leastBeforeDamage() {
    return leastBeforeDamage;
  }

  public byte[] of(byte[] data) {
    return Opened.compressed(
        data,
        switch (this) {
          case GZIP -> GZIPOutputStream::new;
          case ZSTANDARD -> ZstdOutputStream::new;
          case BZIP2 -> out -> new BZip2CompressorOutputStream(out, 1);
          case XZ -> out -> new XZOutputStream(out, new LZMA2Options(0));
        });
  }

  byte[] of(String text) {
    return of(Opened.bytes(text));
  }
}
