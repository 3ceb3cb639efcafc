package dev.decorum.run;

import dev.decorum.disk.AtomicFile;
import dev.decorum.model.Head;
import dev.decorum.pipeline.KnownResults;
import dev.decorum.pipeline.RowSink;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Journal;
import dev.decorum.score.KnownScores;
import dev.decorum.score.ModelKey;
import dev.decorum.store.StoredScores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The scores that a run reuses from earlier runs and keeps for later ones, in the journal until
 * {@link #commit} and in the store.
 */
final class ReusableScores implements AutoCloseable {
  private final RunListener listener;
  private final @Nullable Path journalFile;
  private final @Nullable Journal journal;
  private final @Nullable Path storeFile;
  private final @Nullable StoredScores store;
  private boolean committed;

  private ReusableScores(
      RunListener listener,
      @Nullable Path journalFile,
      @Nullable Journal journal,
      @Nullable Path storeFile,
      @Nullable StoredScores store) {
    this.listener = listener;
    this.storeFile = storeFile;
    this.journalFile = journalFile;
    this.journal = journal;
    this.store = store;
  }

  /**
   * Opens the journal and the store.
   *
   * @param journalFile null for a run without a journal
   * @param resume whether to use the logits in the journal
   * @param storeFile null for a run without a store
   * @param model called only when it is needed, since it may take a while
   * @param head the meaning of the model's outputs
   */
  static ReusableScores open(
      @Nullable Path journalFile,
      boolean resume,
      @Nullable Path storeFile,
      Supplier<ModelKey> model,
      Head head,
      RunListener listener)
      throws IOException {
    Journal journal =
        journalFile == null
            ? null
            : Journal.open(
                journalFile, () -> model.get().sha256(), head.isAppropriateFirst(), resume);
    try {
      StoredScores store = storeFile == null ? null : StoredScores.open(storeFile, model.get());
      if (journal != null && journal.isResumed()) {
        listener.note(
            "resuming an interrupted run, near row " + journal.reach() + " (" + journalFile + ")");
      }
      return new ReusableScores(listener, journalFile, journal, storeFile, store);
    } catch (RuntimeException e) {
      if (journal != null) {
        journal.close();
      }
      throw e;
    }
  }

  /** The journal of a run that writes {@code output}; null if it needs none. */
  static @Nullable Path journalOf(@Nullable Path output) {
    return output != null && AtomicFile.isReplaceable(output) ? Journal.beside(output) : null;
  }

  /** The logits that need not be computed. */
  KnownResults recall() {
    return new KnownResults(store == null ? KnownScores.NONE : store, journal);
  }

  /** A sink that passes rows on to {@code sink} and their scores to the store. */
  RowSink sink(RowSink sink) {
    return store == null ? sink : new StoringSink(sink, store);
  }

  /** Writes the remaining scores to the store. */
  void store() {
    if (store != null) {
      store.flush();
    }
  }

  /** Removes the journal, now that the results are written. */
  void commit() throws IOException {
    store();
    if (store != null && store.repaired() > 0) {
      listener.warning(
          storeFile
              + ": "
              + store.repaired()
              + " stored scores were damaged and have been computed again; is the disk healthy?");
    }
    if (journal != null) {
      journal.delete();
    }
    committed = true;
  }

  @Override
  public void close() throws IOException {
    try (journal;
        store) {
      if (!committed && journal != null && journal.holdsRows()) {
        listener.warning(
            journalFile + " keeps what was computed; the same command resumes from there");
      }
    }
  }

  private static final class StoringSink extends PassingSink {
    private final StoredScores store;

    StoringSink(RowSink sink, StoredScores store) {
      super(sink);
      this.store = store;
    }

    @Override
    public void score(ConversationScore score) throws IOException {
      super.score(score);
      store.add(score);
    }
  }
}
