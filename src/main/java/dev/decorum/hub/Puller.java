package dev.decorum.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.decorum.disk.FailureReason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fetches models from the hub into the cache: the files that Decorum needs and no others, each
 * checked against its hash.
 *
 * <p>A pull that was cut off or killed is taken up where it stopped. Whatever happens, a revision's
 * name leads to a new commit only when all of its files are here.
 */
public final class Puller {
  private static final int MOST_PAGES = 300;

  private final HubSettings settings;
  private final PullListener listener;
  private final Pacing pacing;
  private final List<Snapshot.Linking> ways;

  public Puller(HubSettings settings, PullListener listener) {
    this(settings, listener, Pacing.USUAL, Snapshot.WAYS);
  }

  Puller(HubSettings settings, PullListener listener, Pacing pacing, List<Snapshot.Linking> ways) {
    this.settings = settings;
    this.listener = listener;
    this.pacing = pacing;
    this.ways = List.copyOf(ways);
  }

  /**
   * Fetches what is not here yet of a model.
   *
   * @throws HubException if that fails; the message says why and what to do
   * @throws InterruptedException if the thread is interrupted; what has come by then is kept
   */
  public PulledModel pull(ModelReference reference) throws InterruptedException {
    Optional<String> offline = settings.offline();
    if (offline.isPresent()) {
      return here(reference, offline.get());
    }
    try {
      return new Pull(reference).run();
    } catch (HubException e) {
      boolean isOutside = e.getCause() instanceof IOException;
      throw isOutside && wholeSnapshot(reference).isPresent()
          ? new HubException(
              e.getMessage()
                  + "; what was fetched before is in the cache, though: -m "
                  + reference
                  + " uses it",
              e)
          : e;
    }
  }

  private Optional<Path> wholeSnapshot(ModelReference reference) {
    return settings
        .cache()
        .snapshot(reference)
        .filter(snapshot -> HubCache.missing(snapshot).isEmpty());
  }

  private PulledModel here(ModelReference reference, String variable) {
    Path folder =
        wholeSnapshot(reference)
            .orElseThrow(
                () ->
                    new HubException(
                        reference
                            + " is not in the cache, and "
                            + variable
                            + " is set, which forbids asking the hub for it"));
    return new PulledModel(folder, String.valueOf(folder.getFileName()), 0, 0, false);
  }

  /** One pull. */
  private final class Pull {
    private final ModelReference reference;
    private final HubCache cache = settings.cache();
    private final HubClient client;
    private final Retries retries;
    private int files;
    private long bytes;

    Pull(ModelReference reference) {
      this.reference = reference;
      this.client = new HubClient(settings, reference, pacing);
      this.retries = new Retries(client, pacing, listener);
    }

    PulledModel run() throws InterruptedException {
      String commit = commit();
      RemoteTree tree = tree(commit);
      ModelFiles.Form form = tree.form();
      Snapshot snapshot = new Snapshot(cache.folder(reference.repository()), commit, ways);
      List<RemoteTree.Entry> first = new ArrayList<>(tree.files(ModelFiles.SMALL));
      List<RemoteTree.Entry> weights = new ArrayList<>(tree.files(List.of(form.file())));
      weights.addAll(tree.files(form.beside()));
      if (form.isIndex()) {
        first.addAll(weights);
        weights.clear();
        if (snapshot.has(first.get(first.size() - 1))) {
          weights.addAll(shards(tree, snapshot, form));
        }
      }
      boolean isComplete =
          first.stream().allMatch(snapshot::has)
              && weights.stream().allMatch(snapshot::has)
              && !(form.isIndex() && weights.isEmpty());
      if (!isComplete || !cache.commit(reference).equals(Optional.of(commit))) {
        CacheLock lock = CacheLock.take(cache.lock(reference.repository()), listener::waiting);
        try {
          fetch(first, snapshot);
          if (form.isIndex()) {
            weights.clear();
            weights.addAll(shards(tree, snapshot, form));
          }
          fetch(weights, snapshot);
          snapshot.name(reference.revision());
        } finally {
          lock.close();
        }
      }
      return new PulledModel(snapshot.folder(), commit, files, bytes, true);
    }

    private String commit() throws InterruptedException {
      URI uri = client.api(reference.repository(), "revision", reference.revision());
      JsonNode answer = retries.run(() -> client.json(uri)).json();
      String commit = answer.path("sha").asText();
      if (!ModelReference.isCommit(commit)) {
        throw client.failures().noJson(uri, null);
      }
      return commit;
    }

    private RemoteTree tree(String commit) throws InterruptedException {
      RemoteTree tree = new RemoteTree(reference);
      URI start =
          URI.create(client.api(reference.repository(), "tree", commit) + "?recursive=true");
      Optional<URI> next = Optional.of(start);
      for (int pages = 0; next.isPresent(); pages++) {
        if (pages == MOST_PAGES) {
          throw new HubException("the hub's list of the files of " + reference + " has no end");
        }
        URI uri = next.get();
        HubClient.Page page = retries.run(() -> client.json(uri));
        tree.add(page.json());
        next = page.next();
      }
      return tree;
    }

    /** The weights that an index in the snapshot lists. */
    private List<RemoteTree.Entry> shards(
        RemoteTree tree, Snapshot snapshot, ModelFiles.Form form) {
      byte[] index;
      try {
        index = Files.readAllBytes(snapshot.folder().resolve(form.file()));
      } catch (IOException e) {
        throw new HubException(
            snapshot.folder().resolve(form.file()) + ": cannot be read: " + FailureReason.of(e), e);
      }
      List<RemoteTree.Entry> shards = new ArrayList<>();
      for (String name :
          ModelFiles.shards(index)
              .orElseThrow(
                  () ->
                      new HubException(
                          reference
                              + ": "
                              + form.file()
                              + " is not an index of files with weights"))) {
        shards.add(
            tree.file(name)
                .orElseThrow(
                    () ->
                        new HubException(
                            reference
                                + ": "
                                + form.file()
                                + " lists "
                                + name
                                + ", which the repository does not have")));
      }
      return shards;
    }

    private void fetch(List<RemoteTree.Entry> entries, Snapshot snapshot)
        throws InterruptedException {
      checkSpace(entries, snapshot);
      for (RemoteTree.Entry entry : entries) {
        if (!snapshot.has(entry)) {
          fetch(entry, snapshot);
        }
      }
    }

    private void fetch(RemoteTree.Entry entry, Snapshot snapshot) throws InterruptedException {
      String hash = entry.hash();
      // Another commit may have brought the same content.
      if (hash != null && Snapshot.isWhole(snapshot.blobs().resolve(hash), entry.size())) {
        snapshot.link(entry.path(), snapshot.blobs().resolve(hash));
        return;
      }
      try (FileDownload download =
          new FileDownload(
              client,
              listener,
              reference.repository(),
              snapshot.commit(),
              entry,
              snapshot.blobs())) {
        Path blob = retries.run(download::attempt, download::furthest, download.step());
        snapshot.link(entry.path(), blob);
        files++;
        bytes += download.received();
      }
      listener.done(entry.path());
    }

    private void checkSpace(List<RemoteTree.Entry> entries, Snapshot snapshot)
        throws InterruptedException {
      long needed = 0;
      for (RemoteTree.Entry entry : entries) {
        if (!snapshot.has(entry)) {
          long rest = entry.size() - here(entry, snapshot);
          needed = Math.min(needed, Long.MAX_VALUE - rest) + rest;
        }
      }
      long free =
          Disk.change(
              snapshot.blobs(),
              0,
              () -> {
                FileStore disk = Files.getFileStore(Files.createDirectories(snapshot.blobs()));
                return disk.getUsableSpace();
              });
      if (needed > free) {
        throw new HubException(
            snapshot.blobs()
                + ": there is too little space: "
                + Disk.megabytes(needed)
                + " are needed, and "
                + Disk.megabytes(free)
                + " are free; to use another disk, set HF_HUB_CACHE to a folder on it");
      }
    }

    /** How much of a file is here, under the name that it most likely has. */
    private long here(RemoteTree.Entry entry, Snapshot snapshot) {
      String hash = entry.hash();
      if (hash == null) {
        return 0;
      }
      if (Snapshot.isWhole(snapshot.blobs().resolve(hash), entry.size())) {
        return entry.size();
      }
      Path partial = snapshot.blobs().resolve(hash + FileDownload.INCOMPLETE);
      try {
        return Files.isRegularFile(partial) ? Math.min(Files.size(partial), entry.size()) : 0;
      } catch (IOException e) {
        return 0;
      }
    }
  }
}
