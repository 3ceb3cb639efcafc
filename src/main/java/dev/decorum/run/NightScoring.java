package dev.decorum.run;

import dev.decorum.audit.NightTally;
import dev.decorum.format.Turns;
import dev.decorum.pipeline.PipelineOptions;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.bytes.InputException;
import dev.decorum.store.History;
import dev.decorum.store.Night;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Scores the conversations of a night and summarises them. */
final class NightScoring {
  private final AuditRequest request;
  private final RunListener listener;

  NightScoring(AuditRequest request, RunListener listener) {
    this.request = request;
    this.listener = listener;
  }

  /**
   * Scores what is not in the store, and stores the scores and the night.
   *
   * @return the night; empty if no input could be used, which has been reported
   */
  Optional<Night> score(Rejects rejects, History history) throws IOException, InterruptedException {
    InputRequest input = request.scoring().input();
    try (ConversationSource source = input.open(request.fields(), false, listener)) {
      RunModel model = RunModel.open(request.scoring(), listener);
      ManifestBuilder manifest = new ManifestBuilder(model);
      manifest.start(true);
      try (RewardModel loaded = model.loadWhenNeeded(listener);
          ReusableScores reusable =
              ReusableScores.open(
                  request.history().journal(),
                  true,
                  request.history().store(),
                  () -> manifest.modelKey(loaded),
                  model.bundle().head(),
                  listener);
          NightTally tally =
              new NightTally(
                  model.baseline(),
                  request.cluster(model.window().turns() != Turns.LAST),
                  request.by(),
                  model.scale())) {
        CollectingSink sink =
            new CollectingSink(
                tally::add, rejects, listener.rows(source::bytesRead, source.bytesTotal()));
        PipelineOptions schedule = model.engine().schedule(input.limit(), loaded, listener);
        long computed =
            model.pipeline(loaded, schedule).run(source, reusable.recall(), reusable.sink(sink));
        listener.idle();
        if (sink.isFruitless()) {
          return Optional.empty();
        }
        requireRows(sink);
        LocalDate date = request.night();
        tellDoubts(tally, date, history);
        Night night =
            new Night(
                request.history().series(),
                date,
                Instant.now(),
                manifest.finish(
                    loaded,
                    source.inputs(),
                    sink.counts(source.rowsRead()),
                    source.understanding()),
                computed,
                tally.slices());
        listener.warnOf(night.run().understood(), true);
        reusable.store();
        history.add(night);
        reusable.commit();
        return Optional.of(night);
      }
    }
  }

  private void requireRows(CollectingSink sink) {
    if (sink.isEmpty()) {
      throw new InputException(
          String.join(" ", request.scoring().input().inputs())
              + ": no row was scored, so nothing is stored; a night of "
              + request.night()
              + " that is in the store stays as it was");
    }
  }

  private void tellDoubts(NightTally tally, LocalDate date, History history) {
    for (String field : tally.overflowing()) {
      listener.note(
          field
              + " has more than "
              + NightTally.MOST_VALUES
              + " values; the others are counted together");
    }
    history
        .newest(request.history().series())
        .filter(newest -> request.givenNight() == null && newest.isAfter(date))
        .ifPresent(
            newest ->
                listener.warning(
                    "the store holds a night of "
                        + newest
                        + ", and today is "
                        + date
                        + ": the clock may have gone back; set the night with --night"));
  }
}
