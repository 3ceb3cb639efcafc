package dev.decorum.run;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Rejection;
import dev.decorum.explain.Explanation;
import dev.decorum.failure.UsageException;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.bytes.InputException;
import dev.decorum.report.ExplanationDocument;
import dev.decorum.report.ExplanationJson;
import dev.decorum.report.ScoreSource;
import dev.decorum.report.TerminalText;
import dev.decorum.score.RunManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Explains the scores of conversations. */
public final class ExplainRun {
  /** So many ids are named if one has to be chosen. */
  private static final int NAMED = 4;

  private static final int LONGEST_ID = 40;

  private final ExplainRequest request;
  private final RunContext context;
  private final RunListener listener;

  public ExplainRun(ExplainRequest request, RunContext context) {
    this.request = request;
    this.context = context;
    this.listener = context.listener();
  }

  /**
   * Finds the conversations, explains them and writes the report.
   *
   * @throws UsageException if the input has several conversations and none was chosen
   * @throws InputException if there is no conversation, or none with the id
   * @throws dev.decorum.failure.DecorumException if explaining is impossible
   */
  public RunStatus run() throws IOException, InterruptedException {
    TouchedFiles.of(context).of(request.scoring()).writing(request.report().file()).check();
    InputRequest input = request.scoring().input();
    try (ConversationSource source = input.open(listener);
        Rejects rejects = new Rejects(request.scoring().rejects(), listener)) {
      Integer lowest = request.lowest();
      // A mistake in choosing is told before a model is loaded.
      List<Conversation> chosen = lowest == null ? choose(source, rejects) : List.of();
      RunModel model = RunModel.open(request.scoring(), listener);
      ManifestBuilder manifest = new ManifestBuilder(model);
      manifest.start(
          request.report().form() == ReportForm.JSON || request.report().form() == ReportForm.HTML);
      try (RewardModel loaded = model.load(listener)) {
        RowCounts counts = new RowCounts();
        List<Conversation> conversations =
            lowest == null
                ? chosen
                : new LowestConversations(input, model, loaded, rejects, listener)
                    .find(lowest, source, counts);
        if (conversations.isEmpty()) {
          return nothing(rejects);
        }
        Integer turns = request.turns();
        List<Explanation> explanations =
            new ConversationExplainer(
                    model, loaded, turns == null ? Integer.MAX_VALUE : turns, rejects, listener)
                .explain(conversations);
        if (lowest == null) {
          explanations.forEach(explanation -> counts.add(explanation.score()));
        }
        if (!explanations.isEmpty()) {
          RunManifest run =
              manifest.finish(
                  loaded,
                  source.inputs(),
                  counts.with(source.rowsRead(), rejects),
                  source.understanding());
          listener.warnOf(run.understood(), true);
          ScoreSource origin = new ScoreSource(String.join(" ", input.inputs()), run);
          write(explanations, model, origin);
        }
        rejects.commit();
        return rejects.status();
      }
    }
  }

  private void write(List<Explanation> explanations, RunModel model, ScoreSource origin)
      throws IOException {
    request
        .report()
        .write(
            new ReportOutput.Report(
                "Why " + request.scoring().input().title() + " scores as it does",
                () -> ExplanationDocument.of(explanations, model.baseline()),
                () -> ExplanationJson.text(explanations, model.baseline(), List.of(origin)),
                List::of,
                List.of(origin)),
            listener);
  }

  private RunStatus nothing(Rejects rejects) throws IOException {
    rejects.commit();
    if (rejects.inputs() > 0) {
      return rejects.status();
    }
    throw new InputException(
        "there is no conversation to explain in " + request.scoring().input().title());
  }

  /** The conversations with the id, or the only one. */
  private List<Conversation> choose(ConversationSource source, Rejects rejects)
      throws IOException, InterruptedException {
    String id = request.id();
    Chooser chooser = new Chooser(id, rejects);
    ConversationLoop.run(source, request.scoring().input().limit(), chooser);
    List<Conversation> found = chooser.found;
    if (id != null && found.isEmpty() && rejects.inputs() == 0) {
      throw new InputException(
          "no conversation has the id \""
              + id
              + "\" among the "
              + source.rowsRead()
              + " rows that were read");
    }
    if (id == null && found.size() > 1) {
      throw several(found);
    }
    if (chooser.more > 0) {
      listener.note(
          chooser.more + " more conversations have the id \"" + id + "\" and are not explained");
    }
    return found;
  }

  private UsageException several(List<Conversation> found) {
    String ids =
        found.stream()
            .limit(NAMED - 1)
            .map(conversation -> TerminalText.cell(conversation.id(), LONGEST_ID).strip())
            .collect(Collectors.joining(", "));
    return new UsageException(
        request.scoring().input().title()
            + " has several conversations ("
            + ids
            + (found.size() < NAMED ? "" : ", …")
            + "): choose one with --id ID, or explain the lowest-scoring ones with --lowest N");
  }

  /** Keeps the conversations with the id, or the first ones if no id was given. */
  private static final class Chooser implements ConversationLoop.Taker {
    private final @Nullable String id;
    private final Rejects rejects;
    private final List<Conversation> found = new ArrayList<>();
    private long more;

    Chooser(@Nullable String id, Rejects rejects) {
      this.id = id;
      this.rejects = rejects;
    }

    @Override
    public void accepted(Conversation conversation) {
      if (id == null ? found.size() < NAMED : conversation.id().equals(id)) {
        if (found.size() < ExplainRequest.MOST) {
          found.add(conversation);
        } else {
          more++;
        }
      }
    }

    @Override
    public void rejected(Rejection rejection) throws IOException {
      rejects.row(rejection);
    }

    @Override
    public void failed(InputException failure) {
      rejects.input(failure);
    }
  }
}
