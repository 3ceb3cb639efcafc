package dev.decorum.run;

import dev.decorum.conversation.Rejection;
import dev.decorum.disk.AtomicFile;
import dev.decorum.read.RejectsWriter;
import dev.decorum.read.bytes.InputException;
import dev.decorum.report.NumberText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counts and reports rows and inputs that could not be used, and writes the rows to a file if the
 * user wants one. The file appears on {@link #commit}.
 */
final class Rejects implements AutoCloseable {
  private static final int SHOWN = 5;
  private static final int FEW_FILES = 3;

  private final RejectPolicy policy;
  private final RunListener listener;
  private final @Nullable AtomicFile file;
  private final @Nullable RejectsWriter writer;
  private final Map<String, Long> rowsByFile = new LinkedHashMap<>();
  private final List<String> heldBack = new ArrayList<>();
  private boolean holdsBack;
  private long rows;
  private long inputs;

  Rejects(RejectPolicy policy, RunListener listener) throws IOException {
    this.policy = policy;
    this.listener = listener;
    Path path = policy.file();
    this.file = path == null ? null : new AtomicFile(path);
    this.writer = file == null ? null : new RejectsWriter(file.stream());
  }

  /** Tells of no rejected rows until {@link #tell}. */
  void holdBack() {
    holdsBack = true;
  }

  /** Tells what was held back, and of further rows at once. */
  void tell() {
    holdsBack = false;
    heldBack.forEach(listener::note);
    heldBack.clear();
  }

  /** Records a rejected row. */
  void row(Rejection rejection) throws IOException {
    String complaint = rejection.location() + ": " + rejection.reason();
    if (policy.strict()) {
      throw new InputException(complaint + " (--strict stops here)");
    }
    rows++;
    rowsByFile.merge(rejection.location().file(), 1L, Long::sum);
    if (writer != null) {
      writer.write(rejection);
    }
    if (rows <= SHOWN) {
      if (holdsBack) {
        heldBack.add("rejected " + complaint);
      } else {
        listener.note("rejected " + complaint);
      }
    } else {
      listener.detail("rejected " + complaint);
    }
  }

  /** Records an input that cannot be read to its end. */
  void input(InputException failure) {
    if (policy.strict()) {
      throw failure;
    }
    inputs++;
    listener.warning(String.valueOf(failure.getMessage()));
  }

  /** The number of rejected rows. */
  long rows() {
    return rows;
  }

  /** The number of inputs that could not be read to their end. */
  long inputs() {
    return inputs;
  }

  /** The status of a run with these rejects. */
  RunStatus status() {
    if (inputs > 0) {
      return RunStatus.INPUT_UNUSABLE;
    }
    return rows > 0 && !policy.allowed() ? RunStatus.NOT_PASSED : RunStatus.DONE;
  }

  /**
   * Puts the file in place, and reports the number of rejected rows if not all were shown, or if
   * none was and they decide the exit code.
   */
  void commit() throws IOException {
    if (rows > SHOWN && !holdsBack) {
      listener.note(
          "rejected "
              + rows
              + " rows in all"
              + (policy.file() == null ? "; --rejects FILE keeps them with their reasons" : ""));
    }
    if (status() == RunStatus.NOT_PASSED) {
      listener.inShort("rejected " + NumberText.counted(rows, "row") + " of " + files());
    }
    if (writer != null && file != null) {
      writer.flush();
      file.commit();
      listener.wrote(
          NumberText.counted(rows, "rejected row"), Objects.requireNonNull(policy.file()));
    }
  }

  private String files() {
    List<String> named = rowsByFile.keySet().stream().limit(FEW_FILES).toList();
    return String.join(", ", named)
        + (rowsByFile.size() > FEW_FILES
            ? " and " + NumberText.count(rowsByFile.size() - FEW_FILES) + " more"
            : "");
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
