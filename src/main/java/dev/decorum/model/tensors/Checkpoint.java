package dev.decorum.model.tensors;

import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.ModelFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tensors of a checkpoint, from {@code model.safetensors} or {@code pytorch_model.bin}, or from
 * the shards that {@code model.safetensors.index.json} or {@code pytorch_model.bin.index.json}
 * lists.
 *
 * <p>Names are those of Hugging Face's classifier without the prefix of tensors outside of its
 * head, for example {@code transformer.}: Hugging Face loads files with and without it. The
 * prefixes of {@code torch.compile} and distributed training, {@code _orig_mod.} and {@code
 * module.}, are removed as well.
 */
public final class Checkpoint {
  public static final String SINGLE = "model.safetensors";
  public static final String INDEX = "model.safetensors.index.json";

  /** The file that Hugging Face wrote before safetensors, and its index. */
  public static final String PICKLED = "pytorch_model.bin";

  public static final String PICKLED_INDEX = "pytorch_model.bin.index.json";

  private static final int LARGEST_INDEX = 4 << 20;

  private final Path root;
  private final List<Path> files;
  private final List<String> names;
  private final Map<String, TensorEntry> tensors;

  private Checkpoint(ModelFolder folder, List<String> names, Map<String, TensorEntry> tensors) {
    List<Path> real = names.stream().map(folder::file).toList();
    this.root = commonFolder(real, folder.root());
    this.names = List.copyOf(names);
    this.files = real;
    this.tensors = tensors;
  }

  /**
   * Opens a checkpoint and reads its headers.
   *
   * @param name {@link #SINGLE}, {@link #INDEX}, {@link #PICKLED} or {@link #PICKLED_INDEX}
   * @param prefix what Hugging Face's classifier puts before what is not its head
   */
  public static Checkpoint open(ModelFolder folder, String name, String prefix) {
    Naming naming = new Naming(prefix);
    boolean pickled = name.equals(PICKLED) || name.equals(PICKLED_INDEX);
    if (name.equals(SINGLE) || name.equals(PICKLED)) {
      Path file = folder.file(name);
      Map<String, TensorEntry> tensors = new LinkedHashMap<>();
      naming.addAll(tensors, file, directory(file, pickled));
      return new Checkpoint(folder, List.of(name), tensors);
    }
    String where = folder.path().resolve(name).toString();
    JsonFields index = JsonFields.parse(where, folder.read(name, LARGEST_INDEX));
    JsonFields map = index.object("weight_map");
    if (map == null) {
      throw new ModelException(where + ": has no weight_map");
    }
    Set<String> names = new LinkedHashSet<>();
    for (String tensor : map.names()) {
      String shard = map.text(tensor);
      if (shard == null) {
        throw map.wrong(tensor, "the name of a file");
      }
      names.add(shard);
    }
    Map<String, TensorEntry> tensors = new LinkedHashMap<>();
    List<String> files = new ArrayList<>(List.of(name));
    files.addAll(names);
    Map<String, Set<String>> shards = new LinkedHashMap<>();
    for (String shard : names) {
      Path file = folder.file(shard);
      List<TensorEntry> found = directory(file, pickled);
      shards.put(shard, found.stream().map(TensorEntry::name).collect(Collectors.toSet()));
      naming.addAll(tensors, file, found);
    }
    for (String tensor : map.names()) {
      String shard = String.valueOf(map.text(tensor));
      if (!shards.getOrDefault(shard, Set.of()).contains(tensor)) {
        throw new ModelException(where + ": tensor " + tensor + " is not in " + shard);
      }
    }
    return new Checkpoint(folder, files, tensors);
  }

  private static List<TensorEntry> directory(Path file, boolean pickled) {
    return pickled ? TorchFile.open(file).tensors() : SafetensorsFile.open(file).tensors();
  }

  /**
   * The names of tensors.
   *
   * @param prefix what Hugging Face's classifier puts before what is not its head
   */
  private record Naming(String prefix) {

    /** Adds tensors; of those that occur twice, it keeps the one that Hugging Face would use. */
    void addAll(Map<String, TensorEntry> tensors, Path file, List<TensorEntry> found) {
      for (TensorEntry tensor : found) {
        String plain = plain(tensor.name());
        TensorEntry other = tensors.get(plain);
        if (other != null && other.name().equals(tensor.name())) {
          throw new ModelException(
              file
                  + ": tensor "
                  + tensor.name()
                  + " is there twice, also in "
                  + other.file().getFileName());
        }
        if (other == null || isTakenBefore(tensor.name(), other.name())) {
          tensors.put(plain, tensor);
        }
      }
    }

    /**
     * Whether the first of two names of a tensor takes precedence. Hugging Face goes through the
     * names of a checkpoint in sorted order and keeps the first: {@code ln_f.bias}, not {@code
     * transformer.ln_f.bias}, but {@code transformer.wte.weight}, not {@code wte.weight}. It knows
     * no other prefix.
     */
    private boolean isTakenBefore(String name, String other) {
      boolean known = isKnown(name);
      return known == isKnown(other) ? name.compareTo(other) < 0 : known;
    }

    private boolean isKnown(String name) {
      String plain = plain(name);
      return name.equals(plain) || name.equals(prefix + plain);
    }

    private String plain(String name) {
      String plain = name;
      boolean wrapped = true;
      while (wrapped) {
        wrapped = false;
        for (String wrapper : List.of("_orig_mod.", "module.", prefix)) {
          if (plain.startsWith(wrapper)) {
            plain = plain.substring(wrapper.length());
            wrapped = true;
          }
        }
      }
      return plain;
    }
  }

  /**
   * A tensor by its name without prefix, such as {@code h.0.attn.c_attn.weight} or {@code
   * score.weight}.
   */
  public Optional<TensorEntry> tensor(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /** Every tensor, in the order of the files. */
  public Collection<TensorEntry> tensors() {
    return List.copyOf(tensors.values());
  }

  /** The names of the index, if there is one, and of the files with weights. */
  public List<String> names() {
    return names;
  }

  /** The real paths of the index, if there is one, and of the files with weights. */
  public List<Path> files() {
    return files;
  }

  /** The model's folder or, if links lead out of it, the nearest one that contains all files. */
  private static Path commonFolder(List<Path> files, Path modelFolder) {
    Path common = modelFolder;
    for (Path file : files) {
      while (!file.startsWith(common)) {
        Path above = common.getParent();
        if (above == null) {
          return common;
        }
        common = above;
      }
    }
    return common;
  }

  /** The real path of the folder that contains all files, at any depth. */
  public Path root() {
    return root;
  }

  /** Names in the checkpoint, without prefix, that are not in the list. */
  public List<String> unexpected(Set<String> expected) {
    return tensors.keySet().stream().filter(name -> !expected.contains(name)).toList();
  }
}
