package dev.decorum.run;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.format.WindowOptions;
import dev.decorum.inspect.Inspection;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.pipeline.PipelineOptions;
import dev.decorum.pipeline.Quantization;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.read.bytes.InputFile;
import dev.decorum.read.bytes.InputFiles;
import dev.decorum.report.NumberText;
import dev.decorum.report.Plan;
import dev.decorum.store.StoreFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out what a run would do, by the same code as the run but without writing anything. */
final class DryRun {
  /** Enough to see how rows are understood, and read in a moment. */
  private static final long LOOKED_AT = 1_000;

  private static final int FEW = 5;
  private static final long MEGABYTE = 1_000_000;

  private final List<Plan.Row> rows = new ArrayList<>();
  private boolean isPossible = true;

  /** Adds what there is to know. */
  DryRun add(String name, String text) {
    rows.add(new Plan.Row(name, text));
    return this;
  }

  private void add(String name, List<String> texts) {
    String next = name;
    for (String text : texts) {
      add(next, text);
      next = "";
    }
  }

  Plan plan() {
    return new Plan(rows, isPossible);
  }

  /** Adds the files that are read, and how the first rows are understood. */
  DryRun inputs(InputRequest input) throws IOException {
    List<InputFile> files = InputFiles.resolve(input.inputs()).files();
    files("inputs", files);
    if (files.stream().anyMatch(file -> file.path() == null)) {
      return add("read as", "unknown, since a dry run does not read standard input");
    }
    long limit = Math.min(input.limit(), LOOKED_AT);
    understood(
        new InputRequest(input.inputs(), input.options(), limit, input.standardInput())
            .inspect(null),
        limit < input.limit());
    return this;
  }

  /** Adds files that are read. */
  void files(String name, List<InputFile> files) {
    List<String> texts = new ArrayList<>();
    long bytes = 0;
    for (InputFile file : files) {
      bytes += Math.max(0, file.bytes());
      if (texts.size() < FEW) {
        texts.add(file.path() == null ? "standard input" : file.name() + ", " + size(file.bytes()));
      }
      if (file.trouble() != null) {
        isPossible = false;
        texts.add(file.name() + ": " + file.trouble());
      }
    }
    if (files.size() > FEW) {
      texts.add(
          NumberText.counted(files.size() - FEW, "further file") + ", " + size(bytes) + " in all");
    }
    add(name, texts);
  }

  private static String size(long bytes) {
    return bytes < MEGABYTE ? NumberText.counted(bytes, "byte") : NumberText.megabytes(bytes);
  }

  private void understood(Inspection inspection, boolean isCut) {
    List<String> groups = new ArrayList<>();
    for (Inspection.Group group : inspection.groups()) {
      groups.add(
          group.layout() + (group.because().isEmpty() ? "" : ", because " + group.because()));
    }
    add("read as", groups);
    boolean isPart = isCut && inspection.rows() >= LOOKED_AT;
    add(
        "rows",
        (isPart ? "the first " : "")
            + NumberText.counted(inspection.rows(), "row")
            + ": "
            + NumberText.counted(inspection.understood().conversations(), "conversation")
            + (inspection.labels() == 0
                ? ""
                : ", " + NumberText.count(inspection.labels()) + " with a label")
            + (inspection.rejected() == 0
                ? ""
                : ", " + NumberText.count(inspection.rejected()) + " would be rejected"));
    inspection.reasons().stream()
        .limit(FEW)
        .forEach(reason -> add("rejected", reason.first() + ": " + reason.reason()));
    for (String failure : inspection.failures()) {
      isPossible = false;
      add("unusable", failure);
    }
    Conversation first = inspection.shown();
    if (first != null) {
      add("first", described(first));
    }
  }

  private static String described(Conversation conversation) {
    if (!(conversation.content() instanceof Dialogue dialogue)) {
      return conversation.id() + ", a text that is formatted already";
    }
    long ofBot = dialogue.messages().stream().filter(DryRun::isOfBot).count();
    return conversation.id()
        + ", "
        + NumberText.counted(ofBot, "message")
        + " of the bot "
        + conversation.botName()
        + " and "
        + (dialogue.messages().size() - ofBot)
        + " of the user "
        + dialogue.userName();
  }

  private static boolean isOfBot(Message message) {
    return message.speaker() == Speaker.BOT;
  }

  /** Adds the model and what it is shown. */
  DryRun model(RunModel model) {
    ModelBundle bundle = model.bundle();
    add("model", bundle.name() + (bundle.isDemo() ? "" : ", in " + bundle.root()));
    add("appropriate", "output \"" + bundle.head().appropriateLabel() + "\"");
    return window(model.formatter().name(), model.window())
        .add(
            "baseline",
            Double.isNaN(model.baseline()) ? "none" : Double.toString(model.baseline()));
  }

  /** Adds what a model is shown of each conversation. */
  DryRun window(String formatter, WindowOptions window) {
    return add(
        "window",
        (window.history() == WindowOptions.WHOLE_HISTORY
                ? "all messages"
                : "the last " + NumberText.counted(window.history(), "message"))
            + " in the format "
            + formatter
            + ", "
            + window.maxTokens()
            + " tokens at most, "
            + switch (window.turns()) {
              case LAST -> "once for each conversation";
              case BOT -> "after each message of the bot";
              case ALL -> "after each message";
            });
  }

  /** Adds what computes. A form of the model that is missing is not made. */
  DryRun engine(RunModel model, long limit, RunListener listener) {
    EngineRequest engine = model.engine();
    Precision precision = engine.precision();
    if (precision != null
        && precision.isQuantized()
        && !new Quantization(model.bundle()).isMade(precision)) {
      return add(
          "computed", "in " + precision.label() + ", whose form of the model is made first (once)");
    }
    try (RewardModel loaded = model.loadWhenNeeded(listener)) {
      PipelineOptions schedule = engine.schedule(limit, loaded, listener);
      return add(
          "computed",
          "on "
              + loaded.device()
              + " in "
              + loaded.precision().label()
              + ", with "
              + NumberText.counted(schedule.workers(), "thread"));
    }
  }

  /** Adds a file that is written. */
  DryRun writes(@Nullable Path file) {
    return file == null
        ? this
        : add("writes", file + (Files.exists(file) ? ", which replaces the one there" : ", new"));
  }

  /** Adds where rows go. */
  DryRun rows(@Nullable Path file, OutputFormat format) {
    return file == null ? add("writes", "standard output, " + format.words()) : writes(file);
  }

  /** Adds a store of scores and nights, which is not changed. */
  DryRun store(@Nullable Path store) {
    if (store == null) {
      return this;
    }
    StoreFacts.requirePossible(store);
    if (!Files.exists(store)) {
      return add("store", store + ", new");
    }
    StoreFacts facts = StoreFacts.of(store);
    return add(
        "store",
        store
            + ", with "
            + NumberText.counted(facts.scores(), "score")
            + " and "
            + NumberText.counted(facts.nights(), "night"));
  }

  /** Adds the journal of an interrupted run. */
  DryRun journal(@Nullable Path journal, boolean resume) {
    if (journal == null || !Files.exists(journal)) {
      return this;
    }
    return add(
        "journal",
        journal
            + (resume
                ? " keeps what an interrupted run computed; the run goes on from there"
                : " of an interrupted run is thrown away (--no-resume)"));
  }
}
