package dev.decorum.cli;

import dev.decorum.hub.PullListener;
import dev.decorum.report.NumberFormat;
import dev.decorum.report.NumberText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows the progress of a download on stderr: a repainted bar on a terminal, a line every half
 * minute in a log, and the failures that were overcome.
 */
final class PullProgress implements PullListener {
  /** Files below this many bytes arrive too quickly to be mentioned. */
  private static final long WORTH_A_LINE = 1_000_000;

  private final Notices notices;
  private final StatusLine status;
  private final String model;
  private String file = "";
  private long size;
  private long startedAt;
  private long here;
  private long startNanos;

  /**
   * @param status where it is shown
   * @param model the name of the model
   */
  PullProgress(Notices notices, StatusLine status, String model) {
    this.notices = notices;
    this.status = status;
    this.model = model;
  }

  @Override
  public void waiting() {
    notices.note("another process is fetching " + model + "; waiting for it");
  }

  @Override
  public void begun(String name, long there, long total) {
    file = name;
    size = total;
    startedAt = there;
    here = there;
    startNanos = System.nanoTime();
    if (total >= WORTH_A_LINE) {
      notices.note(
          "fetching "
              + name
              + ", "
              + NumberText.megabytes(total)
              + (there > 0
                  ? ", of which " + NumberText.megabytes(there) + " are here already"
                  : ""));
    }
  }

  @Override
  public void advanced(long bytes) {
    if (bytes < here) {
      startedAt = bytes;
      startNanos = System.nanoTime();
    }
    here = bytes;
    long now = System.nanoTime();
    if (status.isDue()) {
      status.show(share(here), parts((now - startNanos) / 1e9).toArray(String[]::new));
    }
  }

  private double share(long bytes) {
    return size == 0 ? 1 : (double) bytes / size;
  }

  private List<String> parts(double seconds) {
    double rate = (here - startedAt) / seconds;
    List<String> parts = new ArrayList<>();
    parts.add(file + " " + Math.round(share(here) * 100) + "%");
    if (rate > 0) {
      parts.add(NumberFormat.SECONDS.text((size - here) / rate) + " left");
    }
    parts.add(NumberFormat.RATE.text(rate / 1e6) + " MB/s");
    return parts;
  }

  @Override
  public void done(String name) {
    notices.idle();
  }

  @Override
  public void retrying(String reason, Duration wait) {
    notices.note(reason + "; trying again in " + NumberFormat.SECONDS.text(wait.toMillis() / 1e3));
  }
}
