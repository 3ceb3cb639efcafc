package dev.decorum.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Pulls from a fake hub into a cache, without waiting, and keeps what was told on the way. */
final class Pulls implements PullListener {
  static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  static final String TOKEN = "hf_verySecret123";

  final Map<String, String> environment = new HashMap<>();
  final List<String> told = new CopyOnWriteArrayList<>();
  final List<Duration> waits = new CopyOnWriteArrayList<>();
  Duration idle = Duration.ofSeconds(10);
  List<Snapshot.Linking> ways = Snapshot.WAYS;

  private final Path cache;

  Pulls(FakeHub hub, Path cache) {
    this.cache = cache;
    environment.put("HF_ENDPOINT", hub.endpoint() + "/");
    environment.put("HF_HUB_CACHE", cache.toString());
  }

  HubSettings settings() {
    // A home that is not there, so that nobody's own token is read.
    environment.put("HOME", cache.resolve("no-home").toString());
    return new HubSettings(environment);
  }

  HubCache cache() {
    return settings().cache();
  }

  PulledModel pull(String reference) throws InterruptedException {
    Pacing pacing =
        new Pacing(Duration.ofSeconds(5), idle, Clock.fixed(NOW, ZoneOffset.UTC), waits::add);
    return new Puller(settings(), this, pacing, ways)
        .pull(ModelReference.parse(reference).orElseThrow());
  }

  /** Pulls in vain; the message is one line and holds no token. */
  String failure(String reference) {
    HubException e = assertThrows(HubException.class, () -> pull(reference));
    String message = String.valueOf(e.getMessage());
    assertFalse(message.contains(TOKEN), message);
    assertFalse(message.contains("Signature"), message);
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  @Override
  public void waiting() {
    told.add("waiting");
  }

  @Override
  public void begun(String file, long here, long size) {
    told.add("begun " + file + " " + here + "/" + size);
  }

  @Override
  public void advanced(long here) {}

  @Override
  public void done(String file) {
    told.add("done " + file);
  }

  @Override
  public void retrying(String reason, Duration wait) {
    assertFalse(reason.contains(TOKEN) || reason.contains("Signature"), reason);
    told.add("retrying " + reason);
  }
}
