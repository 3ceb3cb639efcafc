package dev.decorum.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryReasonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Error code - ORT_INVALID_PROTOBUF - message: Load model from a.onnx failed"
            + " | Load model from a.onnx failed",
        "Error code - ORT_FAIL - message: /onnxruntime_src/core/framework/bfc.cc:376 void*"
            + " Failed to allocate memory | Failed to allocate memory",
        "[SQLITE_IOERR] Some kind of disk I/O error occurred (disk I/O error)"
            + " | Some kind of disk I/O error occurred (disk I/O error)",
        "ai.djl.engine.EngineException: java.io.IOException: no space left | no space left",
        "expected value at line 1 column 1 | expected value at line 1 column 1",
        "Cannot invoke \"String.length()\" because \"x\" is null | it gives no reason",
        "class a.B cannot be cast to class a.C | it gives no reason",
        "see java.util.List for it | it gives no reason",
      })
  void isWhatTheLibrarySaysWithoutItsCodes(String message, String words) {
    assertEquals(words, LibraryReason.of(new IllegalStateException(message)));
  }

  @Test
  void onlyTheFirstLineIsTold() {
    assertEquals("bad", LibraryReason.of(new IllegalStateException("bad\n\tat a.b.C")));
    assertEquals("it gives no reason", LibraryReason.of(new IllegalStateException()));
  }
}
