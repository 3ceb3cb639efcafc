package dev.decorum.read;

import dev.decorum.conversation.Candidacy;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Location;
import dev.decorum.read.bytes.InputDigest;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.layout.ReadResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one shard of the inputs. All of the inputs are read, and what belongs to other shards
 * is passed over.
 *
 * <p>A conversation belongs where its id does, and a reply among several where the id of its group
 * does, so that the rows of one context stay together. A row that cannot be read has no id; it
 * belongs where {@code FILE:LINE} does, the file without its folders, which is also what a row
 * without an id of its own is called. An input that fails as a whole fails in every shard.
 */
public final class ShardReader implements ConversationReader {
  private final ConversationSource source;
  private final Shard shard;
  private long left;
  private long rowsRead;
  private long rowsElsewhere;

  /**
   * Reads from {@code source}, which is closed with this reader.
   *
   * @param limit most rows of the source, whichever shard they belong to
   */
  public ShardReader(ConversationSource source, Shard shard, long limit) {
    this.source = source;
    this.shard = shard;
    this.left = limit;
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException if a file cannot be read or its format cannot be recognised
   */
  @Override
  public Optional<ReadResult> next() {
    while (left > 0) {
      // An input that fails counts, as it does for whoever limits what is read of the source.
      left--;
      long before = source.rowsRead();
      Optional<ReadResult> next = source.nextUncounted();
      if (next.isEmpty()) {
        left = 0;
        return next;
      }
      long begun = source.rowsRead() - before;
      if (shard.holds(key(next.get()))) {
        rowsRead += begun;
        source.understanding().count(next.get());
        return next;
      }
      rowsElsewhere += begun;
    }
    return Optional.empty();
  }

  private static String key(ReadResult result) {
    if (result instanceof ReadResult.Accepted accepted) {
      Conversation conversation = accepted.conversation();
      Candidacy candidacy = conversation.candidacy();
      return candidacy == null ? conversation.id() : candidacy.group();
    }
    Location location = ((ReadResult.Rejected) result).rejection().location();
    Path name = Path.of(location.file()).getFileName();
    return (name == null ? location.file() : name) + ":" + location.line();
  }

  /** The files that are read, in order, as the user would name them. */
  public List<String> files() {
    return source.files();
  }

  /** How many rows of this shard were handed out so far, good and bad. */
  public long rowsRead() {
    return rowsRead;
  }

  /** How many rows were passed over so far, since they belong to other shards. */
  public long rowsElsewhere() {
    return rowsElsewhere;
  }

  /** What was read of every input so far; the last one may still be open and is then not in it. */
  public List<InputDigest> inputs() {
    return source.inputs();
  }

  /** What was understood so far: conversations of this shard, layouts and fields of all rows. */
  public Understanding understanding() {
    return source.understanding();
  }

  @Override
  public boolean isLive() {
    return source.isLive();
  }

  @Override
  public long bytesRead() {
    return source.bytesRead();
  }

  @Override
  public long bytesTotal() {
    return source.bytesTotal();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
