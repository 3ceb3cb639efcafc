package dev.decorum.infer;

import dev.decorum.batch.Work;

/** What the network is asked for in one run. */
record Task(Work work, Past past) {}
