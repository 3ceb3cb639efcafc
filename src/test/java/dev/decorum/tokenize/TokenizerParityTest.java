package dev.decorum.tokenize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.infer.TestLibraries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random folders, held against the ids that Hugging Face makes with them. */
class TokenizerParityTest {
  private static final Path FIXTURE = Path.of("src/test/resources/tokenizers/folders.jsonl");

  /** What is refused on purpose though Hugging Face loads it. */
  private static final List<String> REASONS =
      List.of(
          // Under both of its names at once, or an object where a list belongs.
          "additional_special_tokens must be",
          // Of these the library would end the process with some texts.
          "cannot be an added token: it is only white space",
          // Hugging Face finds either of them.
          "may be the same when they are normalized",
          // Only where all added tokens are special.
          "split_special_tokens is true",
          "a list in which one processor adds tokens",
          // An entry of vocab.json that comes twice.
          "occurs twice",
          // What the tokenizer library itself refuses.
          "the tokenizer cannot be");

  @BeforeAll
  static void keepNativeLibrariesOutOfTheHomeFolder() {
    TestLibraries.prepare();
  }

  @Test
  void theIdsAreThoseOfHuggingFace(@TempDir Path folder) throws IOException {
    TokenizerFolders folders = new TokenizerFolders(FIXTURE, folder);
    assertEquals(List.of(), folders.differences());
    folders
        .refusals()
        .forEach(
            (name, reason) ->
                assertTrue(REASONS.stream().anyMatch(reason::contains), name + ": " + reason));
    assertTrue(folders.loadable() >= 300, folders.loadable() + " folders");
    assertTrue(folders.compared() >= 3_500, folders.compared() + " texts");
    assertTrue(
        folders.refusals().size() <= folders.loadable() / 10,
        folders.refusals().size() + " of " + folders.loadable() + " refused");
  }
}
