package dev.decorum.read.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingsTest {
  private static final String TEXT = "id,text\n1,Größe 🙂 €\n";
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private static byte[] encoded(String text, String charset) {
    return text.getBytes(Charset.forName(charset));
  }

  private static Opened decoded(byte[] bytes, Charset charset) {
    return Opened.of(bytes, ContentOptions.defaults().withEncoding(charset));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void wideTextsAreDecoded(String charset) {
    for (String mark : List.of("", "\ufeff")) {
      for (String text : List.of(TEXT, TEXT.repeat(5000), "{}", "[]\n")) {
        Opened opened = Opened.of(encoded(mark + text, charset));
        assertEquals(List.of("-: " + text), opened.files());
        assertEquals(List.of(charset), opened.encodings());
      }
    }
  }

  @Test
  void aMarkAloneIsAnEmptyText() {
    for (String charset : List.of("UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
      assertEquals(List.of("-: "), Opened.of(encoded("\ufeff", charset)).files());
    }
  }

  @Test
  void utf8IsLeftAsItIs() throws IOException {
    Opened opened = Opened.of(encoded("\ufeff" + TEXT, "UTF-8"));
    assertEquals(List.of("-: " + TEXT), opened.files());
    assertEquals(List.of(), opened.encodings());
    byte[] broken = {'a', (byte) 0xff, 'b', '\n'};
    try (InputContents contents =
        InputContents.open(
            new InputFile("-", null, -1),
            new ByteArrayInputStream(broken),
            ContentOptions.defaults())) {
      UnpackedFile unpacked = Opened.next(contents);
      assertEquals(
          HexFormat.of().formatHex(broken),
          HexFormat.of().formatHex(unpacked.stream().readAllBytes()));
    }
  }

  @Test
  void anEncodingCanBeGiven() {
    Opened opened = decoded("Größe „€“\n".getBytes(WINDOWS), WINDOWS);
    assertEquals(List.of("-: Größe „€“\n"), opened.files());
    assertEquals(List.of("windows-1252"), opened.encodings());
    assertEquals(
        List.of("-: Größe\n"),
        decoded(encoded("Größe\n", "ISO-8859-1"), StandardCharsets.ISO_8859_1).files());
    assertEquals(
        List.of("-: дом\n"),
        decoded(encoded("дом\n", "KOI8-R"), Charset.forName("KOI8-R")).files());
    assertEquals(
        List.of("-: 家\n"),
        decoded(encoded("家\n", "Shift_JIS"), Charset.forName("Shift_JIS")).files());
    assertEquals(List.of(), decoded(Opened.bytes(TEXT), StandardCharsets.UTF_8).encodings());
  }

  @Test
  void aMarkCountsMoreThanTheEncodingGiven() {
    assertEquals(List.of("-: é"), decoded(encoded("\ufeffé", "UTF-8"), WINDOWS).files());
    Opened wide = decoded(encoded("\ufeffé", "UTF-16BE"), WINDOWS);
    assertEquals(List.of("-: é"), wide.files());
    assertEquals(List.of("UTF-16BE"), wide.encodings());
  }

  @Test
  void whatAnEncodingDoesNotHaveIsAnErrorWithItsPlace() {
    byte[] windows = {'a', 'b', (byte) 0x81, 'c'};
    assertEquals(
        "unreadable: not valid windows-1252 at byte 3: 0x81",
        decoded(windows, WINDOWS).complaint());
    byte[] half = encoded("\ufeffab\ud83d", "UTF-16LE");
    half = Arrays.copyOf(half, half.length + 2);
    half[6] = 0x3d;
    half[7] = (byte) 0xd8;
    half[8] = 'c';
    assertEquals(
        "unreadable: not valid UTF-16LE at byte 7: 0x3D 0xD8 0x63 0x00",
        Opened.of(half).complaint());
    byte[] odd = Arrays.copyOf(encoded("\ufeffabc", "UTF-16BE"), 7);
    assertEquals("unreadable: not valid UTF-16BE at byte 7: 0x00", Opened.of(odd).complaint());
    byte[] large = encoded("\ufeffab", "UTF-32LE");
    large[10] = 0x7f;
    assertEquals(
        "unreadable: not valid UTF-32LE at byte 9: 0x62 0x00 0x7F 0x00",
        Opened.of(large).complaint());
  }

  @Test
  void anErrorFarWithinHasTheRightPlaceAndWhatIsBeforeItIsRead() throws IOException {
    int before = 20_000;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("é".repeat(before).getBytes(WINDOWS));
    bytes.write(0x9d);
    bytes.writeBytes("x".repeat(before).getBytes(WINDOWS));
    try (InputContents contents =
        InputContents.open(
            new InputFile("-", null, -1),
            new ByteArrayInputStream(bytes.toByteArray()),
            ContentOptions.defaults().withEncoding(WINDOWS))) {
      UnpackedFile unpacked = Opened.next(contents);
      InputStream text = unpacked.stream();
      assertEquals(
          "é".repeat(before), new String(text.readNBytes(2 * before), StandardCharsets.UTF_8));
      IOException e = assertThrows(IOException.class, text::read);
      assertEquals("not valid windows-1252 at byte 20001: 0x9D", e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, Grüße aus Köln",
    "true, “quoted” – and so on… it’s 5 €",
    "true, ÄÖÜ are letters",
    "false, дом",
    "false, plain",
    "false, ééééé",
  })
  void windowsEncodingIsGuessed(boolean likely, String text) {
    byte[] bytes = text.getBytes(text.startsWith("д") ? Charset.forName("windows-1251") : WINDOWS);
    assertEquals(
        likely
            ? Optional.of("; if the file is in Windows' encoding, add --encoding windows-1252")
            : Optional.empty(),
        EncodingHint.of(bytes, 0, bytes.length));
  }

  @Test
  void damagedUtf8IsNoWindowsEncoding() {
    for (String text : List.of("Größe and caf\u00e9", "it’s", "🙂 hello there")) {
      byte[] damaged = Arrays.copyOf(Opened.bytes(text), Opened.bytes(text).length + 1);
      damaged[damaged.length - 1] = (byte) 0xff;
      assertEquals(Optional.empty(), EncodingHint.of(damaged, 0, damaged.length), text);
    }
    byte[] binary = {'a', 'b', 'c', 0, (byte) 0xe9};
    assertEquals(Optional.empty(), EncodingHint.of(binary, 0, binary.length));
  }
}
