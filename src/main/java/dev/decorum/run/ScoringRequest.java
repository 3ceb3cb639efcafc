package dev.decorum.run;

import java.util.Objects;

/** The part of a request that all runs share that may score conversations. */
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
