package dev.decorum;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.decorum.conversation.Conversation;
import dev.decorum.failure.DecorumException;
import dev.decorum.hub.Puller;
import dev.decorum.model.Network;
import dev.decorum.model.RandomCheckpoint;
import dev.decorum.model.onnx.ModelGraphs;
import dev.decorum.pipeline.RowSink;
import dev.decorum.read.ConversationReader;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoredRow;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shape of the house: one table, in flow order, and the fences around third parties. */
class ArchitectureTest {

  /** What all may use. */
  private static final String FAILURE = "dev.decorum.failure";

  /** A package and the packages that it may use; a row may name only rows above it. */
  private record Row(String name, List<String> mayUse) {}

  private static final List<Row> TABLE =
      List.of(
          row("conversation"),
          row("failure"),
          row("disk"),
          row("config", "disk"),
          row("stats"),
          row("model.files", "disk"),
          row("model.tensors", "disk", "model.files"),
          row("model.tokenizer", "model.files"),
          row("model", "disk", "model.tokenizer", "model.tensors", "model.files"),
          row("model.onnx", "disk", "model", "model.tensors", "model.files"),
          row("hub", "disk", "model.files"),
          row("read.bytes", "disk"),
          row("read.text"),
          row("read.parquet"),
          row("read.options", "read.bytes", "read.text", "conversation"),
          row("read.row", "read.bytes", "read.text", "conversation"),
          row(
              "read.dialogue",
              "read.row",
              "read.bytes",
              "read.options",
              "read.text",
              "conversation"),
          row(
              "read.layout",
              "read.dialogue",
              "read.row",
              "read.bytes",
              "read.options",
              "read.text",
              "conversation"),
          row(
              "read.chat",
              "disk",
              "read.layout",
              "read.dialogue",
              "read.row",
              "read.bytes",
              "read.options",
              "conversation"),
          row(
              "read",
              "read.chat",
              "read.layout",
              "read.dialogue",
              "read.row",
              "read.options",
              "read.text",
              "read.parquet",
              "read.bytes",
              "conversation"),
          row("format", "conversation", "model", "model.files"),
          row("tokenize", "format", "conversation", "model", "model.tokenizer", "model.files"),
          row("batch", "tokenize", "conversation"),
          row(
              "infer",
              "disk",
              "batch",
              "tokenize",
              "model",
              "model.files",
              "model.tensors",
              "model.onnx"),
          row(
              "quantize",
              "disk",
              "infer",
              "batch",
              "tokenize",
              "model",
              "model.files",
              "model.tensors",
              "model.onnx",
              "stats"),
          row("score.parquet", "disk"),
          row(
              "score",
              "disk",
              "score.parquet",
              "infer",
              "batch",
              "tokenize",
              "read",
              "read.options",
              "read.text",
              "read.bytes",
              "conversation",
              "model",
              "model.files",
              "stats"),
          row(
              "inspect",
              "score",
              "read",
              "read.layout",
              "read.dialogue",
              "read.options",
              "read.text",
              "read.bytes",
              "conversation"),
          row(
              "store",
              "disk",
              "score",
              "infer",
              "tokenize",
              "read",
              "read.bytes",
              "model",
              "model.files"),
          row("evaluate", "score", "stats", "conversation"),
          row("compare", "score", "stats", "conversation"),
          row("overview", "compare", "score", "stats"),
          row("rank", "disk", "score", "stats", "conversation"),
          row("explain", "score", "conversation"),
          row("audit", "store", "score", "stats", "conversation"),
          row(
              "pipeline",
              "disk",
              "conversation",
              "read",
              "read.layout",
              "read.options",
              "read.bytes",
              "format",
              "tokenize",
              "batch",
              "infer",
              "quantize",
              "score",
              "model",
              "model.files",
              "model.tensors",
              "model.onnx"),
          row(
              "api",
              "pipeline",
              "score",
              "read",
              "read.layout",
              "read.options",
              "read.bytes",
              "read.text",
              "format",
              "infer",
              "model",
              "hub",
              "read.dialogue",
              "quantize",
              "model.files",
              "conversation"),
          row("doctor", "api", "pipeline", "store", "infer", "hub", "read.text", "model", "disk"),
          row(
              "bench",
              "conversation",
              "model",
              "model.files",
              "model.tensors",
              "read",
              "read.bytes",
              "format",
              "tokenize",
              "batch",
              "infer",
              "score",
              "pipeline"),
          row("train", "disk", "model", "model.files", "model.tensors"),
          row("train.torch", "train", "disk", "model"),
          row(
              "report",
              "config",
              "doctor",
              "train",
              "hub",
              "inspect",
              "bench",
              "evaluate",
              "compare",
              "overview",
              "rank",
              "explain",
              "audit",
              "store",
              "score",
              "stats",
              "conversation",
              "model",
              "model.files",
              "tokenize"),
          row("terminal", "report"),
          row(
              "run",
              "train",
              "train.torch",
              "disk",
              "hub",
              "inspect",
              "conversation",
              "stats",
              "model",
              "model.files",
              "model.tokenizer",
              "read",
              "read.layout",
              "read.options",
              "read.bytes",
              "format",
              "tokenize",
              "infer",
              "quantize",
              "score",
              "store",
              "evaluate",
              "compare",
              "overview",
              "rank",
              "explain",
              "audit",
              "pipeline",
              "bench",
              "report"),
          row("manual"),
          row(
              "cli",
              "manual",
              "config",
              "doctor",
              "run",
              "train",
              "disk",
              "hub",
              "inspect",
              "stats",
              "model",
              "model.files",
              "read",
              "read.options",
              "read.text",
              "format",
              "infer",
              "score",
              "compare",
              "rank",
              "audit",
              "pipeline",
              "bench",
              "report",
              "terminal"));

  /** A library's packages and the only places that may touch them. */
  private record Fence(String what, List<String> theirs, List<String> ours) {}

  private static final List<Fence> FENCES =
      List.of(
          new Fence("picocli", List.of("picocli.."), List.of("dev.decorum", "dev.decorum.cli")),
          new Fence(
              "the Hugging Face tokenizer",
              List.of("ai.djl.huggingface.."),
              List.of("dev.decorum.tokenize")),
          new Fence(
              "DJL and ONNX Runtime sessions",
              List.of(
                  "ai.onnxruntime..",
                  "com.sun.jna",
                  "ai.djl",
                  "ai.djl.inference..",
                  "ai.djl.ndarray.."),
              List.of("dev.decorum.infer", "dev.decorum.bench")),
          new Fence(
              "JSON and CSV",
              List.of("com.fasterxml.jackson..", "org.apache.commons.csv.."),
              List.of(
                  "dev.decorum.read",
                  "dev.decorum.read.parquet",
                  "dev.decorum.read.row",
                  "dev.decorum.read.dialogue",
                  "dev.decorum.read.layout",
                  "dev.decorum.read.chat",
                  "dev.decorum.score",
                  "dev.decorum.report",
                  "dev.decorum.model",
                  "dev.decorum.model.files",
                  "dev.decorum.model.tensors",
                  "dev.decorum.model.tokenizer",
                  "dev.decorum.train",
                  "dev.decorum.hub")),
          new Fence("TOML", List.of("org.tomlj.."), List.of("dev.decorum.config")),
          new Fence("the network", List.of("java.net.http.."), List.of("dev.decorum.hub")),
          new Fence(
              "ONNX protobuf classes",
              List.of("ai.onnx.proto..", "com.google.protobuf.."),
              List.of("dev.decorum.model.onnx", "dev.decorum.bench")),
          new Fence(
              "databases", List.of("java.sql..", "org.sqlite.."), List.of("dev.decorum.store")),
          new Fence(
              "compression and archives",
              List.of("io.airlift..", "org.apache.commons.compress..", "org.tukaani.."),
              List.of(
                  "dev.decorum.read.bytes",
                  "dev.decorum.read.parquet",
                  "dev.decorum.score.parquet",
                  "dev.decorum.model.tensors")),
          new Fence("HTML", List.of("org.jsoup.."), List.of("dev.decorum.read.text")),
          new Fence(
              "Parquet",
              List.of("org.apache.parquet.."),
              List.of("dev.decorum.read.parquet", "dev.decorum.score.parquet")),
          new Fence("libtorch", List.of("org.bytedeco.."), List.of("dev.decorum.train.torch")),
          new Fence("page templates", List.of("gg.jte.."), List.of("dev.decorum.report")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          // The job of Spark is a program of its own, which has a test of its own.
          .withImportOption(location -> !location.contains("/dev/decorum/spark/"))
          .importPackages("dev.decorum");

  private static Row row(String name, String... mayUse) {
    return new Row(name, List.of(mayUse));
  }

  static Stream<Row> table() {
    return TABLE.stream();
  }

  static Stream<Fence> fences() {
    return FENCES.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void aPackageUsesOnlyWhatItsRowAllows(Row row) {
    String self = "dev.decorum." + row.name();
    List<String> allowed = new ArrayList<>(List.of(self, FAILURE));
    row.mayUse().forEach(name -> allowed.add("dev.decorum." + name));
    noClasses()
        .that(resideInAPackage(self))
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.decorum..")
                .and(not(resideInAnyPackage(allowed.toArray(String[]::new)))))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fences")
  void aLibraryStaysBehindItsFence(Fence fence) {
    noClasses()
        .that(
            resideInAPackage("dev.decorum..")
                .and(not(resideInAnyPackage(fence.ours().toArray(String[]::new)))))
        .should()
        .dependOnClassesThat(resideInAnyPackage(fence.theirs().toArray(String[]::new)))
        .check(CLASSES);
  }

  @Test
  void rowsNameOnlyRowsAboveThem() {
    List<String> above = new ArrayList<>();
    for (Row row : TABLE) {
      assertTrue(above.containsAll(row.mayUse()), row + " looks down the table");
      above.add(row.name());
    }
  }

  @Test
  void everyPackageHasARowAndAPackageInfo() throws IOException {
    Path sources = Path.of("src/main/java/dev/decorum");
    TreeSet<String> packages = new TreeSet<>();
    try (Stream<Path> files = Files.walk(sources)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
          .filter(name -> !name.isEmpty())
          .forEach(packages::add);
    }
    TreeSet<String> rows = new TreeSet<>();
    TABLE.forEach(row -> rows.add(row.name()));
    assertEquals(rows, packages, "the table and the source tree differ");
    for (String name : packages) {
      Path info = sources.resolve(name.replace('.', '/')).resolve("package-info.java");
      assertTrue(Files.exists(info), info + " is missing");
    }
  }

  /**
   * A name that two classes have says less than half of what each is. {@code api.Row}, a chat or
   * its rejection, is public and older than this rule; {@code read.row.Row} is a row of a file.
   */
  @Test
  void noTwoClassesHaveOneName() {
    Map<String, Set<String>> packages = new TreeMap<>();
    for (JavaClass javaClass : CLASSES) {
      if (javaClass.getEnclosingClass().isEmpty()
          && !javaClass.getSimpleName().equals("package-info")) {
        packages
            .computeIfAbsent(javaClass.getSimpleName(), name -> new TreeSet<>())
            .add(javaClass.getPackageName());
      }
    }
    packages.values().removeIf(own -> own.size() == 1);
    assertEquals(Map.of("Row", Set.of("dev.decorum.api", "dev.decorum.read.row")), packages);
  }

  /** {@code RowFailure} carries a checked exception through an iterator. */
  @Test
  void whatIsThrownHasOneRoot() {
    classes()
        .that(
            resideInAPackage("dev.decorum..")
                .and(assignableTo(RuntimeException.class))
                .and(not(simpleName("RowFailure"))))
        .should()
        .beAssignableTo(DecorumException.class)
        .check(CLASSES);
  }

  private static JavaClass outermost(JavaClass javaClass) {
    JavaClass outer = javaClass;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer;
  }

  /** A record's generated builder is a part of the record. */
  private static String ofBuilt(String name) {
    String record = name.replaceFirst("Builder$", "");
    return CLASSES.contain(record) && CLASSES.get(record).isRecord() ? record : name;
  }

  /** Nested classes count as the class that they are nested in. */
  @Test
  void noClassesNeedEachOtherInACircle() {
    SliceAssignment byOuterClass =
        new SliceAssignment() {
          @Override
          public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            JavaClass outer = outermost(javaClass);
            return outer.getPackageName().startsWith("dev.decorum")
                ? SliceIdentifier.of(ofBuilt(outer.getName()))
                : SliceIdentifier.ignore();
          }

          @Override
          public String getDescription() {
            return "classes";
          }
        };
    SlicesRuleDefinition.slices()
        .assignedFrom(byOuterClass)
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  private static final int MOST_CLASSES_OF_A_COMMAND = 15;

  /** Options to a request, one call, an exit code: that takes few classes. */
  @Test
  void aCommandKnowsFewClasses() {
    for (JavaClass command : CLASSES) {
      if (command.isAnnotatedWith(picocli.CommandLine.Command.class)) {
        TreeSet<String> known = new TreeSet<>();
        command
            .getDirectDependenciesFromSelf()
            .forEach(dependency -> known.add(outermost(dependency.getTargetClass()).getName()));
        known.removeIf(name -> !name.startsWith("dev.decorum.") || name.equals(command.getName()));
        // The program's own command lists all others.
        known.removeIf(name -> name.endsWith("Command"));
        assertTrue(
            known.size() <= MOST_CLASSES_OF_A_COMMAND,
            command.getName() + " knows " + known.size() + " classes: " + known);
      }
    }
  }

  /** What is done for every row is done by a run, which a command calls once. */
  @Test
  void theCommandLineSeesNoRows() {
    noClasses()
        .that(resideInAPackage("dev.decorum.cli"))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ConversationReader.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(RowSink.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Conversation.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ConversationScore.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ScoredRow.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ScoreTable.class)
        .check(CLASSES);
  }

  static Stream<String> architectures() {
    return Stream.of(Network.class.getPermittedSubclasses())
        .map(network -> network.getSimpleName().replaceFirst("Network$", ""));
  }

  /**
   * Whatever belongs to one architecture has its name in front. Others go by {@link Network}, but
   * for the two places that choose the architecture, and the maker of random weights.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("architectures")
  void onlyItsOwnClassesKnowAnArchitecture(String architecture) {
    noClasses()
        .that(
            not(simpleNameStartingWith(architecture))
                .and(not(simpleName("Architectures")))
                .and(not(type(ModelGraphs.class)))
                .and(not(simpleName("TorchModules")))
                .and(not(type(RandomCheckpoint.class))))
        .should()
        .dependOnClassesThat(simpleNameStartingWith(architecture))
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineTouchesTheStandardStreams() {
    noClasses()
        .that(
            resideInAPackage("dev.decorum..")
                .and(
                    not(
                        resideInAnyPackage(
                            "dev.decorum", "dev.decorum.cli", "dev.decorum.terminal"))))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .accessField(System.class, "in")
        .orShould()
        .callMethod(System.class, "console")
        .orShould()
        .callMethod(Boolean.class, "getBoolean", String.class)
        .orShould()
        .callMethod(Integer.class, "getInteger", String.class, int.class)
        .because("whether and how wide a terminal is, is told in properties")
        .check(CLASSES);
  }

  /** Besides the command that says so in its help, nothing in the program opens a connection. */
  @Test
  void onlyThePullCommandReachesTheNetwork() {
    noClasses()
        .that(
            resideInAPackage("dev.decorum..")
                .and(not(resideInAPackage("dev.decorum.hub")))
                .and(not(simpleName("ModelPullCommand"))))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Puller.class)
        .check(CLASSES);
    noClasses()
        .that(resideInAPackage("dev.decorum.."))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Socket.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(SocketChannel.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(DatagramSocket.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(HttpURLConnection.class)
        .check(CLASSES);
  }

  /** Temporary files go however a process ends, and files appear under their names whole. */
  @Test
  void onlyOnePackageMakesTemporaryFilesAndRenamesFiles() {
    noClasses()
        .that(resideInAPackage("dev.decorum..").and(not(resideInAPackage("dev.decorum.disk"))))
        .should()
        .callMethodWhere(
            target(owner(equivalentTo(Files.class)))
                .and(target(nameMatching("move|createTemp(File|Directory)"))))
        .check(CLASSES);
  }

  @Test
  void onlyMainExits() {
    noClasses()
        .that(resideInAPackage("dev.decorum..").and(not(equivalentTo(Main.class))))
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(CLASSES);
  }
}
