package dev.decorum.doctor;

import dev.decorum.store.StoreException;
import dev.decorum.store.StoreFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** A store of scores and audits. */
final class UsedStore {
  private static final String NAME = "store";

  /** File systems on which locks do not always hold. */
  private static final Set<String> OF_NETWORKS =
      Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph", "glusterfs");

  private UsedStore() {}

  static Symptom check(Path store) {
    if (!Files.exists(store)) {
      Path folder = store.toAbsolutePath().getParent();
      return folder != null && Files.isWritable(folder)
          ? Symptom.ok(NAME, store + " is not there yet; decorum audit creates it")
          : Symptom.problem(
              NAME, store + " cannot be created: " + folder + " cannot be written to", null);
    }
    try {
      return found(store, StoreFacts.of(store), fileSystem(store));
    } catch (StoreException e) {
      return Symptom.problem(NAME, e.getMessage(), null);
    }
  }

  /**
   * @param fileSystem the type of the file system, as in {@code ext4}
   */
  static Symptom found(Path store, StoreFacts facts, String fileSystem) {
    String text =
        String.format(
            Locale.ROOT, "%s, %,d nights and %,d scores", store, facts.nights(), facts.scores());
    if (OF_NETWORKS.contains(fileSystem.toLowerCase(Locale.ROOT))) {
      return Symptom.note(
          NAME,
          text + ", on a network's file system (" + fileSystem + "), where locks may not hold",
          "put it on a local disk");
    }
    if (!Files.isWritable(store)) {
      return Symptom.note(NAME, text + "; it can be read but not written", null);
    }
    return facts.schema() < facts.latest()
        ? Symptom.ok(
            NAME,
            text
                + "; its tables are of version "
                + facts.schema()
                + " and are brought to "
                + facts.latest()
                + " when it is next used")
        : Symptom.ok(NAME, text);
  }

  private static String fileSystem(Path store) {
    try {
      return Files.getFileStore(store).type();
    } catch (IOException e) {
      return "";
    }
  }
}
