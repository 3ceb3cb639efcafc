package dev.decorum.infer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import dev.decorum.batch.Pass;
import dev.decorum.batch.PassLayout;
import dev.decorum.model.KeyValueShape;
import dev.decorum.model.onnx.OnnxGraph;
import dev.decorum.model.onnx.PassInputs;
import java.util.List;

/** Binds a pass to the inputs of its graph, and reads its logits and the past that it keeps. */
final class PassTranslator implements NoBatchifyTranslator<Task, Outcome> {
  private final OnnxGraph graph;
  private final List<LookupRows> tables;
  private final NDList nothing;

  /**
   * @param tables the tables in which the graph looks up rows
   * @param nothing the empty past, from {@link #emptyPast}
   */
  PassTranslator(OnnxGraph graph, List<LookupRows> tables, NDList nothing) {
    this.graph = graph;
    this.tables = List.copyOf(tables);
    this.nothing = nothing;
  }

  /** A past without tokens, which exists as long as {@code manager}. */
  static NDList emptyPast(OnnxGraph graph, NDManager manager) {
    KeyValueShape kept = graph.spec().network().keysAndValues();
    Shape shape = new Shape(1, kept.heads(), 0, kept.headWidth());
    NDList past = new NDList();
    for (int layer = 0; layer < kept.layers(); layer++) {
      add(past, PassInputs.pastKey(layer), manager.create(new float[0], shape));
      add(past, PassInputs.pastValue(layer), manager.create(new float[0], shape));
    }
    return past;
  }

  private static void add(NDList list, String name, NDArray array) {
    array.setName(name);
    list.add(array);
  }

  @Override
  public NDList processInput(TranslatorContext context, Task task) {
    NDManager manager = context.getNDManager();
    Pass pass = (Pass) task.work();
    PassLayout layout = new PassLayout(pass, PassInputs.CHUNKS);
    context.setAttachment("layout", layout);
    context.setAttachment("pass", pass);
    NDList inputs = new NDList();
    addLookup(inputs, PassInputs.INPUT_IDS, layout.inputIds(), manager);
    addLookup(inputs, PassInputs.POSITION_IDS, layout.positions(), manager);
    add(inputs, PassInputs.QUERY_FROM, manager.create(layout.queryFrom()));
    add(inputs, PassInputs.QUERY_TO, manager.create(layout.queryTo()));
    add(inputs, PassInputs.KEY_INDEX, manager.create(layout.keyIndex()));
    add(inputs, PassInputs.KEY_FROM, manager.create(layout.keyFrom()));
    add(inputs, PassInputs.KEY_TO, manager.create(layout.keyTo()));
    add(inputs, PassInputs.MASK_FROM, manager.create(layout.maskFrom()));
    add(inputs, PassInputs.MASK_TO, manager.create(layout.maskTo()));
    add(inputs, PassInputs.READ_INDEX, manager.create(layout.readIndex()));
    add(inputs, PassInputs.READ_POSITION, manager.create(layout.readPosition()));
    add(inputs, PassInputs.READ_FROM, manager.create(layout.readFrom()));
    add(inputs, PassInputs.READ_TO, manager.create(layout.readTo()));
    add(inputs, PassInputs.READ_MASK_FROM, manager.create(layout.readMaskFrom()));
    add(inputs, PassInputs.READ_MASK_TO, manager.create(layout.readMaskTo()));
    add(inputs, PassInputs.KEEP, manager.create(new long[] {pass.kept()}));
    inputs.addAll(pass.past() == 0 ? nothing : task.past().keysAndValues());
    return inputs;
  }

  /** Adds an input with indices of rows of a table. */
  private void addLookup(NDList inputs, String name, long[] indices, NDManager manager) {
    for (LookupRows table : tables) {
      if (table.indices().equals(name)) {
        table.require(indices);
      }
    }
    add(inputs, name, manager.create(indices));
  }

  @Override
  public Outcome processOutput(TranslatorContext context, NDList outputs) {
    Pass pass = (Pass) context.getAttachment("pass");
    PassLayout layout = (PassLayout) context.getAttachment("layout");
    float[] read = outputs.get(OnnxGraph.LOGITS).toFloatArray();
    int windows = pass.windows().size();
    float[] logits = new float[windows * Logits.LABELS];
    for (int window = 0; window < windows; window++) {
      graph.spec().head().toPair(read, layout.readOf(window), logits, window);
    }
    return new Outcome(new Logits(logits), past(pass, outputs));
  }

  private Past past(Pass pass, NDList outputs) {
    if (pass.following().isEmpty()) {
      return Past.NONE;
    }
    NDList kept = new NDList();
    for (int layer = 0; layer < graph.spec().network().keysAndValues().layers(); layer++) {
      keep(kept, outputs.get(PassInputs.keptKey(layer)), PassInputs.pastKey(layer));
      keep(kept, outputs.get(PassInputs.keptValue(layer)), PassInputs.pastValue(layer));
    }
    return new Past(kept, pass.following().size());
  }

  private static void keep(NDList kept, NDArray output, String name) {
    output.detach();
    add(kept, name, output);
  }
}
