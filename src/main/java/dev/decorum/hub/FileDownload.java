package dev.decorum.hub;

import dev.decorum.model.files.Sha256;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way into the cache. It grows under a name of its own beside the others, so that
 * the next try, or the next process, goes on at its end.
 */
final class FileDownload implements AutoCloseable {
  /** The ending of files that are not whole. Python's library has another one. */
  static final String INCOMPLETE = ".decorum-incomplete";

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final Pattern RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-[0-9]+/(\\*|[0-9]{1,18})");

  private static final long LARGEST_STEP = 1 << 20;
  private static final int STEPS = 100;

  private final HubClient client;
  private final PullListener listener;
  private final RepositoryId repository;
  private final String commit;
  private final RemoteTree.Entry entry;
  private final Path blobs;
  private @Nullable PartialFile partial;
  private @Nullable Path blob;
  private long furthest;
  private long received;

  FileDownload(
      HubClient client,
      PullListener listener,
      RepositoryId repository,
      String commit,
      RemoteTree.Entry entry,
      Path blobs) {
    this.client = client;
    this.listener = listener;
    this.repository = repository;
    this.commit = commit;
    this.entry = entry;
    this.blobs = blobs;
  }

  /** How far any try has come. */
  long furthest() {
    return furthest;
  }

  /** How many bytes further a try must come to be more than a failure. */
  long step() {
    return Math.max(1, Math.min(LARGEST_STEP, entry.size() / STEPS));
  }

  /** How many bytes came over the network. */
  long received() {
    return received;
  }

  /**
   * Fetches what is not here yet.
   *
   * @return the file in the folder of blobs
   * @throws IOException if the network fails
   * @throws HubException if it is not what it should be, or cannot be written
   */
  Path attempt() throws IOException, InterruptedException {
    HubClient.FileInfo head = client.head(repository, commit, entry.path());
    String etag = etag(head.headers());
    String hash = hash(etag);
    Path target = blobs.resolve(hash == null ? nameWithoutHash(etag) : hash);
    if (Snapshot.isWhole(target, entry.size())) {
      return target;
    }
    PartialFile file = open(target, hash);
    if (file.size() > entry.size()) {
      write(file::restart);
    }
    listener.advanced(file.size());
    if (file.size() < entry.size()) {
      transfer(head, file);
    }
    if (file.size() < entry.size()) {
      throw new IOException(
          "the connection to " + client.failures().host(head.location()) + " ended too early");
    }
    check(file, hash);
    write(() -> file.finish(target));
    partial = null;
    return target;
  }

  private String etag(HttpHeaders headers) {
    String of = headers.firstValue("X-Repo-Commit").orElse(commit);
    if (!of.equals(commit)) {
      throw wrong("belongs to another commit, " + of);
    }
    String etag =
        headers
            .firstValue("X-Linked-Etag")
            .or(() -> headers.firstValue("ETag"))
            .orElse("")
            .replaceFirst("^W/", "")
            .replaceAll("^\"|\"$", "");
    if (etag.isEmpty()) {
      throw wrong("comes without an ETag; is HF_ENDPOINT the address of a hub?");
    }
    return etag;
  }

  /** The hash that the hub lists or, where it lists none, the one that the tag is, if it is one. */
  private @Nullable String hash(String etag) {
    String tagged = HASH.matcher(etag).matches() ? etag : null;
    String listed = entry.hash();
    if (listed != null && tagged != null && !tagged.equals(listed)) {
      throw wrong("is listed with the hash " + listed + ", but comes with another one, " + tagged);
    }
    return listed == null ? tagged : listed;
  }

  /** A name that no other file has: some servers give the same tag to all of them. */
  private String nameWithoutHash(String etag) {
    String unique = String.join("\n", etag, commit, entry.path());
    return "etag-" + Sha256.of(unique.getBytes(StandardCharsets.UTF_8));
  }

  /** What is there of the file; a further try goes on with the same. */
  private PartialFile open(Path target, @Nullable String hash) throws InterruptedException {
    PartialFile open = partial;
    if (open == null || !target.equals(blob)) {
      close();
      open =
          Disk.change(
              blobs,
              entry.size(),
              () ->
                  PartialFile.open(
                      target.resolveSibling(target.getFileName() + INCOMPLETE),
                      () -> digest(hash)));
      partial = open;
      blob = target;
      furthest = Math.max(furthest, open.size());
      listener.begun(entry.path(), open.size(), entry.size());
    }
    return open;
  }

  private MessageDigest digest(@Nullable String hash) {
    // Without a hash to compare with, the result of this one is not used.
    return new Checksum(hash == null ? "" : hash).digest(entry.size());
  }

  private void transfer(HubClient.FileInfo head, PartialFile file)
      throws IOException, InterruptedException {
    try (HubClient.Reply reply = client.get(head.location(), file.size())) {
      boolean isPart = reply.status() == 206;
      boolean fits = isPart ? continues(reply, file.size()) : reply.status() == 200;
      if (file.size() > 0 && !(isPart && fits)) {
        write(file::restart);
        listener.advanced(0);
      }
      if (!fits) {
        throw new IOException(
            client.failures().host(reply.uri()) + " does not send the part that it was asked for");
      }
      Body body = reply.body();
      for (List<ByteBuffer> bytes = body.next(); bytes != null; bytes = body.next()) {
        for (ByteBuffer buffer : bytes) {
          if (file.size() + buffer.remaining() > entry.size()) {
            write(file::delete);
            partial = null;
            throw wrong("is longer than the " + entry.size() + " bytes that it should have");
          }
          received += buffer.remaining();
          write(() -> file.append(buffer));
        }
        furthest = Math.max(furthest, file.size());
        listener.advanced(file.size());
      }
    }
  }

  /** Whether the answer goes on at this place of the file. */
  private boolean continues(HubClient.Reply reply, long from) {
    Matcher range = RANGE.matcher(reply.headers().firstValue("Content-Range").orElse(""));
    return range.matches()
        && Long.parseLong(range.group(1)) == from
        && (range.group(2).equals("*") || Long.parseLong(range.group(2)) == entry.size());
  }

  private void check(PartialFile file, @Nullable String hash) throws InterruptedException {
    if (hash != null && !new Checksum(hash).isMatchedBy(file.digest())) {
      write(file::delete);
      partial = null;
      throw wrong(
          "does not match its hash, "
              + hash
              + ", and was deleted; the same command fetches it again");
    }
  }

  private HubException wrong(String what) {
    return new HubException(repository + ": " + entry.path() + " " + what);
  }

  private void write(Disk.Step step) throws InterruptedException {
    Disk.write(blobs, entry.size(), step);
  }

  @Override
  public void close() {
    PartialFile open = partial;
    partial = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // What is on the disk of it is read and hashed before it is used again.
      }
    }
  }
}
