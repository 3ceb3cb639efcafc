package dev.decorum.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens before and after every text.
 *
 * @param before their ids, in order
 * @param behind their ids, in order
 */
public record Affixes(List<Integer> before, List<Integer> behind) {
  /** The affixes of tokenizers that add nothing, such as GPT-2's. */
  public static final Affixes NONE = new Affixes(List.of(), List.of());

  private static final int MOST = 64;

  public Affixes {
    before = List.copyOf(before);
    behind = List.copyOf(behind);
  }

  /** All ids. */
  public List<Integer> ids() {
    List<Integer> ids = new ArrayList<>(before);
    ids.addAll(behind);
    return ids;
  }

  /** The number of tokens. */
  public int size() {
    return before.size() + behind.size();
  }

  /**
   * The tokens that a {@code post_processor} of {@code tokenizer.json} adds to a single text.
   *
   * @throws dev.decorum.model.files.ModelException if the post-processor is not supported
   */
  static Affixes of(JsonFields processor) {
    String type = processor.text("type");
    return switch (type == null ? "" : type) {
      case "ByteLevel" -> NONE;
      case "BertProcessing", "RobertaProcessing" ->
          new Affixes(List.of(pair(processor, "cls")), List.of(pair(processor, "sep")));
      case "TemplateProcessing" -> template(processor);
      case "Sequence" -> sequence(processor);
      default ->
          throw processor.wrong(
              "type",
              "one of ByteLevel, TemplateProcessing, BertProcessing, RobertaProcessing, Sequence");
    };
  }

  private static Affixes sequence(JsonFields processor) {
    if (!(processor.field("processors") instanceof ArrayNode steps) || steps.size() > MOST) {
      throw processor.wrong("processors", "a list of at most " + MOST);
    }
    List<Integer> before = new ArrayList<>();
    List<Integer> behind = new ArrayList<>();
    for (JsonNode step : steps) {
      if (!(step instanceof ObjectNode object) || "Sequence".equals(step.path("type").asText())) {
        throw processor.wrong("processors", "a list of single processors");
      }
      Affixes added = of(new JsonFields(processor.where() + ": processors", object));
      if (!"ByteLevel".equals(step.path("type").asText())
          && !(before.isEmpty() && behind.isEmpty())) {
        // The library would put the tokens of the second one between those of the first.
        throw processor.wrong("processors", "a list in which one processor adds tokens");
      }
      before.addAll(added.before());
      behind.addAll(added.behind());
    }
    return new Affixes(before, behind);
  }

  /** The id of a token that is written as its text and its id. */
  private static int pair(JsonFields processor, String name) {
    JsonNode id = processor.node().path(name).path(1);
    if (!id.isInt() || id.intValue() < 0) {
      throw processor.wrong(name, "a token and its id");
    }
    return id.intValue();
  }

  private static Affixes template(JsonFields processor) {
    if (!(processor.field("single") instanceof ArrayNode pieces) || pieces.size() > MOST) {
      throw processor.wrong("single", "a list of at most " + MOST + " pieces");
    }
    List<Integer> before = new ArrayList<>();
    List<Integer> behind = new ArrayList<>();
    boolean seen = false;
    for (JsonNode piece : pieces) {
      JsonNode special = piece.path("SpecialToken").path("id");
      boolean text = piece.path("Sequence").path("id").asText().equals("A");
      if (text == special.isTextual() || (text && seen)) {
        throw processor.wrong("single", "special tokens around one text (A)");
      }
      if (text) {
        seen = true;
      } else {
        (seen ? behind : before).addAll(ids(processor, special.textValue()));
      }
    }
    if (!seen) {
      throw processor.wrong("single", "special tokens around one text (A)");
    }
    return new Affixes(before, behind);
  }

  private static List<Integer> ids(JsonFields processor, String token) {
    List<Integer> ids = new ArrayList<>();
    for (JsonNode id : processor.node().path("special_tokens").path(token).path("ids")) {
      if (!id.isInt() || id.intValue() < 0) {
        throw processor.wrong("special_tokens", "the ids of each token");
      }
      ids.add(id.intValue());
    }
    if (ids.isEmpty() || ids.size() > MOST) {
      throw processor.wrong("special_tokens", "the ids of each token");
    }
    return ids;
  }
}
