package dev.decorum.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The files of a repository at one commit, as the hub lists them. */
final class RemoteTree {
  private static final int MOST_FILES = 200_000;
  private static final int SHOWN = 8;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");

  /**
   * A file.
   *
   * @param path in the repository
   * @param size in bytes
   * @param hash SHA-256 of a large file, git's hash of a small one, or null if the list has neither
   */
  record Entry(String path, long size, @Nullable String hash) {}

  private final ModelReference reference;
  private final Map<String, Entry> files = new LinkedHashMap<>();

  RemoteTree(ModelReference reference) {
    this.reference = reference;
  }

  /**
   * Adds a page of the hub's list.
   *
   * @throws HubException if it is none
   */
  void add(JsonNode page) {
    for (JsonNode entry : page) {
      if (!entry.path("type").asText().equals("file")) {
        continue;
      }
      String path = entry.path("path").asText();
      JsonNode size = entry.path("size");
      if (path.isEmpty() || !size.isIntegralNumber() || size.asLong() < 0) {
        throw new HubException(
            "the hub's list of the files of " + reference + " cannot be understood");
      }
      files.put(path, new Entry(path, size.asLong(), hash(entry)));
    }
    if (files.size() > MOST_FILES) {
      throw new HubException(reference + " has more than " + MOST_FILES + " files");
    }
  }

  private static @Nullable String hash(JsonNode entry) {
    // Beside "lfs", "oid" is the hash of a pointer to the file.
    boolean isLarge = entry.hasNonNull("lfs");
    String hash = (isLarge ? entry.path("lfs") : entry).path("oid").asText();
    return (isLarge ? SHA256 : SHA1).matcher(hash).matches() ? hash : null;
  }

  Optional<Entry> file(String path) {
    return Optional.ofNullable(files.get(path));
  }

  /** The files that are there, of these. */
  List<Entry> files(List<String> paths) {
    return paths.stream().map(this::file).flatMap(Optional::stream).toList();
  }

  /**
   * In which form the weights are taken.
   *
   * @throws HubException if this is not the repository of a model that can be used
   */
  ModelFiles.Form form() {
    if (!files.containsKey(ModelFiles.CONFIG)) {
      throw new HubException(
          reference + ": is not a model in the format of Transformers: it has no config.json");
    }
    for (ModelFiles.Form form : ModelFiles.Form.values()) {
      if (files.containsKey(form.file())) {
        return form;
      }
    }
    List<String> other = files.keySet().stream().filter(ModelFiles::looksLikeWeights).toList();
    String shown = other.stream().limit(SHOWN).collect(Collectors.joining(", "));
    throw new HubException(
        reference
            + ": has no weights that can be used: neither model.safetensors, pytorch_model.bin nor"
            + " model.onnx; "
            + (other.isEmpty()
                ? "there are none at all"
                : "there are " + shown + (other.size() > SHOWN ? ", …" : "")));
  }
}
