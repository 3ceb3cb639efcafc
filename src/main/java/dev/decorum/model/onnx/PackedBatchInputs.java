package dev.decorum.model.onnx;

/**
 * The inputs and outputs of a graph of the kind {@link OnnxGraph.Kind#PACKED_BATCH}. All inputs but
 * the past are int64 vectors. Queries are processed in a fixed number of chunks. A list "by chunk"
 * has one entry for each; the bounds of a mask have two, row and column.
 */
public final class PackedBatchInputs {
  private PackedBatchInputs() {}

  /** The number of chunks of queries in a graph. */
  public static final int CHUNKS = 16;

  /** Token ids of all windows in one row, {@code [tokens]}. */
  public static final String INPUT_IDS = OnnxGraph.INPUT_IDS;

  /** The position of each token in its window from 0, {@code [tokens]}. */
  public static final String POSITION_IDS = OnnxGraph.POSITION_IDS;

  /** Where the queries begin, by chunk. */
  public static final String QUERY_FROM = "query_from";

  /** Where the queries end, by chunk. */
  public static final String QUERY_TO = "query_to";

  /** The keys that each chunk sees, counted from the first of the past, one list after another. */
  public static final String KEY_INDEX = "key_index";

  /** Where the keys begin in {@link #KEY_INDEX}, by chunk. */
  public static final String KEY_FROM = "key_from";

  /** Where the keys end, by chunk. */
  public static final String KEY_TO = "key_to";

  /** Where the chunk's part of the causal mask begins, by chunk. */
  public static final String MASK_FROM = "mask_from";

  /** Where the chunk's part of the causal mask ends, by chunk. */
  public static final String MASK_TO = "mask_to";

  /** The tokens to be classified, {@code [reads]}. */
  public static final String READ_INDEX = "read_index";

  /** Their positions in their windows, {@code [reads]}. */
  public static final String READ_POSITION = "read_position";

  /** Where the tokens to be classified begin, by chunk. */
  public static final String READ_FROM = "read_from";

  /** Where they end, by chunk. */
  public static final String READ_TO = "read_to";

  /** Where the part of the reads' mask begins, by chunk. */
  public static final String READ_MASK_FROM = "read_mask_from";

  /** Where the part of the reads' mask ends, by chunk. */
  public static final String READ_MASK_TO = "read_mask_to";

  /** The number of tokens of past and batch to keep as the past of others, {@code [1]}. */
  public static final String KEEP = "keep";

  /** The keys of the past, float32 {@code [1, heads, past, headWidth]}. */
  public static String pastKey(int layer) {
    return "past_key." + layer;
  }

  /** The values of the past, float32 {@code [1, heads, past, headWidth]}. */
  public static String pastValue(int layer) {
    return "past_value." + layer;
  }

  /** Output: the keys to keep, float32 {@code [1, heads, keep, headWidth]}. */
  public static String keptKey(int layer) {
    return "kept_key." + layer;
  }

  /** Output: the values to keep, float32 {@code [1, heads, keep, headWidth]}. */
  public static String keptValue(int layer) {
    return "kept_value." + layer;
  }
}
