package dev.decorum.infer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import dev.decorum.batch.PackedBatch;
import dev.decorum.batch.PackedBatchLayout;
import dev.decorum.model.KeyValueShape;
import dev.decorum.model.onnx.OnnxGraph;
import dev.decorum.model.onnx.PackedBatchInputs;
import java.util.List;

/**
 * Binds a packed batch to the inputs of its graph, and reads its logits and the keys and values
 * that it keeps.
 */
final class PackedBatchTranslator implements NoBatchifyTranslator<ModelInput, ModelOutput> {
  private final OnnxGraph graph;
  private final List<EmbeddingTable> tables;
  private final NDList nothing;

  /**
   * @param tables the tables in which the graph looks up rows
   * @param nothing the empty cache, from {@link #emptyCache}
   */
  PackedBatchTranslator(OnnxGraph graph, List<EmbeddingTable> tables, NDList nothing) {
    this.graph = graph;
    this.tables = List.copyOf(tables);
    this.nothing = nothing;
  }

  /** The keys and values of no token, which exist as long as {@code manager}. */
  static NDList emptyCache(OnnxGraph graph, NDManager manager) {
    KeyValueShape kept = graph.spec().network().keysAndValues();
    Shape shape = new Shape(1, kept.heads(), 0, kept.headWidth());
    NDList cache = new NDList();
    for (int layer = 0; layer < kept.layers(); layer++) {
      add(cache, PackedBatchInputs.pastKey(layer), manager.create(new float[0], shape));
      add(cache, PackedBatchInputs.pastValue(layer), manager.create(new float[0], shape));
    }
    return cache;
  }

  private static void add(NDList list, String name, NDArray array) {
    array.setName(name);
    list.add(array);
  }

  @Override
  public NDList processInput(TranslatorContext context, ModelInput input) {
    NDManager manager = context.getNDManager();
    PackedBatch batch = (PackedBatch) input.work();
    PackedBatchLayout layout = new PackedBatchLayout(batch, PackedBatchInputs.CHUNKS);
    context.setAttachment("layout", layout);
    context.setAttachment("batch", batch);
    NDList inputs = new NDList();
    addLookup(inputs, PackedBatchInputs.INPUT_IDS, layout.inputIds(), manager);
    addLookup(inputs, PackedBatchInputs.POSITION_IDS, layout.positions(), manager);
    add(inputs, PackedBatchInputs.QUERY_FROM, manager.create(layout.queryFrom()));
    add(inputs, PackedBatchInputs.QUERY_TO, manager.create(layout.queryTo()));
    add(inputs, PackedBatchInputs.KEY_INDEX, manager.create(layout.keyIndex()));
    add(inputs, PackedBatchInputs.KEY_FROM, manager.create(layout.keyFrom()));
    add(inputs, PackedBatchInputs.KEY_TO, manager.create(layout.keyTo()));
    add(inputs, PackedBatchInputs.MASK_FROM, manager.create(layout.maskFrom()));
    add(inputs, PackedBatchInputs.MASK_TO, manager.create(layout.maskTo()));
    add(inputs, PackedBatchInputs.READ_INDEX, manager.create(layout.readIndex()));
    add(inputs, PackedBatchInputs.READ_POSITION, manager.create(layout.readPosition()));
    add(inputs, PackedBatchInputs.READ_FROM, manager.create(layout.readFrom()));
    add(inputs, PackedBatchInputs.READ_TO, manager.create(layout.readTo()));
    add(inputs, PackedBatchInputs.READ_MASK_FROM, manager.create(layout.readMaskFrom()));
    add(inputs, PackedBatchInputs.READ_MASK_TO, manager.create(layout.readMaskTo()));
    add(inputs, PackedBatchInputs.KEEP, manager.create(new long[] {batch.kept()}));
    inputs.addAll(batch.past() == 0 ? nothing : input.cache().keysAndValues());
    return inputs;
  }

  /** Adds an input with indices of rows of a table. */
  private void addLookup(NDList inputs, String name, long[] indices, NDManager manager) {
    for (EmbeddingTable table : tables) {
      if (table.indices().equals(name)) {
        table.require(indices);
      }
    }
    add(inputs, name, manager.create(indices));
  }

  @Override
  public ModelOutput processOutput(TranslatorContext context, NDList outputs) {
    PackedBatch batch = (PackedBatch) context.getAttachment("batch");
    PackedBatchLayout layout = (PackedBatchLayout) context.getAttachment("layout");
    float[] read = outputs.get(OnnxGraph.LOGITS).toFloatArray();
    int windows = batch.windows().size();
    float[] logits = new float[windows * Logits.LABELS];
    for (int window = 0; window < windows; window++) {
      graph.spec().head().toPair(read, layout.readOf(window), logits, window);
    }
    return new ModelOutput(new Logits(logits), cache(batch, outputs));
  }

  private KeyValueCache cache(PackedBatch batch, NDList outputs) {
    if (batch.following().isEmpty()) {
      return KeyValueCache.NONE;
    }
    NDList kept = new NDList();
    for (int layer = 0; layer < graph.spec().network().keysAndValues().layers(); layer++) {
      keep(kept, outputs.get(PackedBatchInputs.keptKey(layer)), PackedBatchInputs.pastKey(layer));
      keep(
          kept,
          outputs.get(PackedBatchInputs.keptValue(layer)),
          PackedBatchInputs.pastValue(layer));
    }
    return new KeyValueCache(kept, batch.following().size());
  }

  private static void keep(NDList kept, NDArray output, String name) {
    output.detach();
    add(kept, name, output);
  }
}
