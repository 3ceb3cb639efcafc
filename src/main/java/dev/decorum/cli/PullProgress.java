package dev.decorum.cli;

import dev.decorum.hub.PullListener;
import dev.decorum.report.NumberFormat;
import dev.decorum.report.NumberText;
import java.time.Duration;

/**
 * Shows the progress of a download on stderr: a repainted bar on a terminal, a line every half
 * minute in a log, and the failures that were overcome.
 */
final class PullProgress implements PullListener {
  private static final long BAR_INTERVAL_NANOS = 100_000_000L;
  private static final long LOG_INTERVAL_NANOS = 30_000_000_000L;

  /** Files below this many bytes arrive too quickly to be mentioned. */
  private static final long WORTH_A_LINE = 1_000_000;

  private final Notices notices;
  private final boolean bar;
  private final String model;
  private String file = "";
  private long size;
  private long startedAt;
  private long here;
  private long startNanos;
  private long shownNanos;

  /**
   * @param bar whether to show a bar on a terminal
   * @param model the name of the model
   */
  PullProgress(Notices notices, boolean bar, String model) {
    this.notices = notices;
    this.bar = bar;
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
    shownNanos = startNanos;
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
    if (now - shownNanos < (bar ? BAR_INTERVAL_NANOS : LOG_INTERVAL_NANOS)) {
      return;
    }
    shownNanos = now;
    String line = line((now - startNanos) / 1e9);
    if (bar) {
      notices.paintStatus(StatusLine.bar(share(here)) + line);
    } else {
      notices.note(line);
    }
  }

  private double share(long bytes) {
    return size == 0 ? 1 : (double) bytes / size;
  }

  private String line(double seconds) {
    double rate = (here - startedAt) / seconds;
    return file
        + " "
        + Math.round(share(here) * 100)
        + "%, "
        + NumberFormat.RATE.text(rate / 1e6)
        + " MB/s"
        + (rate > 0 ? ", " + NumberFormat.SECONDS.text((size - here) / rate) + " left" : "");
  }

  @Override
  public void done(String name) {
    notices.clearStatus();
  }

  @Override
  public void retrying(String reason, Duration wait) {
    notices.note(reason + "; trying again in " + NumberFormat.SECONDS.text(wait.toMillis() / 1e3));
  }
}
