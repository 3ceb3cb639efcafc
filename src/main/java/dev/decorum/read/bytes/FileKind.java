package dev.decorum.read.bytes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a file is, told by its first bytes, whatever it is called. */
enum FileKind {
  /** Text, as far as the first bytes tell. */
  TEXT,
  GZIP,
  ZSTANDARD,
  BZIP2,
  XZ,
  ZIP,
  TAR,
  PARQUET,

  ENCRYPTED_PARQUET("an encrypted Parquet file", "write it without encryption first"),
  SPLIT_ZIP("one part of a split zip archive", "join the parts or unpack them first"),
  SEVEN_ZIP("a 7-Zip archive", Advice.UNPACK),
  RAR("a RAR archive", Advice.UNPACK),
  CABINET("a Windows cabinet", Advice.UNPACK),
  LZ4("compressed with LZ4", Advice.DECOMPRESS),
  LZMA("compressed with LZMA", Advice.DECOMPRESS),
  LZIP("compressed with lzip", Advice.DECOMPRESS),
  SNAPPY("compressed with Snappy", Advice.DECOMPRESS),
  UNIX_COMPRESS("compressed with compress (.Z)", Advice.DECOMPRESS),

  EXCEL("an Excel workbook", Advice.SAVE_AS_CSV),
  OLD_OFFICE(
      "an old or encrypted Office document, such as an Excel workbook (.xls)", Advice.SAVE_AS_CSV),
  OPEN_SPREADSHEET("an OpenDocument spreadsheet", Advice.SAVE_AS_CSV),
  IWORK("a Numbers, Pages or Keynote document", "export it as CSV (UTF-8) and score that"),
  WORD("a Word document", Advice.EXPORT),
  POWERPOINT("a PowerPoint presentation", Advice.EXPORT),
  OPEN_DOCUMENT("an OpenDocument file", Advice.EXPORT),
  EPUB("an e-book", Advice.EXPORT),
  HTML("an HTML page", Advice.EXPORT),
  XML("an XML file", Advice.EXPORT),
  PDF("a PDF document", Advice.EXPORT),
  RTF("a rich text document (RTF)", Advice.EXPORT),
  WHATSAPP(
      "WhatsApp's text export",
      "turn it into a table (CSV) or JSON Lines with the conversation, the speaker and the text of"
          + " each message first"),

  STORE(
      "a store of decorum audit",
      "decorum audit history --store FILE lists its nights, and --cache FILE takes scores from it"),
  SQLITE(
      "a SQLite database",
      "export the table of the chats as CSV first, e.g. sqlite3 FILE -csv -header"
          + " 'select * from TABLE' > chats.csv"),
  ARROW("an Arrow file", Advice.CONVERT),
  AVRO("an Avro file", Advice.CONVERT),
  ORC("an ORC file", Advice.CONVERT),
  HDF5("an HDF5 file", Advice.CONVERT),
  NUMPY("a NumPy array", Advice.CONVERT),
  PICKLE("a Python pickle", Advice.CONVERT),
  SAFETENSORS("a model's weights (safetensors)", Advice.MODEL),
  GGUF("a model's weights (GGUF)", Advice.MODEL),

  PNG("an image (PNG)", Advice.NO_CHATS),
  JPEG("an image (JPEG)", Advice.NO_CHATS),
  GIF("an image (GIF)", Advice.NO_CHATS),
  WEBP("an image (WebP)", Advice.NO_CHATS),
  TIFF("an image (TIFF)", Advice.NO_CHATS),
  SVG("an image (SVG)", Advice.NO_CHATS),
  MEDIA("a video, a sound or an image", Advice.NO_CHATS),
  EXECUTABLE("a program", Advice.NO_CHATS);

  /** What to do instead. */
  private static final class Advice {
    static final String UNPACK = "unpack it first and score the files that are in it";
    static final String DECOMPRESS = "decompress it first";
    static final String SAVE_AS_CSV = "save it as CSV (UTF-8) and score that";
    static final String EXPORT = "export the chats as JSON or CSV and score that";
    static final String CONVERT = "convert it to JSON Lines, CSV or Parquet and score that";
    static final String MODEL = "name the model's folder with -m, and conversations as the input";
    static final String NO_CHATS = "it holds no chats; export them as JSON or CSV and score that";
  }

  /** The first bytes of a kind; -1 stands for any byte. */
  private record Signature(FileKind kind, List<Integer> bytes) {

    /** Of hexadecimal digits, two dots for any byte. */
    static Signature of(FileKind kind, String pattern) {
      List<Integer> bytes = new ArrayList<>();
      for (int i = 0; i < pattern.length(); i += 2) {
        bytes.add(pattern.charAt(i) == '.' ? -1 : HexFormat.fromHexDigits(pattern, i, i + 2));
      }
      return new Signature(kind, List.copyOf(bytes));
    }

    static Signature ofText(FileKind kind, String text) {
      return new Signature(kind, text.chars().boxed().toList());
    }

    /** Whether the beginning is as it has to be, as far as it goes. */
    boolean agrees(HeadInputStream head) {
      for (int i = 0; i < Math.min(bytes.size(), head.length()); i++) {
        int expected = bytes.get(i);
        if (expected >= 0 && expected != head.at(i)) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<Signature> SIGNATURES =
      List.of(
          Signature.of(GZIP, "1f8b"),
          Signature.of(ZSTANDARD, "28b52ffd"),
          Signature.of(ZSTANDARD, "..2a4d18"),
          Signature.of(BZIP2, "425a68..314159265359"),
          Signature.of(BZIP2, "425a68..177245385090"),
          Signature.of(XZ, "fd377a585a00"),
          Signature.of(ZIP, "504b0304"),
          Signature.of(ZIP, "504b0506"),
          Signature.of(ZIP, "504b3030504b0304"),
          Signature.of(SPLIT_ZIP, "504b0708"),
          Signature.of(PARQUET, "5041523115"),
          Signature.ofText(ENCRYPTED_PARQUET, "PARE\u0015"),
          Signature.of(SEVEN_ZIP, "377abcaf271c"),
          Signature.of(RAR, "526172211a07"),
          Signature.of(CABINET, "4d53434600000000"),
          Signature.of(LZ4, "04224d18"),
          Signature.of(LZ4, "02214c18"),
          Signature.of(LZMA, "5d0000"),
          Signature.of(LZIP, "4c5a495001"),
          Signature.of(SNAPPY, "ff060000734e61507059"),
          Signature.of(UNIX_COMPRESS, "1f9d"),
          Signature.of(OLD_OFFICE, "d0cf11e0a1b11ae1"),
          Signature.ofText(PDF, "%PDF-"),
          Signature.of(STORE, "53514c69746520666f726d6174203300" + "..".repeat(52) + "4465636f"),
          Signature.ofText(SQLITE, "SQLite format 3\0"),
          Signature.of(GGUF, "47475546..000000"),
          Signature.ofText(ARROW, "ARROW1\0\0"),
          Signature.ofText(AVRO, "Obj\u0001"),
          Signature.of(HDF5, "894844460d0a1a0a"),
          Signature.of(NUMPY, "934e554d5059"),
          Signature.of(PICKLE, "800363"),
          Signature.of(PICKLE, "80035d"),
          Signature.of(PICKLE, "80037d"),
          Signature.of(PICKLE, "800495"),
          Signature.of(PICKLE, "800595"),
          Signature.of(PNG, "89504e470d0a1a0a"),
          Signature.of(JPEG, "ffd8ff"),
          Signature.ofText(GIF, "GIF87a"),
          Signature.ofText(GIF, "GIF89a"),
          Signature.of(WEBP, "52494646........57454250"),
          Signature.of(MEDIA, "52494646........57415645"),
          Signature.of(MEDIA, "52494646........41564920"),
          Signature.of(MEDIA, "000000..66747970"),
          Signature.of(MEDIA, "4f67675300"),
          Signature.of(MEDIA, "49443302"),
          Signature.of(MEDIA, "49443303"),
          Signature.of(MEDIA, "49443304"),
          Signature.of(MEDIA, "1a45dfa3"),
          Signature.of(MEDIA, "664c614300"),
          Signature.of(TIFF, "49492a00"),
          Signature.of(TIFF, "4d4d002a"),
          Signature.of(EXECUTABLE, "7f454c46"),
          Signature.of(EXECUTABLE, "4d5a..00"),
          Signature.of(EXECUTABLE, "4d5a..01"),
          Signature.of(EXECUTABLE, "cffaedfe"),
          Signature.of(EXECUTABLE, "cafebabe"));

  private final @Nullable String what;
  private final @Nullable String advice;

  FileKind() {
    this.what = null;
    this.advice = null;
  }

  FileKind(String what, String advice) {
    this.what = what;
    this.advice = advice;
  }

  boolean isCompressed() {
    return this == GZIP || this == ZSTANDARD || this == BZIP2 || this == XZ;
  }

  /** Whether nothing can be read from it. */
  boolean isRefused() {
    return what != null;
  }

  /** Says what it is, and what to do. */
  InputException refusal(String name) {
    return new InputException(
        name + ": this is " + Objects.requireNonNull(what) + "; " + Objects.requireNonNull(advice));
  }

  /** Looks at no more bytes than it takes. */
  static FileKind of(HeadInputStream head) throws IOException {
    boolean more = head.has(1);
    while (more) {
      boolean undecided = false;
      for (Signature signature : SIGNATURES) {
        if (signature.agrees(head)) {
          if (head.length() >= signature.bytes().size()) {
            if (signature.kind() != ZSTANDARD || ZstdFrames.isMagic(head)) {
              return signature.kind();
            }
          } else if (signature.bytes().get(0) >= 0 || head.at(0) >> 4 == 5) {
            undecided = true;
          }
        }
      }
      if (!undecided && !mayBeHeader(head)) {
        return withZeros(head);
      }
      more = head.more();
    }
    return withZeros(head);
  }

  /** Whether what has come so far is the beginning of a name, as the header of a tar is. */
  private static boolean mayBeHeader(HeadInputStream head) throws IOException {
    if (head.length() >= TarReader.RECORD) {
      return false;
    }
    int first = head.at(0);
    if ((first == '{' || first == '[') && head.length() > 1 && head.at(1) != 0) {
      return false; // JSON, in all likelihood
    }
    for (int i = 0; i < head.length(); i++) {
      if (head.at(i) == '\n' || head.at(i) == '\r') {
        return false;
      }
    }
    return true;
  }

  /** The kinds whose first bytes may be anything, but not without a zero. */
  private static FileKind withZeros(HeadInputStream head) throws IOException {
    boolean zeros = false;
    for (int i = 0; i < Math.min(head.length(), TarReader.RECORD); i++) {
      zeros |= head.at(i) == 0;
    }
    if (!zeros) {
      return TEXT;
    }
    boolean weights = head.has(9) && head.at(8) == '{';
    for (int i = 4; weights && i < 8; i++) {
      weights = head.at(i) == 0;
    }
    if (weights) {
      return SAFETENSORS;
    }
    if (TextEncoding.of(head) != null) {
      return TEXT;
    }
    return head.has(TarReader.RECORD) && TarReader.isHeader(head) ? TAR : TEXT;
  }
}
