package dev.decorum.run;

import java.util.Objects;

/** What every run needs to know that may have to score conversations. */
public record ScoringRequest(
    InputRequest input,
    ModelRequest model,
    WindowRequest window,
    EngineRequest engine,
    RejectPolicy rejects) {
  public ScoringRequest {
    Objects.requireNonNull(input);
    Objects.requireNonNull(model);
    Objects.requireNonNull(window);
    Objects.requireNonNull(engine);
    Objects.requireNonNull(rejects);
  }
}
