package dev.decorum.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import java.util.ArrayList;
import java.util.List;

/** The number and the names of a classifier's outputs in {@code config.json}. */
final class OutputNames {
  private static final int MOST_LABELS = 1 << 12;

  private OutputNames() {}

  /**
   * The names of the outputs in order, at least one.
   *
   * @throws ModelException if the fields contradict each other, or the outputs are not exclusive
   *     answers to one question
   */
  static List<String> read(JsonFields config) {
    List<String> names = names(config);
    refuseOtherProblems(config, names.size());
    return names;
  }

  /** Writes the names in order, both ways round, as Hugging Face does. */
  static void write(List<String> labels, ObjectNode config) {
    ObjectNode names = config.putObject("id2label");
    ObjectNode ids = config.putObject("label2id");
    for (int i = 0; i < labels.size(); i++) {
      names.put(Integer.toString(i), labels.get(i));
      ids.put(labels.get(i), i);
    }
  }

  /** The names in order, by Hugging Face's rules. */
  private static List<String> names(JsonFields config) {
    JsonFields names = config.object("id2label");
    JsonFields ids = config.object("label2id");
    if (names == null || names.node().isEmpty()) {
      return ids == null || ids.node().isEmpty()
          ? unnamed(config.integer("num_labels", 1, MOST_LABELS, 2))
          : byIds(config, ids);
    }
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < names.node().size(); i++) {
      JsonNode name = names.field(Integer.toString(i));
      if (name == null || name.isContainerNode()) {
        throw new ModelException(
            config.where()
                + ": id2label must name the labels 0 to "
                + (names.node().size() - 1)
                + ", but has no name for "
                + i);
      }
      labels.add(name.asText());
    }
    for (int i = 0; ids != null && i < labels.size(); i++) {
      if (ids.has(labels.get(i)) && ids.integer(labels.get(i), 0, MOST_LABELS, i) != i) {
        throw new ModelException(config.where() + ": id2label and label2id contradict each other");
      }
    }
    return labels;
  }

  private static List<String> unnamed(int count) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      labels.add("LABEL_" + i);
    }
    return labels;
  }

  /**
   * The names by their ids. Hugging Face ignores names that are only in {@code label2id}, and
   * assumes two labels.
   */
  private static List<String> byIds(JsonFields config, JsonFields ids) {
    String[] labels = new String[ids.node().size()];
    for (String name : ids.names()) {
      int id = ids.integer(name, 0, labels.length - 1, 0);
      if (labels[id] != null) {
        throw new ModelException(config.where() + ": label2id gives the number " + id + " twice");
      }
      labels[id] = name;
    }
    return List.of(labels);
  }

  /**
   * Refuses other types of problems: softmax gives probabilities of exclusive answers to one
   * question.
   */
  private static void refuseOtherProblems(JsonFields config, int labels) {
    String problem = config.text("problem_type");
    if (problem == null || problem.equals("single_label_classification")) {
      return;
    }
    if (problem.equals("multi_label_classification")) {
      throw new ModelException(
          config.where()
              + ": problem_type is multi_label_classification: its labels are independent, and no"
              + " softmax over them says how appropriate a text is");
    }
    if (labels > 1) {
      throw new ModelException(
          config.where()
              + ": problem_type is "
              + problem
              + ", so its "
              + labels
              + " outputs are not logits of labels");
    }
  }
}
