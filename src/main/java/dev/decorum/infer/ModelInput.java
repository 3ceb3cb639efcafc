package dev.decorum.infer;

import dev.decorum.batch.Work;

/** The input of one run of the network. */
record ModelInput(Work work, KeyValueCache cache) {}
