package dev.decorum.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands and hands them the streams. */
final class CommandFactory implements IFactory {
  private final Streams streams;

  CommandFactory(Streams streams) {
    this.streams = streams;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    try {
      return type.getDeclaredConstructor(Streams.class).newInstance(streams);
    } catch (NoSuchMethodException e) {
      return CommandLine.defaultFactory().create(type);
    }
  }
}
