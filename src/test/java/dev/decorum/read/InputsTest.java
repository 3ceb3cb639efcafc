package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.Location;
import dev.decorum.conversation.Rejection;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.layout.Layout;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are meant, what is told of them, and JSON that is not one object a line. */
class InputsTest {
  private static final InputOptions OPTIONS = InputOptions.defaults();

  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    write("b.jsonl", row("b"));
    write("a.jsonl.gz", FormatContractTest.gzip(bytes(row("a"))));
    write("sub/deep/d.csv", bytes("id,text\nd,t\n"));
    write("sub/c.NDJSON.zst", FormatContractTest.zstd(bytes(row("c"))));
    write(".hidden.jsonl", row("hidden"));
    write(".git/e.jsonl", row("hidden"));
    write("notes.md", "# not an export");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String row(String id) {
    return "{\"id\":\"" + id + "\",\"text\":\"t\"}\n";
  }

  private void write(String name, String text) throws IOException {
    write(name, bytes(text));
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''               | a b c d",
        "/b.jsonl         | b",
        "/sub             | c d",
        "/*.jsonl*        | a b",
        "/**/*.csv        | d",
        "/**/b.*          | b",
        "/sub/**          | c d",
        "/su?/deep/[a-d]* | d",
        "/{b,x}.jsonl     | b",
        "/.git/*          | hidden",
        "/.h*             | hidden",
      })
  void anInputStandsFor(String input, String ids) {
    Reading reading = Reading.ofFiles(OPTIONS, folder + input);
    assertEquals(ids, String.join(" ", reading.accepted().stream().map(c -> c.id()).toList()));
  }

  @Test
  void inputsKeepTheirOrderAndStandardInputIsOne() {
    InputStream standardInput = new ByteArrayInputStream(bytes(row("in")));
    Reading reading =
        Reading.of(List.of(folder + "/b.jsonl", "-", folder + "/sub"), OPTIONS, standardInput);
    assertEquals(
        List.of("b", "in", "c", "d"), reading.accepted().stream().map(c -> c.id()).toList());
    assertEquals(folder + "/b.jsonl:1", reading.accepted().get(0).location().toString());
    assertEquals("-:1", reading.accepted().get(1).location().toString());
    assertEquals("-: text because of the field \"text\" without a list", reading.detected().get(1));
    assertEquals(
        folder + "/sub/deep/d.csv: text because of the field \"text\" without a list",
        reading.detected().get(3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/missing.jsonl | : no such file or directory",
        "/*.parquet     | : no file matches this pattern",
        "/none/*.jsonl  | : no file matches this pattern",
        "/[b.jsonl      | : not a file name or pattern: ",
      })
  void aMissingInputIsNamedBeforeAnythingIsRead(String input, String reason) {
    List<String> inputs = List.of(folder + "/b.jsonl", folder + input);
    InputException e =
        assertThrows(
            InputException.class,
            () ->
                ConversationSource.open(
                    inputs, OPTIONS, InputStream.nullInputStream(), InputListener.silent()));
    assertTrue(e.toString().contains(folder + input + reason), e.toString());
  }

  @Test
  void aFolderWithoutExportsIsNamed() throws IOException {
    Files.createDirectory(folder.resolve("empty"));
    InputException e =
        assertThrows(
            InputException.class, () -> Reading.ofFiles(OPTIONS, folder.resolve("empty") + ""));
    assertTrue(e.toString().contains("empty: the directory holds no file"), e.toString());
  }

  @Test
  void standardInputCanBeReadOnce() {
    InputException e = assertThrows(InputException.class, () -> Reading.ofFiles(OPTIONS, "-", "-"));
    assertTrue(e.toString().contains("given twice"), e.toString());
  }

  @Test
  void bytesAreCountedAsTheyLieOnDisk() throws IOException {
    long total = Files.size(folder.resolve("a.jsonl.gz")) + Files.size(folder.resolve("b.jsonl"));
    try (ConversationSource source =
        ConversationSource.open(
            List.of(folder + "/*.jsonl*"),
            OPTIONS,
            InputStream.nullInputStream(),
            InputListener.silent())) {
      assertEquals(total, source.bytesTotal());
      assertEquals(0, source.bytesRead());
      assertTrue(source.next().isPresent());
      assertTrue(source.next().isPresent());
      assertEquals(Optional.empty(), source.next());
      assertEquals(Optional.empty(), source.next());
      assertEquals(total, source.bytesRead());
    }
    try (ConversationSource source =
        ConversationSource.open(
            List.of("-"), OPTIONS, InputStream.nullInputStream(), InputListener.silent())) {
      assertEquals(-1, source.bytesTotal());
    }
  }

  @Test
  void aRowWithoutAnIdIsNamedAfterItsFileAndLine() throws IOException {
    write("sub/no-ids.jsonl", "\n{\"text\":\"a\"}\n");
    Reading reading = Reading.ofFiles(OPTIONS, folder + "/sub/no-ids.jsonl");
    assertEquals("no-ids.jsonl:2", reading.accepted().get(0).id());
  }

  @Test
  void anEmptyFileIsWorthAWarning() {
    Reading reading = Reading.of(" \n\n");
    assertEquals(List.of(), reading.results());
    assertEquals(List.of("-: the file is empty"), reading.warnings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
  void otherEncodingsAreReadAndToldOf(String charset) {
    String marked = charset.equals("UTF-32") ? "\ufeff" : "";
    byte[] bytes =
        (marked + row("x").replace("\"t\"", "\"é🙂\""))
            .getBytes(Charset.forName(charset.equals("UTF-32") ? "UTF-32LE" : charset));
    Reading reading = Reading.of(bytes, OPTIONS);
    assertEquals(List.of("x @1 bot=Bot |é🙂|"), reading.lines());
    assertEquals(1, reading.notes().size());
    assertTrue(reading.notes().get(0).startsWith("-: read as " + charset), reading.notes().get(0));
  }

  @Test
  void unknownFieldsAreNamed() {
    InputException e =
        assertThrows(
            InputException.class, () -> Reading.of("oops\n{\"a\":1,\"b\":2}\n{\"c\":3}\n"));
    assertEquals(
        "-: the layout cannot be recognised from its fields (a, b). If a field holds a list of messages,"
            + " name it: --map messages=FIELD. If a row is one message: --map"
            + " sender=FIELD,message=FIELD,id=FIELD. If a row is a question and an answer: --map"
            + " prompt=FIELD,reply=FIELD. If it is formatted text: --map text=FIELD",
        e.getMessage());
    InputException binary =
        assertThrows(InputException.class, () -> Reading.of("\u0089PNG\r\n\u001a\n,,\0"));
    assertTrue(binary.toString().contains("the layout cannot be recognised"), binary.toString());
  }

  @Test
  void rowsBeforeTheFormatIsKnownAreNotLost() {
    Reading reading = Reading.of("x\n{\"a\":1}\ny\n" + row("g") + "{\"a\":2}\n" + row("h"));
    assertEquals(
        List.of("1", "2", "3", "g", "5", "h"),
        reading.lines().stream()
            .map(line -> line.startsWith("! ") ? line.substring(2, 3) : line.substring(0, 1))
            .toList());
    assertEquals(1, reading.detected().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'chat_history':[],'text':'x'}|chai",
        "{'messages':[]}|openai",
        "{'messages':[{'from':'human','value':'x'}]}|sharegpt",
        "{'messages':[{'sender':'user','message':'x'}]}|openai",
        "{'conversation':[{'role':'user','content':'x'}]}|openai",
        "{'conversations':[{'role':'user','value':'x'}],'text':'y'}|sharegpt",
        "{'text':'x','messages':null}|text",
      })
  void fieldsTellTheFormat(String json, String format) {
    List<String> detected = Reading.of(json.replace('\'', '"')).detected();
    assertTrue(detected.get(0).startsWith("-: " + format + " because"), detected.toString());
  }

  @Test
  void mappedFieldsTakePartInTelling() {
    Map<String, String> columns =
        Map.of("messages", "log", "sender", "who.kind", "message", "said");
    String json = "{\"log\":[{\"who\":{\"kind\":\"user\"},\"said\":\"a\"}]}";
    assertEquals(
        List.of("-:1 @1 bot=Bot ||| user(You): a;"),
        Reading.of(json, OPTIONS.withColumns(columns)).lines());
    assertEquals(
        List.of("-:1 @1 bot=Bot |a|"),
        Reading.of("{\"body\":\"a\",\"messages\":[]}", OPTIONS.withColumns(Map.of("text", "body")))
            .lines());
  }

  @Test
  void aPrettyPrintedObjectIsARow() {
    String pretty = "{\n  \"id\": \"p\",\n  \"text\": \"a }{ \\\" b\"\n}\n";
    assertEquals(List.of("p @1 bot=Bot |a }{ \" b|"), Reading.of(pretty).lines());
    assertEquals(
        List.of("p @1 bot=Bot |a }{ \" b|", "p @5 bot=Bot |a }{ \" b|"),
        Reading.of(pretty + pretty).lines());
  }

  @Test
  void theElementsOfAListAreRows() {
    String list =
        "[\n{\"id\":\"a\",\n\"text\":\"1\"}, {\"text\":\"2\"}, {\"text\":\"3\"},\n3,\n [],"
            + "{\"id\":\"b\",\n \"text\":\"é\", x}, {\"id\":\"c\",\"text\":\"lost}\n,"
            + "{\"id\":\"d\",\"text\":\"4\"}]\n";
    assertEquals(
        List.of(
            "a @2 bot=Bot |1|",
            "-:3 @3 bot=Bot |2|",
            "-:3:28 @3 bot=Bot |3|",
            "! 4:1 the row is a number, expected an object",
            "! 5:0 the row is of the layout openai, because of the field \"messages\"; the file is read as"
                + " text"),
        Reading.of(list).lines().subList(0, 5));
    Reading reading = Reading.of(list);
    assertEquals(6, reading.rejected().get(2).location().line());
    assertEquals(14, reading.rejected().get(2).location().column());
  }

  @Test
  void aListThatIsCutOffIsReported() {
    assertEquals(
        List.of("a @1 bot=Bot |t|", "! 1:1 the list is never closed: the file seems to be cut off"),
        Reading.of("[" + row("a") + ",").lines());
    List<String> within = Reading.of("[" + row("a") + ",{\"id\":").lines();
    assertEquals(
        "! 2:8 not valid JSON: it ends in the middle of an object: a } is missing", within.get(1));
    assertEquals(3, within.size());
  }

  @Test
  void aBrokenFirstLineDoesNotMakeADocumentOfRows() {
    Reading reading = Reading.of("{\"id\":\"a\",\"text\":\n" + row("b") + row("c"));
    assertEquals(List.of("b", "c"), reading.accepted().stream().map(c -> c.id()).toList());
    assertEquals(1, reading.rejected().size());
  }

  @Test
  void rejectsAreWrittenAsJsonLines() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (RejectsWriter writer = new RejectsWriter(bytes)) {
      writer.write(new Rejection(new Location("a b.jsonl", 3, 0), "no \"text\"", "{\n\u0001é🙂}"));
      writer.write(new Rejection(new Location("-", 4, 5), "x", ""));
    }
    assertEquals(
        "{\"file\":\"a b.jsonl\",\"line\":3,\"column\":0,\"reason\":\"no \\\"text\\\"\","
            + "\"raw\":\"{\\n\\u0001é🙂}\"}\n"
            + "{\"file\":\"-\",\"line\":4,\"column\":5,\"reason\":\"x\",\"raw\":\"\"}\n",
        bytes.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("dev.decorum.read.FormatContractTest#formats")
  void aFormatIsFoundByItsName(String format) {
    assertEquals(format, Layouts.required(format));
    boolean told = format.equals("csv");
    String layout = format.equals("csv-messages") ? "message-rows" : format;
    assertEquals(
        told ? Optional.empty() : Optional.of(layout), Layouts.ofName(format).map(Layout::name));
  }

  @Test
  void badOptionsAreNamed() {
    IllegalArgumentException format =
        assertThrows(IllegalArgumentException.class, () -> Layouts.required("xml"));
    assertEquals(
        "unknown input format \"xml\"; known are auto, chai-feedback, chatgpt, openwebui, grok,"
            + " intercom, characterai, ooba, risu, agnai, telegram, oasst, sillytavern, session-trace,"
            + " arena, preference, candidates, chai, sharegpt, openai, message-rows, exchange-rows,"
            + " completion, text, csv, csv-messages",
        format.getMessage());
    IllegalArgumentException field =
        assertThrows(
            IllegalArgumentException.class, () -> OPTIONS.withColumns(Map.of("name", "x")));
    assertTrue(field.toString().contains("unknown field \"name\" to map"), field.toString());
  }
}
