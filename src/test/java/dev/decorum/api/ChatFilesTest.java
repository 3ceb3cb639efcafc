package dev.decorum.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.FieldValue;
import dev.decorum.failure.DecorumException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChatFilesTest {
  private static final Path CASES = Path.of("src/test/resources/exports/cases");

  @TempDir Path folder;

  static List<Path> cases() throws IOException {
    try (Stream<Path> files = Files.walk(CASES)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** A file of which only bytes are known, with a count of how many streams are open. */
  private record Remote(Path file, AtomicInteger streams) implements ChatFile {
    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public long bytes() {
      try {
        return Files.size(file);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public InputStream open() throws IOException {
      streams.incrementAndGet();
      return new ByteArrayInputStream(Files.readAllBytes(file)) {
        @Override
        public void close() {
          streams.decrementAndGet();
        }
      };
    }
  }

  private static List<Row> rows(ChatFiles files) {
    List<Row> rows = new ArrayList<>();
    try (files) {
      files.forEachRemaining(rows::add);
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aFileElsewhereIsReadAsOneOnDisk(Path file) {
    AtomicInteger open = new AtomicInteger();
    List<Row> expected = rows(ChatFiles.open(List.of(file.toString())));
    List<Row> read = rows(ChatFiles.of(List.of(new Remote(file, open)), ReadOptions.defaults()));
    assertEquals(expected, read);
    assertEquals(0, open.get(), "streams that are open");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aChatTravelsWhole(Path file) {
    for (Row row : rows(ChatFiles.open(List.of(file.toString())))) {
      if (row instanceof Chat chat) {
        assertEquals(chat, Chat.of(chat.toBytes()));
      }
    }
  }

  @Test
  void theRowsThatAreBadSayWhereTheyAre() throws IOException {
    Path file = folder.resolve("chats.jsonl");
    Files.writeString(
        file, "{\"id\":\"a\",\"text\":\"x\"}\nnothing\n{\"id\":\"b\",\"text\":\"x\"}\n");
    List<String> places =
        rows(ChatFiles.open(file.toString())).stream()
            .filter(row -> row instanceof Rejected)
            .map(row -> ((Rejected) row).place())
            .toList();
    assertEquals(List.of(file + ":2:1"), places);
  }

  /** Each of two programs reads a file; the field of a map is in one of them only. */
  @Test
  void fieldsMayBeInAnotherPart() throws IOException {
    Path one = folder.resolve("one.jsonl");
    Path other = folder.resolve("other.jsonl");
    Files.writeString(one, "{\"key\":\"a\",\"text\":\"x\"}\n");
    Files.writeString(other, "{\"text\":\"x\"}\n");
    ReadOptions options =
        ReadOptions.defaults().withMap(Map.of("id", "key")).withKeep(List.of("mood"));
    List<String> notices = new ArrayList<>();
    List<RunTotals> parts = new ArrayList<>();
    for (Path file : List.of(one, other)) {
      ChatFiles part = ChatFiles.part(new Remote(file, new AtomicInteger()), options, notices::add);
      assertEquals(
          List.of(Chat.class), rows(part).stream().map(Object::getClass).distinct().toList());
      parts.add(part.totals());
    }
    assertEquals(2, notices.size(), notices.toString());
    assertEquals(
        one + ": read as text, because of the field \"text\" without a list", notices.get(0));
    assertThrows(DecorumException.class, () -> parts.get(1).notices(options));
    parts.get(1).add(parts.get(0));
    assertEquals(
        List.of("no row of any input has the field \"mood\"; the fields are text, key"),
        parts.get(1).notices(options));
  }

  @Test
  void filesOfAFolderAreChosenByTheirNames() {
    List<String> names =
        List.of("a/chats.jsonl.gz", "a/notes.md", "a/scores.csv.manifest.json", "b/part.parquet");
    assertEquals(List.of("a/chats.jsonl.gz", "b/part.parquet"), ChatFiles.chosen(names));
    assertEquals(List.of("a/notes.md"), ChatFiles.passedOver(names));
  }

  @Test
  void singleMessagesAreToldFromChats() throws IOException {
    Path messages = folder.resolve("messages.jsonl");
    Files.writeString(
        messages, "{\"conversation_id\":\"a\",\"role\":\"user\",\"content\":\"Hi\"}\n");
    try (ChatFiles files = ChatFiles.open(messages.toString())) {
      assertFalse(files.hasMessageRows());
      files.forEachRemaining(row -> {});
      assertTrue(files.hasMessageRows());
    }
    try (ChatFiles files = ChatFiles.open("examples/first-scores/chats.jsonl")) {
      files.forEachRemaining(row -> {});
      assertFalse(files.hasMessageRows());
    }
  }

  @Test
  void optionsSayHowFilesAreRead() throws Exception {
    Path file = folder.resolve("chats.jsonl");
    Files.writeString(
        file,
        """
        {"key":"a","shop":"tea","turns":[{"role":"client","content":"Which tea?"},\
        {"role":"clerk","content":"Assam."}]}
        """);
    ReadOptions options =
        ReadOptions.defaults()
            .withMap(Map.of("id", "key", "messages", "turns"))
            .withKeep(List.of("shop"))
            .withRoles(Map.of("client", "user", "clerk", "bot"))
            .withBotName("Mara");
    assertEquals(options, copy(options));
    Chat chat = (Chat) rows(ChatFiles.open(List.of(file.toString()), copy(options))).get(0);
    assertEquals("a", chat.id());
    assertEquals("Mara", chat.botName());
    assertEquals(Map.of("shop", FieldValue.string("tea")), chat.conversation().fields());
  }

  private static ReadOptions copy(ReadOptions options) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(options);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (ReadOptions) in.readObject();
    }
  }

  @Test
  void whatNoOptionMeansIsRefusedAtOnce() {
    ReadOptions defaults = ReadOptions.defaults();
    assertThrows(IllegalArgumentException.class, () -> defaults.withInputFormat("none"));
    assertThrows(IllegalArgumentException.class, () -> defaults.withMap(Map.of("none", "a")));
    assertThrows(IllegalArgumentException.class, () -> defaults.withRoles(Map.of("a", "robot")));
    assertThrows(IllegalArgumentException.class, () -> defaults.withEncoding("none"));
  }
}
