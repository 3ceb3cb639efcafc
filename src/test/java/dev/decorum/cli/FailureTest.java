package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.model.files.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
  static Stream<Arguments> thrown() {
    return Stream.of(
        Arguments.of(new OutOfMemoryError("Java heap space"), 4, "out of memory; "),
        Arguments.of(
            new OutOfMemoryError("unable to create native thread"), 4, "no more threads can be"),
        Arguments.of(new StackOverflowError(), 4, "something is nested too deeply"),
        Arguments.of(new UnsatisfiedLinkError("x.so: noexec"), 3, "library cannot be loaded: x.so"),
        Arguments.of(new NoClassDefFoundError("a/B"), 3, "the installation is damaged"),
        Arguments.of(
            new ExceptionInInitializerError(
                new IllegalStateException(new NoSuchFileException("/none"))),
            3,
            "cannot be loaded: /none: no such file or folder"),
        Arguments.of(new ExceptionInInitializerError(new UnsatisfiedLinkError("x.so")), 3, "x.so"),
        Arguments.of(new AssertionError("odd"), 4, "internal error: "),
        Arguments.of(new IllegalStateException("odd"), 4, "internal error: "),
        Arguments.of(new CompletionException(new ModelException("bad")), 3, "bad"),
        Arguments.of(new AccessDeniedException("/a"), 3, "/a: permission denied"),
        Arguments.of(new IOException(), 3, "the system gives no reason"),
        Arguments.of(
            new UncheckedIOException(new NoSuchFileException("/a")), 3, "/a: no such file"),
        Arguments.of(new InterruptedException(), 130, "interrupted"),
        Arguments.of(new ClosedByInterruptException(), 130, "interrupted"),
        Arguments.of(
            new UncheckedIOException("x: null", new ClosedByInterruptException()),
            130,
            "interrupted"));
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void hasWordsAndAnExitCode(Throwable thrown, int exitCode, String words) {
    Failure failure = Failure.of(thrown);
    assertEquals(exitCode, failure.exitCode());
    assertTrue(failure.message().contains(words), failure.message());
    JavaWords.assertNoneIn(failure.message());
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void showsNoTraceUnlessAsked(Throwable thrown) {
    InputStream in =
        new InputStream() {
          @Override
          public int read() {
            throw sneaky(thrown);
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            throw sneaky(thrown);
          }
        };
    Cli.Result result = new Cli().in(in).start("inspect", "-");
    assertFalse(result.err().contains("\tat "), result.err());
    assertTrue(result.exitCode() != 0 && result.exitCode() != 1, "exit " + result.exitCode());
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void theReaderOfAPipeMayGo() {
    assertEquals(new Failure("", 0), Failure.of(new BrokenPipeException(new IOException())));
  }
}
