package dev.decorum.run;

import dev.decorum.score.ReusedRows;
import dev.decorum.score.RunReport;
import java.util.function.LongSupplier;

/** Receives everything and shows nothing. */
class SilentListener implements RunListener {
  @Override
  public void warning(String message) {}

  @Override
  public void note(String message) {}

  @Override
  public void detail(String message) {}

  @Override
  public void line(String line) {}

  @Override
  public void summary(RunReport report, ReusedRows reused) {}

  @Override
  public RowProgress rows(LongSupplier bytesRead, long bytesTotal) {
    return progress -> {};
  }

  @Override
  public void progress(double share, String... parts) {}

  @Override
  public void idle() {}
}
