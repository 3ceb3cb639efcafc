package dev.decorum.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.failure.DecorumException;
import dev.decorum.infer.CudaState;
import dev.decorum.model.ModelBundle;
import dev.decorum.store.History;
import dev.decorum.store.StoreFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check says of what is well, and of each fault. */
class ExaminationTest {
  private static final long GIGABYTE = 1L << 30;

  @TempDir Path folder;

  private static void assertFinds(Symptom.State state, String text, Symptom finding) {
    assertEquals(state, finding.state(), finding.toString());
    assertTrue(finding.text().contains(text), finding.toString());
  }

  private static Patient patient(
      Supplier<ModelBundle> model, List<String> files, @Nullable String problem) {
    return new Patient("1.0", Map.of(), Set.of(), model, null, null, files, problem);
  }

  @Test
  void aCheckThatFailsIsAProblem() {
    Symptom missing =
        Examination.guarded(
            "native libraries",
            () -> {
              throw new ExceptionInInitializerError(new UnsatisfiedLinkError("libx.so: not found"));
            });
    assertFinds(Symptom.State.PROBLEM, "libx.so: not found", missing);
    Symptom wordless =
        Examination.guarded(
            "x",
            () -> {
              throw new IllegalStateException();
            });
    assertFinds(Symptom.State.PROBLEM, "IllegalStateException", wordless);
    assertThrows(
        DecorumException.class,
        () ->
            Examination.guarded(
                "x",
                () -> {
                  throw new IllegalStateException(new InterruptedException());
                }));
  }

  @Test
  void aModelIsOpenedAndScores() {
    Path base = Path.of("src/test/resources/checkpoints/base");
    Symptom good = UsedModel.check(patient(() -> ModelBundle.open(base), List.of(), null));
    assertFinds(Symptom.State.NOTE, "base scores on cpu", good);
    assertTrue(good.text().contains("is taken as appropriate"), good.text());
    Symptom demo = UsedModel.check(patient(() -> ModelBundle.demo(), List.of(), null));
    assertFinds(Symptom.State.NOTE, "bundled demo", demo);
    Symptom missing =
        UsedModel.check(patient(() -> ModelBundle.open(folder.resolve("none")), List.of(), null));
    assertFinds(Symptom.State.PROBLEM, "no such folder", missing);
  }

  @Test
  void configurationAndVariables() {
    Symptom none = Settings.files(patient(ModelBundle::demo, List.of(), null));
    assertFinds(Symptom.State.OK, "no files", none);
    Symptom wrong =
        Settings.files(patient(ModelBundle::demo, List.of(), "decorum.toml:1: there is no option"));
    assertFinds(Symptom.State.PROBLEM, "decorum.toml:1", wrong);
    Symptom known =
        Settings.variables(Map.of("DECORUM_MODEL", "x", "HOME", "/"), Set.of("DECORUM_MODEL"));
    assertFinds(Symptom.State.OK, "DECORUM_MODEL", known);
    Symptom unknown = Settings.variables(Map.of("DECORUM_MODLE", "x"), Set.of("DECORUM_MODEL"));
    assertFinds(Symptom.State.NOTE, "DECORUM_MODLE", unknown);
    assertEquals("did you mean DECORUM_MODEL?", unknown.remedy());
  }

  @Test
  void aCharsetThatCannotNameFilesIsAProblem() {
    assertFinds(Symptom.State.OK, "UTF-8", Settings.charset("UTF-8"));
    Symptom wrong = Settings.charset("ANSI_X3.4-1968");
    assertFinds(Symptom.State.PROBLEM, "ANSI_X3.4-1968", wrong);
    assertEquals("export LC_ALL=C.UTF-8", wrong.remedy());
  }

  @Test
  void processors() {
    String server = "model name\t: Xeon\nflags\t\t: fpu avx2 avx512f avx512_vnni amx_int8\n";
    assertFinds(
        Symptom.State.OK, "Xeon: AVX2, AVX-512, AMX, VNNI;", Hardware.processor(server, "amd64"));
    String old = "model name\t: Core\nflags\t\t: fpu avx2\n";
    assertFinds(Symptom.State.OK, "without VNNI", Hardware.processor(old, "amd64"));
    String older = "model name\t: Core\nflags\t\t: fpu sse2\n";
    assertFinds(Symptom.State.NOTE, "without AVX2", Hardware.processor(older, "amd64"));
    String arm = "Features\t: fp asimddp i8mm\n";
    assertFinds(Symptom.State.OK, "aarch64: I8MM", Hardware.processor(arm, "aarch64"));
  }

  @Test
  void coresAndMemory() {
    assertFinds(Symptom.State.OK, "4,", Hardware.cores(4, 4));
    assertFinds(Symptom.State.NOTE, "2 of 64", Hardware.cores(2, 64));
    assertFinds(Symptom.State.OK, "8.0 GB", Hardware.memory(8 * GIGABYTE, 2 * GIGABYTE));
    assertFinds(Symptom.State.NOTE, "GPT-2", Hardware.memory(GIGABYTE, GIGABYTE / 4));
    assertFinds(Symptom.State.PROBLEM, "too little", Hardware.memory(GIGABYTE, GIGABYTE / 64));
  }

  @Test
  void folders() throws IOException {
    assertFinds(Symptom.State.OK, "free", Folders.temporary(folder));
    assertFinds(Symptom.State.PROBLEM, "none", Folders.temporary(folder.resolve("none")));
    Map<String, String> own = Map.of("DECORUM_CACHE_DIR", folder.resolve("cache").toString());
    assertFinds(Symptom.State.OK, "0 MB", Folders.cache(own));
    Path file = Files.writeString(folder.resolve("file"), "");
    Symptom impossible =
        Folders.cache(Map.of("DECORUM_CACHE_DIR", file.resolve("cache").toString()));
    assertFinds(Symptom.State.NOTE, "made again", impossible);
    assertTrue(String.valueOf(impossible.remedy()).contains("DECORUM_CACHE_DIR"));
    assertFinds(Symptom.State.OK, "none in", Folders.hub(Map.of("HF_HOME", folder.toString())));
  }

  @Test
  void gpus() {
    CudaState none = new CudaState(false, false, List.of());
    assertFinds(Symptom.State.OK, "processor computes", Libraries.gpu(none, false, null));
    CudaState processorOnly = new CudaState(true, false, List.of());
    Symptom build = Libraries.gpu(processorOnly, false, null);
    assertFinds(Symptom.State.NOTE, "not in use", build);
    assertTrue(String.valueOf(build.remedy()).contains("distribution for CUDA"));
    assertEquals("unset DECORUM_CUDA", Libraries.gpu(processorOnly, true, "no").remedy());
    CudaState incomplete = new CudaState(true, true, List.of("libcudart.so.12 is not found"));
    assertFinds(Symptom.State.PROBLEM, "libcudart", Libraries.gpu(incomplete, true, null));
    CudaState good = new CudaState(true, true, List.of());
    assertFinds(Symptom.State.OK, "cuda:0", Libraries.gpu(good, true, null));
  }

  @Test
  void stores() throws IOException {
    Path store = folder.resolve("audits.db");
    assertFinds(Symptom.State.OK, "not there yet", UsedStore.check(store));
    History.open(store, true).close();
    assertFinds(Symptom.State.OK, "0 nights and 0 scores", UsedStore.check(store));
    Path text = Files.writeString(folder.resolve("text.db"), "this is no database, to be sure");
    assertFinds(Symptom.State.PROBLEM, "text.db", UsedStore.check(text));
    assertFinds(
        Symptom.State.PROBLEM, "cannot be created", UsedStore.check(folder.resolve("no/such.db")));
    StoreFacts old = new StoreFacts(3, 7, 1, 2);
    assertFinds(Symptom.State.OK, "version 3", UsedStore.found(store, old, "ext4"));
    Symptom network = UsedStore.found(store, old, "nfs4");
    assertFinds(Symptom.State.NOTE, "nfs4", network);
    assertEquals("put it on a local disk", network.remedy());
  }

  @Test
  void anInstallation() throws IOException {
    Path lib = folder.resolve("lib");
    Files.createDirectories(lib.resolve("training"));
    Installation installation = new Installation(lib);
    assertFinds(Symptom.State.OK, "not installed", installation.training());
    Files.createFile(lib.resolve("training/pytorch-2.0.jar"));
    assertFinds(Symptom.State.OK, "PyTorch", installation.training());
    assertFinds(Symptom.State.NOTE, "without its launcher", installation.program("1.0"));
    assertFinds(Symptom.State.OK, System.getProperty("java.version"), installation.java());
    assertNull(new Installation(null).program("1.0").remedy());
  }
}
