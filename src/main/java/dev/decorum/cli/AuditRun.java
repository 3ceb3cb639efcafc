package dev.decorum.cli;

import dev.decorum.audit.NightTally;
import dev.decorum.format.Turns;
import dev.decorum.format.WindowOptions;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.pipeline.PipelineOptions;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.bytes.InputException;
import dev.decorum.store.History;
import dev.decorum.store.Night;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Scores the conversations of a night into its numbers. */
final class AuditRun {
  private final ScoringFlags flags;
  private final AuditFlags audit;
  private final StoreFlags storing;
  private final Streams streams;
  private final Notices notices;

  AuditRun(
      ScoringFlags flags, AuditFlags audit, StoreFlags storing, Streams streams, Notices notices) {
    this.flags = flags;
    this.audit = audit;
    this.storing = storing;
    this.streams = streams;
    this.notices = notices;
  }

  /**
   * Scores what is not known, and keeps scores and night.
   *
   * @return the night; nothing where no input could be used, which was said
   */
  Optional<Night> score(Rejects rejects, History history) throws IOException, InterruptedException {
    List<String> inputs = flags.input().inputs();
    long limit = flags.input().limit();
    try (ConversationSource source =
        flags.input().open(inputs, audit.fields(), streams.in(), notices)) {
      ModelBundle bundle = flags.model().open(notices);
      FormatterTemplates formatter = flags.windowing().formatter(bundle);
      WindowOptions window = flags.windowing().window(bundle);
      double baseline = flags.windowing().baseline(bundle);
      ManifestBuilder manifest = new ManifestBuilder(bundle, formatter, window, baseline);
      manifest.start(true);
      try (RewardModel rewardModel =
              flags.engine().loadWhenNeeded(bundle, window.maxTokens(), notices);
          RunMemory memory =
              RunMemory.open(
                  storing.journal(),
                  true,
                  storing.store(),
                  () -> manifest.modelKey(rewardModel),
                  bundle.head(),
                  notices);
          NightTally tally =
              new NightTally(
                  baseline,
                  audit.cluster(window.turns() != Turns.LAST),
                  audit.by(),
                  RewardModel.scale(bundle))) {
        GatheringSink sink =
            new GatheringSink(
                tally::add,
                rejects,
                flags.rejects().progress(source, flags.verbosity().isQuiet(), streams, notices));
        PipelineOptions pipeline = flags.engine().pipeline(limit, rewardModel, notices);
        long computed =
            rewardModel
                .pipeline(
                    formatter,
                    window,
                    flags.engine().plan(),
                    rewardModel.scorer(baseline),
                    pipeline)
                .run(source, memory.recall(), memory.sink(sink));
        notices.clearStatus();
        if (sink.isFruitless()) {
          return Optional.empty();
        }
        for (String field : tally.overflowing()) {
          notices.note(
              field
                  + " has more than "
                  + NightTally.MOST_VALUES
                  + " values; the others are taken together");
        }
        if (sink.isEmpty()) {
          throw new InputException(
              String.join(" ", inputs)
                  + ": no row was scored, so nothing is stored; a night of "
                  + audit.night()
                  + " that is in the store stays as it was");
        }
        LocalDate date = audit.night();
        history
            .newest(storing.series())
            .filter(newest -> !audit.isNightGiven() && newest.isAfter(date))
            .ifPresent(
                newest ->
                    notices.always(
                        "the store holds a night of "
                            + newest
                            + ", and today is "
                            + date
                            + ": the clock may have gone back; --night says which night it is"));
        Night night =
            new Night(
                storing.series(),
                date,
                Instant.now(),
                manifest.finish(
                    rewardModel,
                    source.inputs(),
                    sink.counts(source.rowsRead()),
                    source.understanding()),
                computed,
                tally.slices());
        notices.warnOf(night.run().understood(), true);
        memory.store();
        history.add(night);
        memory.commit();
        return Optional.of(night);
      }
    }
  }
}
