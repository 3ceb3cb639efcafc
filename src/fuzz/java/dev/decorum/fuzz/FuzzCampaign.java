package dev.decorum.fuzz;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the targets one after the other, each in a process of its own, and prints what came of them.
 * Run with
 *
 * <pre>
 *   mvn -q -Pfuzz test-compile exec:exec -Dfuzz.seconds=600 -Dfuzz.targets=readers,models
 * </pre>
 *
 * <p>Corpora and findings stay in {@code target/fuzz}. Ends with 1 if there is a finding.
 */
public final class FuzzCampaign {
  private static final Path WORK = Path.of("target", "fuzz");
  private static final Pattern COVERAGE = Pattern.compile("#(\\d+)\\s.* cov: (\\d+) ft: (\\d+)");
  private static final int FEATURES = 3;

  private final PrintStream out;
  private final int seconds;

  private FuzzCampaign(PrintStream out, int seconds) {
    this.out = out;
    this.seconds = seconds;
  }

  /**
   * Runs a campaign.
   *
   * @param arguments seconds for each target, and the names of the targets, separated by commas
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    FuzzCampaign campaign = new FuzzCampaign(System.out, Integer.parseInt(arguments[0]));
    boolean clean = true;
    for (String name : arguments[1].split(",", -1)) {
      clean &= campaign.run(Target.valueOf(name.toUpperCase(Locale.ROOT)));
    }
    System.exit(clean ? 0 : 1);
  }

  private boolean run(Target target) throws IOException, InterruptedException {
    String name = target.toString();
    Path corpus = Files.createDirectories(WORK.resolve("corpus").resolve(name));
    Path seeds = Files.createDirectories(WORK.resolve("seeds").resolve(name));
    Path findings = Files.createDirectories(WORK.resolve("findings").resolve(name));
    Path temporary = Files.createDirectories(WORK.resolve("tmp"));
    Path probe = WORK.resolve(name + ".properties");
    Files.deleteIfExists(probe);
    Seeds.write(target, seeds);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + temporary));
    command.addAll(List.of("-D" + Probe.FILE + "=" + probe));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + target.type().getName());
    command.add("--instrumentation_includes=" + target.watched());
    command.add("--custom_hook_includes=" + target.watched());
    // libFuzzer's own mutations are several times as fast as those in Java.
    command.add("--mutator_framework=false");
    command.add("--reproducer_path=" + findings);
    command.add("-artifact_prefix=" + findings + File.separator);
    command.add("-dict=" + Seeds.DICTIONARY);
    command.add("-max_len=" + target.longest());
    command.add("-len_control=0");
    command.add("-max_total_time=" + seconds);
    // The second of processor time is the probe's; this one is for what never ends.
    command.addAll(List.of("-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1"));
    command.addAll(List.of(corpus.toString(), seeds.toString()));
    Path log = WORK.resolve(name + ".log");
    int status =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    report(name, log, probe, status);
    return status == 0;
  }

  private void report(String name, Path log, Path probe, int status) throws IOException {
    Matcher last = null;
    for (String line : Files.readString(log, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      Matcher coverage = COVERAGE.matcher(line);
      last = coverage.find() ? coverage : last;
    }
    out.printf(
        Locale.ROOT,
        "%s: %s%n  coverage %s, features %s%n",
        name,
        status == 0 ? "no finding" : "a FINDING, see " + log,
        last == null ? "?" : last.group(2),
        last == null ? "?" : last.group(FEATURES));
    if (Files.exists(probe)) {
      Properties counts = new Properties();
      try (var in = Files.newBufferedReader(probe)) {
        counts.load(in);
      }
      for (String outcome : new TreeSet<>(counts.stringPropertyNames())) {
        out.printf(Locale.ROOT, "  %s %s%n", outcome, counts.getProperty(outcome));
      }
    }
  }
}
