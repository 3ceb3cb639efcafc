package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command of the documentation works. A page is run from top to bottom in a fresh folder,
 * which has the examples and those files of {@code documentation/fixtures.txt} that the page names.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentationIT {
  private static final Path PAGES = Path.of("src/site/markdown");
  private static final Path README = Path.of("README.md");
  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final Path SETTINGS = Path.of("src/test/resources/documentation");
  private static final Path DEMO_MODEL = Path.of("src/main/resources/dev/decorum/demo-model");
  private static final String HUB_MODEL = "Jellywibble/CHAI_alignment_reward_model";
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

  private static final int LINES_SHOWN = 12;

  /** What sessions end with, for which no shell need be started. */
  private static final String EXIT_CODE = "; echo \"exit code $?\"";

  /** Commands that cannot be run here, by a part of them, and why. */
  private static final Map<String, String> NOT_RUN = settings("not-run.txt");

  /** How the files are made that pages name without saying where they come from. */
  private static final Map<String, String> FIXTURES = settings("fixtures.txt");

  private final Map<String, String> help = new LinkedHashMap<>();
  private Path folder;
  private Map<String, String> environment;
  private CommandServer server;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    folder = Files.createDirectory(temporary.resolve("page"));
    Path home = Files.createDirectory(temporary.resolve("home"));
    environment =
        Map.of(
            "HOME",
            home.toString(),
            "NO_COLOR",
            "1",
            "PAGER",
            "cat",
            "DECORUM_CACHE_DIR",
            TrainingEngine.CACHE.toString(),
            "DECORUM_OPTS",
            "-XX:TieredStopAtLevel=1 -Duser.home=" + home);
    pretendToHavePulled(home);
    server = new CommandServer(folder, environment);
  }

  /** Lets the demo model stand for the one that pages fetch from the hub. */
  private static void pretendToHavePulled(Path home) throws IOException {
    String revision = "0".repeat(40);
    Path model = home.resolve(".cache/huggingface/hub/models--" + HUB_MODEL.replace("/", "--"));
    Files.createDirectories(model.resolve("refs"));
    Files.writeString(model.resolve("refs/main"), revision);
    copy(DEMO_MODEL, Files.createDirectories(model.resolve("snapshots")).resolve(revision));
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(README));
    try (Stream<Path> files = Files.walk(PAGES)) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void everyCommandOfAPageWorks(Path page) throws Exception {
    DocumentedCommands commands = DocumentedCommands.of(page);
    assertEquals(List.of(), commands.mistakes(), page::toString);
    if (!commands.blocks().isEmpty()) {
      prepare(commands);
    }
    List<String> failures = new ArrayList<>();
    for (DocumentedCommands.Block block : commands.blocks()) {
      if (block instanceof DocumentedCommands.Script script) {
        run(page, script, failures);
      } else if (block instanceof DocumentedCommands.Session session && !page.equals(README)) {
        run(page, session);
      }
    }
    for (DocumentedCommands.Line span : commands.spans()) {
      check(span.text(), page + ":" + span.number(), failures);
    }
    assertTrue(failures.isEmpty(), () -> String.join("\n\n", failures));
  }

  /** What is left out is not longer than it has to be. */
  @Test
  void everySettingIsOfUse() throws IOException {
    Set<String> unused = new TreeSet<>(NOT_RUN.keySet());
    unused.addAll(FIXTURES.keySet());
    for (Path page : pages()) {
      for (String line : lines(DocumentedCommands.of(page))) {
        unused.removeIf(setting -> line.contains(setting));
      }
    }
    assertEquals(Set.of(), unused);
  }

  private void prepare(DocumentedCommands commands) throws Exception {
    empty(folder);
    copy(ROOT.resolve("examples"), folder.resolve("examples"));
    Path launcher = Files.createDirectory(folder.resolve("bin")).resolve("decorum");
    Files.writeString(launcher, "#!/bin/sh\nexec '" + Distribution.launcher() + "' \"$@\"\n");
    assertTrue(launcher.toFile().setExecutable(true));
    List<String> lines = lines(commands);
    for (Map.Entry<String, String> fixture : FIXTURES.entrySet()) {
      if (lines.stream().anyMatch(line -> names(line, fixture.getKey()))) {
        String command = fixture.getValue().replace("$ROOT", ROOT.toString());
        List<String> failures = new ArrayList<>();
        run(new DocumentedCommands.Line(0, command), fixture.getKey(), failures);
        assertEquals(List.of(), failures);
      }
    }
  }

  private void run(Path page, DocumentedCommands.Script script, List<String> failures)
      throws Exception {
    List<DocumentedCommands.Line> lines =
        script.lines().stream().filter(line -> !leftOut(line.text())).toList();
    if (lines.stream().allMatch(line -> SimpleCommand.of(line.text()).isPresent())) {
      for (DocumentedCommands.Line line : lines) {
        run(line, page + ":" + line.number(), failures);
      }
    } else {
      List<String> texts = lines.stream().map(DocumentedCommands.Line::text).toList();
      int number = lines.get(0).number();
      run(
          new DocumentedCommands.Line(number, String.join("\n", texts)),
          page + ":" + number,
          failures);
    }
  }

  private void run(DocumentedCommands.Line line, String where, List<String> failures)
      throws Exception {
    CommandServer.Outcome outcome = outcome(line.text(), false);
    if (outcome.exitCode() != line.exitCode()) {
      List<String> printed = outcome.printed().lines().limit(LINES_SHOWN).toList();
      failures.add(
          "%s: exit code %d of\n%s\nwhich printed\n%s"
              .formatted(where, outcome.exitCode(), line.text(), String.join("\n", printed)));
    }
  }

  private void run(Path page, DocumentedCommands.Session session) throws Exception {
    DocumentedCommands.Line command = session.command();
    if (!leftOut(command.text())) {
      Printout.assertAlike(
          session.printed(),
          outcome(command.text(), true).printed(),
          page + ":" + command.number());
    }
  }

  private CommandServer.Outcome outcome(String command, boolean terminal) throws Exception {
    boolean saysExitCode = command.endsWith(EXIT_CODE);
    Optional<SimpleCommand> simple =
        SimpleCommand.of(
            saysExitCode ? command.substring(0, command.length() - EXIT_CODE.length()) : command);
    if (simple.isPresent()) {
      CommandServer.Outcome outcome = server.run(simple.orElseThrow(), terminal);
      return saysExitCode
          ? new CommandServer.Outcome(
              0, outcome.printed() + "exit code " + outcome.exitCode() + "\n")
          : outcome;
    }
    Distribution distribution = new Distribution().in(folder);
    environment.forEach(distribution::environment);
    if (terminal) {
      distribution.environment(
          "DECORUM_OPTS",
          environment.get("DECORUM_OPTS")
              + " -Ddecorum.terminal.stdout=true -Ddecorum.terminal.stderr=true");
    }
    // A session may show what its command exits with; a script ends where something fails.
    String start = terminal ? "set +e; exec 2>&1\n" : "exec 2>&1\n";
    Distribution.Result result = distribution.bash(start + command);
    return new CommandServer.Outcome(result.exitCode(), result.out());
  }

  /** A command that the text names exists, and so do its options. */
  private void check(String span, String where, List<String> failures) throws IOException {
    List<String> words = new ArrayList<>();
    for (String word : span.substring("decorum ".length()).split(" +", -1)) {
      if (!word.matches("[a-z-]+") || word.startsWith("-") || help(words, word).isEmpty()) {
        break;
      }
      words.add(word);
    }
    String text = help(words, "");
    Matcher options = OPTION.matcher(span);
    while (options.find()) {
      String option = options.group();
      if (!Pattern.compile(Pattern.quote(option) + "(?![\\w-])").matcher(text).find()) {
        failures.add(where + ": there is no option " + option + " of `" + span + "`");
      }
    }
    if (words.isEmpty() && !span.startsWith("decorum -")) {
      failures.add(where + ": there is no command `" + span + "`");
    }
  }

  /** The help of a command, or nothing if there is no such command. */
  private String help(List<String> words, String next) throws IOException {
    List<String> arguments = new ArrayList<>(words);
    if (!next.isEmpty()) {
      arguments.add(next);
    }
    arguments.add("--help");
    String command = String.join(" ", arguments);
    if (!help.containsKey(command)) {
      CommandServer.Outcome outcome = server.run(new SimpleCommand(arguments, ""), false);
      boolean its =
          outcome
              .printed()
              .contains("decorum " + command.substring(0, command.indexOf("--")).strip());
      help.put(command, outcome.exitCode() == 0 && its ? outcome.printed() : "");
    }
    return help.get(command);
  }

  private static List<String> lines(DocumentedCommands commands) {
    List<String> lines = new ArrayList<>();
    for (DocumentedCommands.Block block : commands.blocks()) {
      if (block instanceof DocumentedCommands.Script script) {
        script.lines().forEach(line -> lines.add(line.text()));
      } else if (block instanceof DocumentedCommands.Session session) {
        lines.add(session.command().text());
      }
    }
    return lines;
  }

  private static boolean leftOut(String command) {
    return NOT_RUN.keySet().stream().anyMatch(command::contains);
  }

  private static boolean names(String command, String file) {
    return Pattern.compile("(?:(?<![\\w./-])|(?<=(?<![\\w.])\\./))" + Pattern.quote(file))
        .matcher(command)
        .find();
  }

  private static Map<String, String> settings(String name) {
    Map<String, String> settings = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(SETTINGS.resolve(name))) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] parts = line.split(" = ", 2);
          assertEquals(2, parts.length, line);
          settings.put(parts[0], parts[1]);
        }
      }
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
    return settings;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void empty(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder)) {
          Files.delete(file);
        }
      }
    }
  }
}
