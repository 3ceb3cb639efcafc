package dev.decorum.spark;

import java.io.Serializable;
import java.util.Locale;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tasks have done so far, for Spark's pages and the log. A task that is repeated counts again
 * here; the numbers of the manifest are exact.
 */
final class Counters implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger("decorum");
  private static final long EVERY_NANOS = 10_000_000_000L;

  private final LongAccumulator scored;
  private final LongAccumulator rejected;
  private final LongAccumulator tokens;
  private final LongAccumulator truncated;

  Counters(SparkContext spark) {
    scored = spark.longAccumulator("decorum: rows scored");
    rejected = spark.longAccumulator("decorum: rows rejected");
    tokens = spark.longAccumulator("decorum: tokens");
    truncated = spark.longAccumulator("decorum: rows truncated");
  }

  /** A row has a score. */
  void scored(int itsTokens, boolean isTruncated) {
    scored.add(1L);
    tokens.add((long) itsTokens);
    if (isTruncated) {
      truncated.add(1L);
    }
  }

  /** A row has none. */
  void rejected() {
    rejected.add(1L);
  }

  /** Lets the driver's log tell from time to time how far the tasks are. */
  void tell(SparkContext spark) {
    spark.addSparkListener(
        new SparkListener() {
          private long told = System.nanoTime();
          private long before;

          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            long now = System.nanoTime();
            if (now - told > EVERY_NANOS && scored.value() + rejected.value() > before) {
              told = now;
              before = scored.value() + rejected.value();
              LOG.info("so far: {}", Counters.this);
            }
          }
        });
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d rows scored, %,d rejected, %,d tokens, %,d truncated",
        scored.value(),
        rejected.value(),
        tokens.value(),
        truncated.value());
  }
}
