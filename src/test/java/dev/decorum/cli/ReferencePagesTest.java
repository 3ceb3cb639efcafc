package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import dev.decorum.audit.Finding;
import dev.decorum.conversation.Flag;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelSettings;
import dev.decorum.model.Template;
import dev.decorum.read.Layouts;
import dev.decorum.score.PairsEntry;
import dev.decorum.score.RunManifest;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference says of every name what there is, and nothing that there is not. */
class ReferencePagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CHATS = "examples/first-scores/chats.jsonl";
  private static final String OLD = "src/test/resources/documentation/old.jsonl";
  private static final String NEW = "src/test/resources/documentation/new.jsonl";
  private static final String LABELLED = "src/test/resources/documentation/labelled.jsonl";
  private static final Pattern VARIABLE =
      Pattern.compile(
          "\"((?:DECORUM|HF|HUGGING|HUGGINGFACE|TRANSFORMERS|XDG|CUDA)_[A-Z_]+|[A-Z]+_PROXY|NO_COLOR"
              + "|TERM|HOME)\"");
  private static final Pattern OF_THE_LAUNCHER =
      Pattern.compile("\\$\\{?((?:DECORUM|LC|LD|OMP|JAVA|JDK)_[A-Z_]+)");

  @TempDir private Path folder;

  @Test
  void everyFlag() throws IOException {
    Set<String> flags = new TreeSet<>();
    for (Flag flag : Flag.values()) {
      flags.add(flag.outputName());
    }
    assertEquals(flags, ReferencePage.of("score-files.md").names("## Flags"));
  }

  @Test
  void everyFieldOfAManifest() throws IOException {
    ReferencePage page = ReferencePage.of("score-files.md");
    Set<String> documented = new TreeSet<>(page.names("### run"));
    documented.addAll(page.names("### run.understood"));
    Set<String> fields = new TreeSet<>();
    collect(RunManifest.class, "run.", documented, fields);
    assertEquals(fields, documented);

    fields.clear();
    collect(PairsEntry.class, "pairs.", Set.of(), fields);
    assertEquals(fields, page.names("### pairs"));
  }

  /**
   * The fields of a record and of records in it, except where the page describes one as a whole.
   */
  private static void collect(Class<?> type, String prefix, Set<String> whole, Set<String> fields) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = prefix + SnakeCaseStrategy.INSTANCE.translate(component.getName());
      Type element = component.getGenericType();
      String suffix = "";
      if (component.getType() == List.class) {
        element = ((ParameterizedType) element).getActualTypeArguments()[0];
        suffix = "[]";
      }
      if (element instanceof Class<?> inner && inner.isRecord() && !whole.contains(name)) {
        collect(inner, name + suffix + ".", whole, fields);
      } else {
        fields.add(name);
      }
    }
  }

  @Test
  void everyFieldOfASummary() throws IOException {
    Path scores = folder.resolve("scores.csv");
    assertEquals(0, Cli.run("score", CHATS, "-q", "-o", scores.toString()).exitCode());
    JsonNode manifest = JSON.readTree(folder.resolve("scores.csv.manifest.json").toFile());
    ReferencePage page = ReferencePage.of("score-files.md");
    assertEquals(keys(manifest.get("scores"), "scores."), page.names("### scores"));
    Set<String> parts = keys(manifest, "");
    parts.add("pairs");
    assertEquals(parts, page.names("## Manifest"));
  }

  @Test
  void everyFieldOfRejectedRowsAndPairs() throws IOException {
    ReferencePage page = ReferencePage.of("score-files.md");
    Path rejects = folder.resolve("rejects.jsonl");
    Cli.run("score", "examples/bad-rows/mixed.jsonl", "-q", "--rejects", rejects.toString());
    assertEquals(firstKeys(rejects), page.names("## Rejected rows"));
    Path pairs = folder.resolve("pairs.jsonl");
    String candidates = "examples/rank-replies/candidates.jsonl";
    Cli.run("rank", candidates, "-q", "--pairs", "dpo", "-o", pairs.toString());
    Set<String> documented = new TreeSet<>();
    for (List<String> row : page.rows("## Preference pairs")) {
      documented.addAll(ReferencePage.code(row.get(0)));
      ReferencePage.code(row.get(2)).stream()
          .filter(name -> name.startsWith("rejected_"))
          .forEach(documented::add);
    }
    assertEquals(firstKeys(pairs), documented);
  }

  private static Set<String> firstKeys(Path file) throws IOException {
    return keys(JSON.readTree(Files.readAllLines(file).get(0)), "");
  }

  @Test
  void everyLayout() throws IOException {
    assertEquals(
        new TreeSet<>(Layouts.names()), ReferencePage.of("input-layouts.md").names("## Layouts"));
  }

  @Test
  void everyFormatter() throws IOException {
    ReferencePage page = ReferencePage.of("formatters.md");
    List<List<String>> expected = new ArrayList<>();
    for (String name : FormatterTemplates.names()) {
      FormatterTemplates templates = FormatterTemplates.named(name).orElseThrow();
      expected.add(
          List.of(
              "`" + name + "`",
              cell(templates.memory()),
              cell(templates.prompt()),
              cell(templates.bot()),
              cell(templates.user()),
              cell(templates.response())));
    }
    assertEquals(expected, page.rows("## Built-in formatters"));
    assertEquals(
        keys(JSON.readTree(FormatterTemplates.PYGMALION.toJson()), ""), page.names("## Templates"));
  }

  private static String cell(Template template) {
    String text = template.source().replace("\n", "\\n").replace("|", "\\|");
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  @Test
  void everySettingOfAModel() throws IOException {
    Set<String> settings = new TreeSet<>();
    collect(ModelSettings.class, "", Set.of("formatter"), settings);
    assertEquals(settings, ReferencePage.of("model-folder.md").names("## decorum.json"));
  }

  @Test
  void everyExitCode() throws Exception {
    Set<String> codes = new TreeSet<>();
    for (Field field : ExitCode.class.getDeclaredFields()) {
      codes.add(String.valueOf(field.getInt(null)));
    }
    Set<String> documented = new TreeSet<>();
    ReferencePage.of("exit-codes.md")
        .rows("# Exit codes")
        .forEach(row -> documented.add(row.get(0)));
    assertEquals(codes, documented);
  }

  @Test
  void everyVariableOfTheEnvironment() throws IOException {
    Set<String> documented = ReferencePage.of("environment.md").code();
    Set<String> missing = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        missing.addAll(found(VARIABLE, Files.readString(file)));
      }
    }
    assertTrue(missing.contains("HF_TOKEN"), missing.toString());
    missing.addAll(found(OF_THE_LAUNCHER, Files.readString(Path.of("bin/decorum"))));
    missing.removeAll(documented);
    assertEquals(Set.of(), missing);
  }

  private static List<String> found(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Test
  void everyTableConditionAndNumberOfAudits() throws Exception {
    ReferencePage page = ReferencePage.of("store.md");
    Set<String> conditions = new TreeSet<>(Set.of("any"));
    for (Finding.Kind kind : Finding.Kind.values()) {
      conditions.add(kind.word());
    }
    assertEquals(conditions, page.names("## Conditions"));

    Path store = folder.resolve("audits.db");
    Path metrics = folder.resolve("metrics.prom");
    Path report = folder.resolve("audit.json");
    String[] audit = {
      "audit",
      CHATS,
      "-q",
      "--store",
      store.toString(),
      "--night",
      "2026-11-24",
      "--by",
      "bot_name",
      "--fail-if",
      "mean < 0",
      "--metrics",
      metrics.toString(),
      "-o",
      report.toString()
    };
    assertEquals(0, Cli.run(audit).exitCode());
    Set<String> numbers = keys(JSON.readTree(report.toFile()).get("numbers"), "");
    assertEquals(numbers, page.names("## Numbers"));

    Set<String> gauges = new TreeSet<>();
    for (String line : Files.readAllLines(metrics)) {
      String name = line.replaceFirst("[{ ].*", "");
      if (!line.startsWith("#") && !numbers.contains(name.replace("decorum_audit_", ""))) {
        gauges.add(name);
      }
    }
    assertEquals(gauges, page.names("## Metrics for Prometheus"));
    assertTables(store, page);
  }

  private static void assertTables(Path store, ReferencePage page) throws SQLException {
    Set<String> columns = new TreeSet<>();
    Set<String> tables = new TreeSet<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store)) {
      for (List<String> row : page.rows("## Tables")) {
        List<String> names = ReferencePage.code(row.get(0));
        if (row.size() == 3 && ReferencePage.code(row.get(2)).size() > 2) {
          tables.addAll(names);
          assertEquals(
              columns(connection, names.get(0)), new TreeSet<>(ReferencePage.code(row.get(2))));
        } else {
          columns.addAll(names);
        }
      }
      assertEquals(columns(connection, "nightly"), columns);
      try (ResultSet all =
          connection
              .createStatement()
              .executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
        while (all.next()) {
          assertTrue(tables.contains(all.getString(1)), all.getString(1));
        }
      }
    }
  }

  private static Set<String> columns(Connection connection, String table) throws SQLException {
    Set<String> columns = new TreeSet<>();
    try (ResultSet rows =
        connection.createStatement().executeQuery("PRAGMA table_info('" + table + "')")) {
      while (rows.next()) {
        columns.add(rows.getString("name"));
      }
    }
    return columns;
  }

  @Test
  void everyPartOfReports() throws IOException {
    ReferencePage page = ReferencePage.of("reports.md");
    Set<String> common = page.names("## What all have");
    Path scores = folder.resolve("old.csv");
    Cli.run("score", OLD, "-q", "--keep", "channel", "-o", scores.toString());
    assertParts(page, "## report", common, "report", scores.toString(), "--by", "channel");
    assertParts(page, "## compare", common, "compare", OLD, NEW, CHATS, "--by", "channel");
    assertParts(page, "## evaluate", common, "evaluate", LABELLED, "--by", "channel");
    String store = folder.resolve("audits.db").toString();
    assertParts(
        page, "## audit", Set.of(), "audit", CHATS, "--store", store, "--night", "2026-11-24");
    assertParts(page, "## explain", Set.of(), "explain", CHATS, "--id", "tea");
  }

  private static void assertParts(
      ReferencePage page, String heading, Set<String> common, String... command)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--format", "json", "-q"));
    Cli.Result result = Cli.run(arguments.toArray(String[]::new));
    Set<String> parts = keys(JSON.readTree(result.out()), "");
    Set<String> documented = new TreeSet<>(page.names(heading));
    documented.addAll(common);
    assertEquals(parts, documented, heading + result.err());
  }

  private static Set<String> keys(JsonNode object, String prefix) {
    Set<String> keys = new TreeSet<>();
    object.fieldNames().forEachRemaining(name -> keys.add(prefix + name));
    return keys;
  }
}
