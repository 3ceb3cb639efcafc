package dev.decorum.cli;

/** The flags of every command that may have to score conversations. */
record ScoringFlags(
    InputFlags input,
    ModelFlags model,
    WindowFlags windowing,
    EngineFlags engine,
    RejectFlags rejects,
    Verbosity verbosity) {}
