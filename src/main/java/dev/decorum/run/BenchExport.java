package dev.decorum.run;

import dev.decorum.bench.BenchOptions;
import dev.decorum.bench.SyntheticConversations;
import dev.decorum.bench.Workload;
import dev.decorum.conversation.Conversation;
import dev.decorum.disk.AtomicFile;
import dev.decorum.disk.OutputException;
import dev.decorum.format.Turns;
import dev.decorum.report.ChaiWriter;
import dev.decorum.report.NumberText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes each workload to a file of its own. */
final class BenchExport {
  private BenchExport() {}

  /**
   * Writes the workloads named in {@code options}.
   *
   * @param folder created if it is missing
   * @param maxTokens the window for which their lengths are chosen
   */
  static void write(Path folder, BenchOptions options, int maxTokens, RunListener listener)
      throws IOException {
    Files.createDirectories(folder);
    for (Workload workload : options.workloads()) {
      Path file = file(folder, workload);
      if (Files.exists(file)) {
        throw new OutputException(
            file + ": already exists; remove it, or export into another folder");
      }
    }
    SyntheticConversations conversations = new SyntheticConversations(maxTokens, options.seed());
    for (Workload workload : options.workloads()) {
      Path file = file(folder, workload);
      List<Conversation> all = conversations.of(workload, options.conversations(workload));
      try (AtomicFile out = new AtomicFile(file)) {
        ChaiWriter writer = new ChaiWriter(out.stream());
        for (Conversation conversation : all) {
          writer.write(conversation);
        }
        writer.flush();
        out.commit();
      }
      listener.wrote(
          NumberText.counted(all.size(), "conversation")
              + " for a window of "
              + maxTokens
              + " tokens",
          file);
      if (workload.turns() != Turns.LAST) {
        listener.note(
            file + ": score it with --turns " + workload.turns().name().toLowerCase(Locale.ROOT));
      }
    }
  }

  private static Path file(Path folder, Workload workload) {
    return folder.resolve(workload.label() + ".jsonl");
  }
}
