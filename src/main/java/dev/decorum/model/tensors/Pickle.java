package dev.decorum.model.tensors;

import dev.decorum.model.files.ModelException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads pickles, Python's programs for a stack machine, as far as files of weights need them. The
 * objects that they build are only described, and none of their code is run: a pickle with a Python
 * name that is not a {@link PickledName} is refused immediately.
 *
 * <p>Values are {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@link Constant},
 * {@link BigInteger}, {@link Sequence}, {@link Dictionary}, {@link PickledName}, {@link
 * PickledStorage} and {@link PickledTensor}. They may contain themselves and may be nested without
 * limit, so they must not be traversed recursively. Instructions: <a
 * href="https://github.com/python/cpython/blob/3.13/Lib/pickletools.py">pickletools.py</a>,
 * protocols 2 to 5.
 */
final class Pickle {
  /**
   * The largest number of instructions. GPT-2 XL has 22,000, and three times as many with its
   * training state.
   */
  static final int MOST_INSTRUCTIONS = 500_000;

  static final int MOST_ON_STACK = 200_000;
  static final int MOST_REMEMBERED = 300_000;
  private static final int LONGEST_NAME = 1 << 10;
  private static final int MOST_DIMENSIONS = 8;
  private static final int NEWEST_PROTOCOL = 5;

  private static final String REBUILD = "torch._utils._rebuild_";

  /** Modules of objects that people save by mistake or together with weights. */
  private static final Pattern WHOLE_MODEL =
      Pattern.compile(
          "(transformers|torch\\.(nn|optim)|numpy\\.(core|_core)\\.multiarray|numpy\\.dtype"
              + "|argparse|__main__)\\b");

  /** Python's singletons. */
  enum Constant {
    NONE("None"),
    MARK("a mark"),
    BYTES("bytes");

    private final String text;

    Constant(String text) {
      this.text = text;
    }
  }

  /** A tuple or a list. */
  static final class Sequence {
    private final boolean list;
    private final List<Object> items;

    private Sequence(boolean list, List<Object> items) {
      this.list = list;
      this.items = items;
    }

    List<Object> items() {
      return items;
    }
  }

  /** A dictionary, whose keys are texts and numbers. */
  static final class Dictionary {
    private final Map<Object, Object> entries = new LinkedHashMap<>();

    Map<Object, Object> entries() {
      return entries;
    }
  }

  /** Which argument of a tensor says whether it is negated or conjugated. */
  private static final int METADATA = 6;

  private final String where;
  private final ByteBuffer in;
  private Object[] stack = new Object[64];
  private int depth;
  private @Nullable Object[] memo = new Object[64];
  private int remembered;
  private int instructions;
  private final List<PickledStorage> storages = new ArrayList<>();

  /**
   * @param where the file, for messages
   * @param bytes one or more pickles, possibly followed by something else
   */
  Pickle(String where, byte[] bytes) {
    this.where = where;
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The number of bytes read. */
  int position() {
    return in.position();
  }

  /** Every storage that was referred to, once for each reference. */
  List<PickledStorage> storages() {
    return storages;
  }

  /**
   * Reads the next pickle. The limits are for all pickles together.
   *
   * @throws ModelException if it is broken, too large, or needs anything that files of weights do
   *     not
   */
  Object next() {
    depth = 0;
    Arrays.fill(memo, null);
    remembered = 0;
    try {
      while (true) {
        int opcode = in.get() & 0xff;
        work(1);
        if (opcode == '.') {
          return pop();
        }
        step(opcode);
      }
    } catch (BufferUnderflowException e) {
      throw new ModelException(where + ": truncated: its pickle ends in the middle", e);
    }
  }

  private void work(int steps) {
    instructions += steps;
    if (instructions > MOST_INSTRUCTIONS) {
      throw wrong("it takes more than " + MOST_INSTRUCTIONS + " steps");
    }
  }

  private void step(int opcode) {
    switch (opcode) {
      case 0x80 -> protocol(in.get() & 0xff);
      case 0x95 -> count(in.getLong());
      case '(' -> push(Constant.MARK);
      case '0' -> popAny();
      case '1' -> popToMark();
      case 'N' -> push(Constant.NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'J' -> push((long) in.getInt());
      case 'K' -> push((long) (in.get() & 0xff));
      case 'M' -> push((long) (in.getShort() & 0xffff));
      case 0x8a -> push(number(in.get() & 0xff));
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
      case 'X' -> push(text(count(in.getInt() & 0xffffffffL)));
      case 0x8c, 'U' -> push(text(in.get() & 0xff));
      case 0x8d -> push(text(count(in.getLong())));
      case 'T' -> push(text(count(in.getInt() & 0xffffffffL)));
      case 'C' -> bytes(in.get() & 0xff);
      case 'B' -> bytes(count(in.getInt() & 0xffffffffL));
      case 0x8e -> bytes(count(in.getLong()));
      case '}' -> push(new Dictionary());
      case 'd' -> {
        Dictionary dictionary = new Dictionary();
        putAll(dictionary, popToMark());
        push(dictionary);
      }
      case ']' -> push(new Sequence(true, new ArrayList<>(0)));
      case 'l' -> push(new Sequence(true, popToMark()));
      case ')' -> push(new Sequence(false, List.of()));
      case 't' -> push(new Sequence(false, popToMark()));
      case 0x85, 0x86, 0x87 -> push(new Sequence(false, popLast(opcode - 0x84)));
      case 'a' -> {
        Object item = pop();
        list().items.add(item);
      }
      case 'e' -> {
        List<Object> items = popToMark();
        list().items.addAll(items);
      }
      case 's' -> {
        List<Object> entry = popLast(2);
        putAll(dictionary(), entry);
      }
      case 'u' -> {
        List<Object> entries = popToMark();
        putAll(dictionary(), entries);
      }
      case 'q' -> remember(in.get() & 0xff);
      case 'r' -> remember(in.getInt() & 0xffffffffL);
      case 0x94 -> remember(remembered);
      case 'h' -> push(recall(in.get() & 0xff));
      case 'j' -> push(recall(in.getInt() & 0xffffffffL));
      case 'c' -> push(named(line(), line()));
      case 0x93 -> {
        List<Object> names = popLast(2);
        push(named(textOf(names.get(0)), textOf(names.get(1))));
      }
      case 'R', 0x81 -> {
        List<Object> call = popLast(2);
        push(called(call.get(0), argumentsOf(call.get(1))));
      }
      case 'b' -> {
        // Attributes of a dictionary, such as the _metadata of a state_dict, or of None.
        pop();
        dictionary();
      }
      case 'Q' -> push(storage(pop()));
      default ->
          throw wrong(
              String.format(
                  "it has the instruction 0x%02x, which files of weights do not need", opcode));
    }
  }

  private void protocol(int protocol) {
    if (protocol > NEWEST_PROTOCOL) {
      throw wrong("it is of protocol " + protocol + "; known are those up to " + NEWEST_PROTOCOL);
    }
  }

  // The stack.

  private void push(Object value) {
    if (depth == stack.length) {
      if (depth >= MOST_ON_STACK) {
        throw wrong("its stack holds more than " + MOST_ON_STACK + " values");
      }
      stack = Arrays.copyOf(stack, Math.min(2 * depth, MOST_ON_STACK));
    }
    stack[depth++] = value;
  }

  private Object popAny() {
    if (depth == 0) {
      throw broken();
    }
    return stack[--depth];
  }

  private Object pop() {
    Object value = popAny();
    if (value == Constant.MARK) {
      throw broken();
    }
    return value;
  }

  private List<Object> popLast(int count) {
    Object[] values = new Object[count];
    for (int i = count - 1; i >= 0; i--) {
      values[i] = pop();
    }
    return Arrays.asList(values);
  }

  private List<Object> popToMark() {
    int mark = depth - 1;
    while (mark >= 0 && stack[mark] != Constant.MARK) {
      mark--;
    }
    if (mark < 0) {
      throw broken();
    }
    List<Object> values = new ArrayList<>(Arrays.asList(stack).subList(mark + 1, depth));
    depth = mark;
    return values;
  }

  private Sequence list() {
    if (depth > 0 && stack[depth - 1] instanceof Sequence sequence && sequence.list) {
      return sequence;
    }
    throw broken();
  }

  private Dictionary dictionary() {
    if (depth > 0 && stack[depth - 1] instanceof Dictionary dictionary) {
      return dictionary;
    }
    throw broken();
  }

  /** Puts alternating keys and values. As in Python, a repeated key gets the last value. */
  private void putAll(Dictionary dictionary, List<Object> entries) {
    if (entries.size() % 2 != 0) {
      throw broken();
    }
    for (int i = 0; i < entries.size(); i += 2) {
      Object key = entries.get(i);
      // Hashing nested tuples can take forever.
      if (!(key instanceof String
          || key instanceof Number
          || key instanceof Boolean
          || key == Constant.NONE)) {
        throw wrong("a dictionary in it has " + kind(key) + " as a key");
      }
      dictionary.entries.put(key, entries.get(i + 1));
    }
  }

  private void remember(long index) {
    if (index >= MOST_REMEMBERED) {
      throw wrong("it remembers more than " + MOST_REMEMBERED + " values");
    }
    if (depth == 0 || stack[depth - 1] == Constant.MARK) {
      throw broken();
    }
    if (index >= memo.length) {
      int length = (int) Math.min(Math.max(2L * memo.length, index + 1), MOST_REMEMBERED);
      memo = Arrays.copyOf(memo, length);
    }
    if (memo[(int) index] == null) {
      remembered++;
    }
    memo[(int) index] = stack[depth - 1];
  }

  private Object recall(long index) {
    Object value = index < memo.length ? memo[(int) index] : null;
    if (value == null) {
      throw broken();
    }
    return value;
  }

  // Reading the bytes.

  private int count(long count) {
    if (count < 0 || count > in.remaining()) {
      throw new BufferUnderflowException();
    }
    return (int) count;
  }

  private Object number(int length) {
    byte[] bytes = new byte[count(length)];
    for (int i = length - 1; i >= 0; i--) {
      bytes[i] = in.get();
    }
    BigInteger value = length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  private String text(int length) {
    ByteBuffer bytes = in.slice(in.position(), count(length));
    in.position(in.position() + length);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(bytes)
          .toString();
    } catch (CharacterCodingException e) {
      throw new ModelException(where + ": its pickle is broken: a text in it is not UTF-8", e);
    }
  }

  private void bytes(int length) {
    in.position(in.position() + count(length));
    push(Constant.BYTES);
  }

  /** The text up to the end of the line. */
  private String line() {
    int start = in.position();
    while (in.get() != '\n') {
      if (in.position() - start > LONGEST_NAME) {
        throw broken();
      }
    }
    int end = in.position() - 1;
    in.position(start);
    String line = text(end - start);
    in.get();
    return line;
  }

  // Python names and the objects made with them.

  private PickledName named(String module, String name) {
    String full = module + "." + name;
    return PickledName.of(full).orElseThrow(() -> refused(full));
  }

  private ModelException refused(String full) {
    String shown = full.length() > LONGEST_NAME ? full.substring(0, LONGEST_NAME) + "…" : full;
    if (full.startsWith(REBUILD)) {
      return new ModelException(
          where
              + ": holds a tensor of a kind that is not read, made by "
              + shown
              + "; save the weights as plain tensors of float32, float16 or bfloat16");
    }
    if (WHOLE_MODEL.matcher(full).lookingAt()) {
      return new ModelException(
          where
              + ": holds an object of Python, "
              + shown
              + ", and not only weights; save the weights alone, with torch.save(model.state_dict(),"
              + " \"pytorch_model.bin\"). Whoever loads this file with Python trusts its"
              + " author");
    }
    return new ModelException(
        where
            + ": calls "
            + shown
            + " when Python loads it; a file of weights has no need of that. It was not run; do not"
            + " load it with Python");
  }

  private List<Object> argumentsOf(Object arguments) {
    if (arguments instanceof Sequence sequence && !sequence.list) {
      return sequence.items;
    }
    throw broken();
  }

  private Object called(Object callee, List<Object> arguments) {
    if (!(callee instanceof PickledName name)) {
      throw broken();
    }
    return switch (name) {
      case ORDERED_DICT -> orderedDict(arguments);
      case SIZE ->
          arguments.isEmpty()
              ? new Sequence(false, List.of())
              : new Sequence(false, numbersIn(arguments.get(0)));
      case REBUILD_TENSOR -> tensor(arguments, 4, 4);
      case REBUILD_TENSOR_V2 -> tensor(arguments, 6, 7);
      case REBUILD_PARAMETER -> parameter(arguments, 3);
      case REBUILD_PARAMETER_WITH_STATE -> parameter(arguments, 4);
      case FLOAT, DOUBLE, HALF, BFLOAT16, LONG, INT, SHORT, CHAR, BYTE, BOOL, UNTYPED ->
          throw wrong("it makes a " + name + " by itself");
    };
  }

  /** An OrderedDict: empty, as written by Python 3, or from a list of pairs, as by Python 2. */
  private Dictionary orderedDict(List<Object> arguments) {
    Dictionary dictionary = new Dictionary();
    if (!arguments.isEmpty()) {
      if (arguments.size() > 1 || !(arguments.get(0) instanceof Sequence pairs)) {
        throw broken();
      }
      // The same list can be passed to many dictionaries.
      work(pairs.items.size());
      for (Object pair : pairs.items) {
        if (!(pair instanceof Sequence both) || both.items.size() != 2) {
          throw broken();
        }
        putAll(dictionary, both.items);
      }
    }
    return dictionary;
  }

  private PickledTensor tensor(List<Object> arguments, int least, int most) {
    if (arguments.size() < least
        || arguments.size() > most
        || !(arguments.get(0) instanceof PickledStorage storage)) {
      throw broken();
    }
    if (arguments.size() > METADATA && !isNothing(arguments.get(METADATA))) {
      throw wrong(
          "a tensor in it is a changed view, such as a negative one; save it as a plain one");
    }
    long offset = numberOf(arguments.get(1));
    return new PickledTensor(
        storage, offset, dimensions(arguments.get(2)), dimensions(arguments.get(3)));
  }

  private static boolean isNothing(Object value) {
    return value == Constant.NONE
        || (value instanceof Dictionary dictionary && dictionary.entries.isEmpty());
  }

  private PickledTensor parameter(List<Object> arguments, int count) {
    if (arguments.size() == count && arguments.get(0) instanceof PickledTensor tensor) {
      return tensor;
    }
    throw broken();
  }

  private List<Long> dimensions(Object value) {
    List<Long> dimensions = new ArrayList<>();
    for (Object number : numbersIn(value)) {
      dimensions.add(numberOf(number));
    }
    return dimensions;
  }

  private List<Object> numbersIn(Object value) {
    if (!(value instanceof Sequence sequence)) {
      throw broken();
    }
    if (sequence.items.size() > MOST_DIMENSIONS) {
      throw wrong("a tensor in it has more than " + MOST_DIMENSIONS + " dimensions");
    }
    return sequence.items;
  }

  private long numberOf(Object value) {
    if (!(value instanceof Long number) || number < 0) {
      throw wrong("a size in it is not a number of 0 or more");
    }
    return number;
  }

  private String textOf(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw broken();
  }

  /** {@code ("storage", type, key, device, count)}, and in old files None or a view. */
  private PickledStorage storage(Object id) {
    List<Object> parts = argumentsOf(id);
    if (parts.size() == 4 && "module".equals(parts.get(0))) {
      throw refused("torch.nn.Module");
    }
    if (parts.size() < 5
        || parts.size() > 6
        || !"storage".equals(parts.get(0))
        || !(parts.get(1) instanceof PickledName type)) {
      throw broken();
    }
    if (parts.size() == 6 && parts.get(5) != Constant.NONE) {
      throw wrong("a storage in it is a part of another; load it and save it again with PyTorch");
    }
    if (type.elements() == null) {
      throw wrong("it has " + type + ", which does not say what its elements are");
    }
    PickledStorage storage =
        new PickledStorage(type.elements(), textOf(parts.get(2)), numberOf(parts.get(4)));
    storages.add(storage);
    return storage;
  }

  /** Python's name for the type of a value. */
  static String kind(Object value) {
    if (value instanceof Sequence sequence) {
      return sequence.list ? "a list" : "a tuple";
    }
    if (value instanceof Constant constant) {
      return constant.text;
    }
    if (value instanceof PickledTensor) {
      return "a tensor";
    }
    if (value instanceof Dictionary) {
      return "a dictionary";
    }
    return value instanceof String ? "a text" : value instanceof Number ? "a number" : "a value";
  }

  private ModelException broken() {
    return wrong("it cannot be understood at byte " + in.position());
  }

  private ModelException wrong(String reason) {
    return new ModelException(where + ": its pickle is not that of weights: " + reason);
  }
}
