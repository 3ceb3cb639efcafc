package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** No word of a log leaves the machine: no socket is connected while conversations are scored. */
class PrivacyIT {
  private static final String CHATS = "examples/first-scores/chats.jsonl";

  @TempDir Path folder;

  /** Java's own sockets, by a guard that refuses every one of them; runs everywhere. */
  @Test
  void javaOpensNoSocket() throws Exception {
    Distribution.Result guarded = guarded("score", "-q", CHATS);
    assertEquals(0, guarded.exitCode(), guarded.err());
    assertTrue(guarded.out().startsWith("id,"), guarded.out());
  }

  /**
   * The one command that may reach the network tries to; looking at what it has fetched does not.
   */
  @Test
  void onlyPullingAModelOpensASocket() throws Exception {
    Distribution.Result list = guarded("model", "list", "--json");
    assertEquals(0, list.exitCode(), list.err());
    Distribution.Result pull = guarded("model", "pull", "owner/name");
    assertEquals(SocketGuard.CAUGHT, pull.exitCode(), pull.err());
  }

  /** A guard that lets everything through would prove nothing. */
  @Test
  void theGuardCatchesSockets() throws Exception {
    for (String kind : List.of("--socket", "--channel", "--datagram")) {
      Distribution.Result guarded = guarded(kind);
      assertEquals(SocketGuard.CAUGHT, guarded.exitCode(), kind + guarded.err());
    }
  }

  /** Every system call, native libraries included; needs strace (Linux). */
  @Test
  @EnabledIf("hasStrace")
  void noSystemCallConnectsAnywhere() throws Exception {
    Path trace = folder.resolve("trace");
    Distribution.Result result =
        new Distribution()
            .under("strace", "-f", "-qq", "-e", "trace=network", "-o", trace.toString())
            .run("score", "-q", CHATS);
    assertEquals(0, result.exitCode(), result.err());
    List<String> calls = Files.readAllLines(trace);
    assertEquals(List.of(), reaching(calls));
    assertTrue(calls.size() > 1, "strace saw nothing");
  }

  /**
   * The calls that reach the internet, which is AF_INET and AF_INET6. Java makes such a socket to
   * see whether the system has IPv6; to reach anybody it would have to be connected or sent on.
   */
  static List<String> reaching(List<String> calls) {
    return calls.stream()
        .filter(call -> call.contains("AF_INET"))
        .filter(call -> call.matches(".*\\b(connect|sendto|sendmsg|sendmmsg)\\(.*"))
        .toList();
  }

  static boolean hasStrace() {
    boolean present =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "strace")));
    if (!present && Boolean.getBoolean("decorum.require.strace")) {
      throw new AssertionError("strace is required here and is not on the PATH");
    }
    return present;
  }

  private Distribution.Result guarded(String... arguments) throws Exception {
    String classPath = Distribution.HOME.resolve("lib") + "/*:target/test-classes";
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        SocketGuard.class.getName()),
                    Stream.of(arguments))
                .toList());
    Map<String, String> environment = builder.environment();
    environment.put("DJL_OFFLINE", "true");
    environment.put("HF_HUB_CACHE", folder.resolve("cache").toString());
    environment.remove("HF_HUB_OFFLINE");
    environment.remove("TRANSFORMERS_OFFLINE");
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertTrue(process.waitFor(2, TimeUnit.MINUTES));
    return new Distribution.Result(
        process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
