package dev.decorum.run;

import dev.decorum.audit.Calendar;
import dev.decorum.audit.NightTally;
import dev.decorum.format.Turns;
import dev.decorum.pipeline.PipelineOptions;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.read.ConversationSource;
import dev.decorum.store.ContentDigest;
import dev.decorum.store.History;
import dev.decorum.store.Night;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Scores the conversations of a night and summarises them. */
final class NightScoring {
  private final AuditRequest request;
  private final LocalDate date;
  private final RunContext context;
  private final RunListener listener;

  NightScoring(AuditRequest request, LocalDate date, RunContext context) {
    this.request = request;
    this.date = date;
    this.context = context;
    this.listener = context.listener();
  }

  /**
   * Scores what is not in the store, and stores the scores and the night. A night without data is
   * stored too, unless the store has one with data.
   *
   * @return the night; empty if no input could be used, which has been reported
   */
  Optional<Night> score(Rejects rejects, History history) throws IOException, InterruptedException {
    InputRequest input = request.scoring().input();
    try (ConversationSource source = input.open(request.fields(), false, listener)) {
      RunModel model = RunModel.open(request.scoring(), listener);
      ManifestBuilder manifest = new ManifestBuilder(model, context.configuration());
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
        ContentDigest content = new ContentDigest();
        CollectingSink sink =
            new CollectingSink(
                score -> {
                  tally.add(score);
                  content.add(score.windowSha256());
                },
                rejects,
                listener.rows(source::bytesRead, source.bytesTotal()));
        PipelineOptions schedule = model.engine().schedule(input.limit(), loaded, listener);
        long computed =
            model.pipeline(loaded, schedule).run(source, reusable.recall(), reusable.sink(sink));
        listener.idle();
        if (sink.isFruitless()) {
          return Optional.empty();
        }
        tellDoubts(tally, history);
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
                content.hex(),
                tally.slices(),
                new Night.Settings(request.window(), Calendar.name(request.calendar())));
        listener.warnOf(night.run().understood(), true);
        reusable.store();
        store(night, history);
        reusable.commit();
        return Optional.of(night);
      }
    }
  }

  private void store(Night night, History history) {
    boolean isKnown = history.has(night.series(), night.date());
    if (night.isEmpty() && isKnown) {
      listener.note(
          "nothing is stored; the night of " + night.date() + " in the store stays as it was");
      return;
    }
    if (isKnown) {
      listener.note("this replaces the earlier audit of " + night.date());
    }
    history.add(night);
  }

  private void tellDoubts(NightTally tally, History history) {
    for (String field : tally.overflowing()) {
      listener.note(
          field
              + " has more than "
              + NightTally.MOST_VALUES
              + " values; the others are counted together");
    }
    history
        .newest(request.history().series())
        .filter(newest -> request.night().isOfTheClock() && newest.isAfter(date))
        .ifPresent(
            newest ->
                listener.warning(
                    "the store holds a night of "
                        + newest
                        + ", and "
                        + request.night().words()
                        + " is "
                        + date
                        + ": the clock may have gone back; set the night with --night"));
  }
}
