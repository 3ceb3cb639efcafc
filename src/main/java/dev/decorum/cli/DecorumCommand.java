package dev.decorum.cli;

import picocli.CommandLine.Command;

/** The program's root command. */
@Command(name = "decorum")
public final class DecorumCommand {}
