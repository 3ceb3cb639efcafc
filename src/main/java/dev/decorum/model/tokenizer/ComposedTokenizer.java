package dev.decorum.model.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.ModelFolder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Combines {@code vocab.json} and {@code merges.txt} into a {@code tokenizer.json}. */
final class ComposedTokenizer {
  static final String VOCABULARY = "vocab.json";
  static final String MERGES = "merges.txt";

  /** Files of other kinds of vocabularies. */
  private static final List<String> PREFERRED =
      List.of("tekken.json", "tokenizer.model", "tiktoken.model");

  private ComposedTokenizer() {}

  /**
   * Composes the file, and adds the names of the files that it read to {@code files}.
   *
   * @throws ModelException if they are missing or damaged
   */
  static byte[] compose(ModelFolder folder, List<String> files) {
    if (!folder.has(VOCABULARY) || !folder.has(MERGES)) {
      throw new ModelException(
          folder.path()
              + ": no tokenizer: needs tokenizer.json, or vocab.json and merges.txt (for a plain"
              + " GPT-2 vocabulary, those of openai-community/gpt2)");
    }
    for (String other : PREFERRED) {
      if (folder.has(other)) {
        throw new ModelException(
            folder.path()
                + ": has "
                + other
                + ", which Hugging Face reads in place of vocab.json and Decorum cannot read");
      }
    }
    JsonFields vocabulary =
        JsonFields.parse(
            folder.path().resolve(VOCABULARY).toString(),
            folder.read(VOCABULARY, ModelTokenizer.LARGEST_FILE));
    files.add(VOCABULARY);
    ArrayNode merges = merges(folder);
    files.add(MERGES);
    ObjectNode json = JsonFields.newObject();
    json.put("version", "1.0");
    ObjectNode model = json.putObject("model");
    model.put("type", "BPE");
    model.set("vocab", vocabulary.node());
    model.set("merges", merges);
    return JsonFields.write(json);
  }

  private static ArrayNode merges(ModelFolder folder) {
    String text =
        new String(folder.read(MERGES, ModelTokenizer.LARGEST_FILE), StandardCharsets.UTF_8);
    ArrayNode merges = JsonFields.newObject().putArray("merges");
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String merge = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      if (merge.isEmpty() || merge.startsWith("#version")) {
        continue;
      }
      int space = merge.indexOf(' ');
      if (space <= 0 || space == merge.length() - 1 || merge.indexOf(' ', space + 1) >= 0) {
        throw new ModelException(
            folder.path().resolve(MERGES) + ":" + number + ": not two symbols and a space between");
      }
      merges.add(merge);
    }
    return merges;
  }
}
