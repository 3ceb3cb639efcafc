package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Location;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.layout.ReadResult;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlternatingReaderTest {

  /** Gives rows by name; a name of "!" is an input that cannot be read. */
  private static final class Names implements ConversationReader {
    private final Deque<String> names;
    private final long bytes;
    private boolean closed;

    Names(long bytes, String... names) {
      this.names = new ArrayDeque<>(List.of(names));
      this.bytes = bytes;
    }

    @Override
    public Optional<ReadResult> next() {
      String name = names.pollFirst();
      if (name == null) {
        return Optional.empty();
      }
      if (name.equals("!")) {
        throw new InputException("cannot be read");
      }
      return Optional.of(
          new ReadResult.Accepted(
              new Conversation(
                  name, new Location("f", 1, 0), "Bot", new FormattedText(name), null, Map.of())));
    }

    @Override
    public boolean isLive() {
      return bytes < 0;
    }

    @Override
    public long bytesRead() {
      return names.size();
    }

    @Override
    public long bytesTotal() {
      return bytes;
    }

    @Override
    public void close() throws IOException {
      closed = true;
      if (bytes == 13) {
        throw new IOException("thirteen");
      }
    }
  }

  private static List<String> all(AlternatingReader reader) {
    List<String> names = new ArrayList<>();
    while (true) {
      try {
        Optional<ReadResult> next = reader.next();
        if (next.isEmpty()) {
          return names;
        }
        names.add(((ReadResult.Accepted) next.get()).conversation().id());
      } catch (InputException e) {
        names.add("!");
      }
    }
  }

  @Test
  void rowsComeInTurnUntilAllHaveEnded() {
    assertEquals(
        List.of("a1", "b1", "c1", "a2", "c2", "c3"),
        all(
            new AlternatingReader(
                List.of(
                    new Names(1, "a1", "a2"), new Names(1, "b1"), new Names(1, "c1", "c2", "c3")),
                Long.MAX_VALUE)));
  }

  @Test
  void aFailureCostsATurnOnly() {
    assertEquals(
        List.of("!", "b1", "a1", "b2"),
        all(
            new AlternatingReader(
                List.of(new Names(1, "!", "a1"), new Names(1, "b1", "b2")), Long.MAX_VALUE)));
  }

  @Test
  void theLimitIsThatOfEachReader() {
    assertEquals(
        List.of("a1", "b1", "b2"),
        all(new AlternatingReader(List.of(new Names(1, "a1"), new Names(1, "b1", "b2", "b3")), 2)));
    assertEquals(List.of(), all(new AlternatingReader(List.of(new Names(1, "a1")), 0)));
  }

  @Test
  void bytesAddUpUnlessOneIsUnknown() {
    assertEquals(7, new AlternatingReader(List.of(new Names(3), new Names(4)), 1).bytesTotal());
    assertEquals(-1, new AlternatingReader(List.of(new Names(3), new Names(-1)), 1).bytesTotal());
    assertEquals(
        3,
        new AlternatingReader(List.of(new Names(3, "a", "b"), new Names(4, "c")), 1).bytesRead());
  }

  @Test
  void allAreClosedThoughOneFails() {
    Names first = new Names(13);
    Names second = new Names(1);
    AlternatingReader reader = new AlternatingReader(List.of(first, second), 1);
    assertEquals("thirteen", assertThrows(IOException.class, reader::close).getMessage());
    assertTrue(first.closed && second.closed);
  }
}
