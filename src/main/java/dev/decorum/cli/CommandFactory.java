package dev.decorum.cli;

import dev.decorum.hub.HubSettings;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Creates commands and passes them the streams and, where they ask for them, the settings of the
 * hub.
 */
final class CommandFactory implements IFactory {
  private final Streams streams;
  private final HubSettings hub;

  CommandFactory(Streams streams, HubSettings hub) {
    this.streams = streams;
    this.hub = hub;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    try {
      return type.getDeclaredConstructor(Streams.class).newInstance(streams);
    } catch (NoSuchMethodException e) {
      return createForHub(type);
    }
  }

  private <K> K createForHub(Class<K> type) throws Exception {
    try {
      return type.getDeclaredConstructor(Streams.class, HubSettings.class)
          .newInstance(streams, hub);
    } catch (NoSuchMethodException e) {
      return CommandLine.defaultFactory().create(type);
    }
  }
}
