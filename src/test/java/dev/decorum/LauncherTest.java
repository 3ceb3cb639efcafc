package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the launcher passes on, in a distribution of empty files with a Java that tells. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class LauncherTest {
  private static final String NATIVE = "-Donnxruntime.native.path=";

  private record Result(int exitCode, List<String> lines) {

    /** The options of Java that name native libraries, in their order. */
    List<String> nativePaths() {
      return lines.stream().filter(line -> line.startsWith(NATIVE)).toList();
    }

    String libraryPath() {
      return lines.get(lines.size() - 1);
    }
  }

  @TempDir private Path temp;

  /** Has a space in its name, as folders of users do. */
  private Path home = Path.of("");

  @BeforeEach
  void unpack() throws IOException {
    home = temp.toRealPath().resolve("my decorum");
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("jdk/bin"));
    Files.copy(
        Path.of("bin/decorum"), home.resolve("bin/decorum"), StandardCopyOption.COPY_ATTRIBUTES);
    touch("lib/decorum-1.jar");
    Path java = home.resolve("jdk/bin/java");
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\necho \"LD=${LD_LIBRARY_PATH:-}\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void touch(String... files) throws IOException {
    for (String file : files) {
      Path path = home.resolve(file);
      Files.createDirectories(path.getParent());
      Files.createFile(path);
    }
  }

  private void addRuntime() throws IOException {
    touch(
        "lib/cuda/libonnxruntime.so",
        "lib/cuda/libonnxruntime4j_jni.so",
        "lib/cuda/libonnxruntime_providers_shared.so",
        "lib/cuda/libonnxruntime_providers_cuda.so");
  }

  private Result run(Map<String, String> environment) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("bin/decorum").toString(), "score", "x y");
    builder.environment().keySet().removeIf(name -> name.startsWith("DECORUM_"));
    builder.environment().remove("LD_LIBRARY_PATH");
    builder.environment().put("DECORUM_NO_ARCHIVE", "yes");
    builder.environment().put("DECORUM_CUDA", "yes");
    builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    return new Result(process.exitValue(), out.lines().toList());
  }

  @Test
  void withoutLibrariesForGpusNothingIsSaidOfThem() throws Exception {
    Result result = run(Map.of("LD_LIBRARY_PATH", "/mine"));
    assertEquals(0, result.exitCode());
    assertEquals(List.of(), result.nativePaths());
    assertEquals("LD=/mine", result.libraryPath());
    assertFalse(result.lines().contains(""), "no empty argument: " + result.lines());
    int main = result.lines().indexOf("dev.decorum.Main");
    assertEquals(List.of("score", "x y"), result.lines().subList(main + 1, main + 3));
  }

  /** Java reads the names of files in the charset of the locale, and cron's has ASCII alone. */
  @Test
  void namesOfFilesAreReadInUtf8() throws Exception {
    assertEquals("UTF-8", charset(Map.of("LANG", "C")));
    assertEquals("UTF-8", charset(Map.of("LC_ALL", "POSIX")));
    assertEquals("UTF-8", charset(Map.of("LANG", "C.UTF-8")));
  }

  private String charset(Map<String, String> locale) throws Exception {
    Path java = home.resolve("jdk/bin/java");
    Files.writeString(java, "#!/bin/sh\nlocale charmap\n");
    Map<String, String> environment = new HashMap<>(locale);
    environment.putIfAbsent("LC_ALL", "");
    environment.putIfAbsent("LC_CTYPE", "");
    return run(environment).libraryPath();
  }

  /** Earlier versions of Java do not start with these options, and of later ones nobody knows. */
  @ParameterizedTest
  @CsvSource({
    "17.0.15, false",
    "21, false",
    "23.0.1, false",
    "24, true",
    "25.0.3, true",
    "26-ea, false",
    "240, false"
  })
  void whatLibrariesDoIsAllowedWhereJavaWouldWarn(String version, boolean allowed)
      throws Exception {
    Files.writeString(
        home.resolve("jdk/release"),
        "IMPLEMENTOR=\"Some = one\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n");
    assertAllowed(allowed, run(Map.of()));
    String path = home.resolve("jdk/bin") + ":" + System.getenv("PATH");
    assertAllowed(allowed, run(Map.of("JAVA_HOME", "", "PATH", path)));
    Files.createDirectory(home.resolve("links"));
    Files.createSymbolicLink(home.resolve("links/java"), home.resolve("jdk/bin/java"));
    String linked = home.resolve("links") + ":" + System.getenv("PATH");
    assertAllowed(allowed, run(Map.of("JAVA_HOME", "", "PATH", linked)));
  }

  @Test
  void aJavaWithoutAVersionIsTakenForAnOldOne() throws Exception {
    assertAllowed(false, run(Map.of()));
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"\"\n");
    assertAllowed(false, run(Map.of()));
  }

  private static void assertAllowed(boolean allowed, Result result) {
    assertEquals(0, result.exitCode(), result.lines().toString());
    List<String> options =
        List.of("--illegal-native-access=allow", "--sun-misc-unsafe-memory-access=allow");
    assertEquals(
        allowed ? options : List.of(),
        result.lines().stream().filter(options::contains).toList(),
        result.lines().toString());
  }

  @Test
  void aPackageUsesTheJavaThatItBrings() throws Exception {
    Path java = home.resolve("runtime/bin/java");
    Files.createDirectories(java.getParent());
    Files.copy(home.resolve("jdk/bin/java"), java, StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(java, "#!/bin/sh\necho \"$0\"\n");
    for (String other : List.of("", home.resolve("jdk").toString(), "/nowhere")) {
      assertEquals(List.of(java.toString()), run(Map.of("JAVA_HOME", other)).lines());
    }
    Files.writeString(home.resolve("runtime/release"), "JAVA_VERSION=\"25\"\n");
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    assertAllowed(true, run(Map.of("JAVA_HOME", home.resolve("jdk").toString())));
  }

  @Test
  void aPathForFoldersChangesNothing() throws Exception {
    Result result = run(Map.of("CDPATH", temp.toRealPath().toString()));
    assertEquals(0, result.exitCode(), result.lines().toString());
    int classpath = result.lines().indexOf("-cp") + 1;
    assertEquals(home.resolve("lib/decorum-1.jar").toString(), result.lines().get(classpath));
  }

  @Test
  void aFolderThatIsGoneIsSaid() throws Exception {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "mkdir \"$1\" && cd \"$1\" && rmdir \"$1\" && exec \"$0\" version",
                home.resolve("bin/decorum").toString(),
                temp.resolve("gone").toString())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(3, process.waitFor(), out);
    assertTrue(out.contains("does not exist any more"), out);
  }

  @Test
  void aClosedStandardInputIsSaid() throws Exception {
    for (String input : List.of("-", "chats.csv")) {
      ProcessBuilder builder =
          new ProcessBuilder(
              "sh",
              "-c",
              "exec \"$0\" score \"$1\" <&-",
              home.resolve("bin/decorum").toString(),
              input);
      builder.environment().put("DECORUM_NO_ARCHIVE", "yes");
      builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
      Process process = builder.redirectErrorStream(true).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean asked = input.equals("-");
      assertEquals(asked ? 3 : 0, process.waitFor(), out);
      assertEquals(asked, out.contains("decorum: -: standard input is closed"), out);
    }
  }

  @Test
  void theRuntimeForGpusIsUsedWhereItIs() throws Exception {
    addRuntime();
    Result result = run(Map.of());
    assertEquals(0, result.exitCode());
    assertEquals(List.of(NATIVE + home.resolve("lib/cuda")), result.nativePaths());
    assertEquals("LD=", result.libraryPath(), "CUDA's own libraries are the system's");
    assertFalse(result.lines().contains(""), "no empty argument: " + result.lines());
  }

  @Test
  void theRuntimeForGpusIsLeftAloneWhereItIsNotWanted() throws Exception {
    addRuntime();
    touch("lib/cuda/libcudart.so.12");
    Result result = run(Map.of("DECORUM_CUDA", "no"));
    assertEquals(0, result.exitCode());
    assertEquals(List.of(), result.nativePaths());
    assertEquals("LD=", result.libraryPath());
  }

  @Test
  void whetherADriverIsLoadedDecidesUnlessTheUserDoes() throws Exception {
    addRuntime();
    boolean driver =
        Files.exists(Path.of("/proc/driver/nvidia/version"))
            || Files.exists(Path.of("/dev/nvidiactl"))
            || Files.exists(Path.of("/dev/dxg"));
    assertEquals(
        driver ? List.of(NATIVE + home.resolve("lib/cuda")) : List.of(),
        run(Map.of("DECORUM_CUDA", "auto")).nativePaths());
  }

  @Test
  void bundledLibrariesOfCudaComeFirst() throws Exception {
    addRuntime();
    touch("lib/cuda/libcudart.so.12");
    assertEquals("LD=" + home.resolve("lib/cuda"), run(Map.of()).libraryPath());
    assertEquals(
        "LD=" + home.resolve("lib/cuda") + ":/mine:/yours",
        run(Map.of("LD_LIBRARY_PATH", "/mine:/yours")).libraryPath());
  }

  @Test
  void thePathThatTheUserNamesIsTheLast() throws Exception {
    addRuntime();
    Result result = run(Map.of("DECORUM_OPTS", "-Xmx1g " + NATIVE + "/opt/ort"));
    assertEquals(
        List.of(NATIVE + home.resolve("lib/cuda"), NATIVE + "/opt/ort"), result.nativePaths());
    assertTrue(result.lines().contains("-Xmx1g"));
  }

  @Test
  void anIncompleteRuntimeIsAnErrorThatNamesTheFile() throws Exception {
    addRuntime();
    Files.delete(home.resolve("lib/cuda/libonnxruntime_providers_shared.so"));
    Result result = run(Map.of());
    assertEquals(3, result.exitCode());
    assertEquals(
        List.of(
            "decorum: "
                + home.resolve("lib/cuda")
                + " is incomplete: libonnxruntime_providers_shared.so is missing"),
        result.lines());
  }

  @Test
  void aJavaThatDoesNotStartIsNoRejectedRow() throws Exception {
    Path java = home.resolve("jdk/bin/java");
    Files.writeString(java, "#!/bin/sh\necho 'Unrecognized VM option' >&2\nexit 1\n");
    Result result = run(Map.of("DECORUM_OPTS", "-Xnonsense"));
    assertEquals(3, result.exitCode());
    assertEquals("Unrecognized VM option", result.lines().get(0));
    assertTrue(result.lines().get(1).startsWith("decorum: Java does not start ("));
  }

  @Test
  void theExitCodeOfTheProgramIsKept() throws Exception {
    Path java = home.resolve("jdk/bin/java");
    Files.writeString(java, "#!/bin/sh\ncase \"$*\" in *probe*) exit 0 ;; esac\nexit 1\n");
    assertEquals(1, run(Map.of("DECORUM_OPTS", "-Xmx1g")).exitCode());
  }

  @Test
  void anArchiveThatWasCutShortIsNotUsed() throws Exception {
    String first = archiveName();
    Path archive = home.resolve("lib").resolve(first);
    assertTrue(first.endsWith("-5.jsa"), first);
    Files.writeString(archive, "cut");
    assertEquals(first, archiveName(), "it is made again");
    assertEquals(5, Files.size(archive));
  }

  /** An installation that users cannot write to has to keep the archive that came with it. */
  @Test
  void anArchiveOutlivesTheTimesOfFiles() throws Exception {
    String first = archiveName();
    Path archive = home.resolve("lib").resolve(first);
    FileTime longAgo = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(home.resolve("lib/decorum-1.jar"), longAgo);
    Files.writeString(archive, "kept!");
    assertEquals(first, archiveName());
    assertEquals("kept!", Files.readString(archive));

    // Java knows jars by their times as well, and would not use it, nor say so.
    Files.setLastModifiedTime(archive, longAgo);
    Files.setLastModifiedTime(home.resolve("lib/decorum-1.jar"), FileTime.from(Instant.now()));
    assertEquals(first, archiveName());
    assertEquals("12345", Files.readString(archive), "it is made again");
  }

  @Test
  void anotherJavaGetsAnotherArchive() throws Exception {
    String first = archiveName();
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"17.0.16\"\n");
    assertNotEquals(first, archiveName());
  }

  /** Lets the launcher prepare fast starts with a Java that writes five bytes. */
  private String archiveName() throws IOException, InterruptedException {
    Path java = home.resolve("jdk/bin/java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        for option; do
          case $option in
            -XX:ArchiveClassesAtExit=*) printf 12345 >"${option#*=}" ;;
            -XX:SharedArchiveFile=*) echo "${option#*=}" ;;
          esac
        done
        """);
    Result result = run(Map.of("DECORUM_NO_ARCHIVE", ""));
    assertEquals(0, result.exitCode(), result.lines().toString());
    String archive = result.lines().get(result.lines().size() - 1);
    return String.valueOf(Path.of(archive).getFileName());
  }
}
