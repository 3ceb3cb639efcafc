package dev.decorum.hub;

import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.ModelFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder in which models of the hub are kept, shared with Python's {@code huggingface_hub}:
 * {@code models--OWNER--NAME/snapshots/COMMIT} has the files of a commit and {@code
 * models--OWNER--NAME/refs/REVISION} the commit that a revision is. Reading it needs no network.
 *
 * @param root the folder, which need not exist
 */
public record HubCache(Path root) {
  private static final int LARGEST_INDEX = 16 << 20;
  private static final int LARGEST_REF = 100;
  private static final int FEWEST_DIGITS = 7;
  private static final Pattern SHORT_COMMIT = Pattern.compile("[0-9a-f]{7,39}");

  /** The folder of a repository, whether it is there or not. */
  Path folder(RepositoryId repository) {
    return root.resolve(repository.folder());
  }

  Path lock(RepositoryId repository) {
    return root.resolve(".locks").resolve(repository.folder()).resolve("decorum.lock");
  }

  /** The commit that a revision was when it was fetched last. */
  Optional<String> commit(ModelReference reference) {
    if (ModelReference.isCommit(reference.revision())) {
      return Optional.of(reference.revision());
    }
    return commit(folder(reference.repository()).resolve("refs").resolve(reference.revision()));
  }

  private static Optional<String> commit(Path ref) {
    if (!Files.isRegularFile(ref)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(ref)) {
      String text = new String(in.readNBytes(LARGEST_REF), StandardCharsets.UTF_8).strip();
      return ModelReference.isCommit(text) ? Optional.of(text) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The folder with the files of a revision, if any are here. A commit may be shortened, if that
   * leaves no doubt.
   *
   * @throws HubException if it leaves one
   */
  public Optional<Path> snapshot(ModelReference reference) {
    Path snapshots = snapshots(reference.repository());
    return commit(reference)
        .or(() -> longCommit(reference))
        .map(snapshots::resolve)
        .filter(Files::isDirectory);
  }

  private Path snapshots(RepositoryId repository) {
    return folder(repository).resolve("snapshots");
  }

  /** The only commit here that begins as the revision says. */
  private Optional<String> longCommit(ModelReference reference) {
    String begin = reference.revision();
    if (!SHORT_COMMIT.matcher(begin).matches()) {
      return Optional.empty();
    }
    List<String> found =
        commits(reference.repository()).stream()
            .filter(commit -> commit.startsWith(begin))
            .toList();
    if (found.size() > 1) {
      throw new HubException(
          reference
              + ": several commits in the cache begin with these digits: "
              + String.join(", ", found)
              + "; give more digits");
    }
    return found.stream().findFirst();
  }

  /** The commits of which there are files here. */
  private List<String> commits(RepositoryId repository) {
    return list(snapshots(repository)).stream()
        .map(snapshot -> String.valueOf(snapshot.getFileName()))
        .filter(ModelReference::isCommit)
        .toList();
  }

  /**
   * The commits of a repository that are here with all that a model needs.
   *
   * @return by as many of their first digits as it takes to tell them apart from all others here
   */
  public List<String> wholeCommits(RepositoryId repository) {
    List<String> all = commits(repository);
    int digits = FEWEST_DIGITS;
    while (all.stream().map(beginning(digits)).distinct().count() < all.size()) {
      digits++;
    }
    return all.stream()
        .filter(commit -> missing(snapshots(repository).resolve(commit)).isEmpty())
        .map(beginning(digits))
        .toList();
  }

  private static UnaryOperator<String> beginning(int digits) {
    return commit -> commit.substring(0, digits);
  }

  /**
   * What is missing in a snapshot for a model.
   *
   * @return empty if configuration, weights and tokenizer are there
   */
  public static Optional<String> missing(Path snapshot) {
    if (!Files.exists(snapshot.resolve(ModelFiles.CONFIG))) {
      return Optional.of("no config.json");
    }
    Optional<ModelFiles.Form> form = form(snapshot);
    // A decorum.json may name weights of another name.
    if (form.isEmpty() && !Files.exists(snapshot.resolve("decorum.json"))) {
      return Optional.of("no weights");
    }
    if (form.isPresent() && form.get().isIndex()) {
      Optional<String> shard = missingShard(snapshot, form.get().file());
      if (shard.isPresent()) {
        return shard;
      }
    }
    boolean hasTokenizer =
        Files.exists(snapshot.resolve("tokenizer.json"))
            || (Files.exists(snapshot.resolve("vocab.json"))
                && Files.exists(snapshot.resolve("merges.txt")));
    return hasTokenizer ? Optional.empty() : Optional.of("no tokenizer");
  }

  private static Optional<ModelFiles.Form> form(Path snapshot) {
    for (ModelFiles.Form form : ModelFiles.Form.values()) {
      if (Files.exists(snapshot.resolve(form.file()))) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> missingShard(Path snapshot, String index) {
    Optional<List<String>> shards;
    try (InputStream in = Files.newInputStream(snapshot.resolve(index))) {
      shards = ModelFiles.shards(in.readNBytes(LARGEST_INDEX));
    } catch (IOException e) {
      shards = Optional.empty();
    }
    if (shards.isEmpty()) {
      return Optional.of(index + " cannot be understood");
    }
    return shards.get().stream()
        .filter(shard -> !Files.exists(snapshot.resolve(shard)))
        .findFirst()
        .map(shard -> "no " + shard);
  }

  /**
   * All models that are here, by name and commit.
   *
   * @throws HubException if the cache is there and cannot be read
   */
  public List<CachedModel> models() {
    List<CachedModel> models = new ArrayList<>();
    for (Path folder : list(root)) {
      RepositoryId.ofFolder(String.valueOf(folder.getFileName()))
          .ifPresent(repository -> addModels(repository, folder, models));
    }
    models.sort(
        Comparator.comparing((CachedModel model) -> model.repository().name())
            .thenComparing(CachedModel::commit));
    return models;
  }

  private static void addModels(RepositoryId repository, Path folder, List<CachedModel> models) {
    Map<String, List<String>> revisions = revisions(folder.resolve("refs"));
    for (Path snapshot : list(folder.resolve("snapshots"))) {
      String commit = String.valueOf(snapshot.getFileName());
      if (ModelReference.isCommit(commit)) {
        models.add(
            new CachedModel(
                repository,
                revisions.getOrDefault(commit, List.of()),
                commit,
                snapshot,
                bytes(snapshot),
                form(snapshot).map(ModelFiles.Form::label).orElse(null),
                missing(snapshot).orElse(null)));
      }
    }
  }

  private static Map<String, List<String>> revisions(Path refs) {
    Map<String, List<String>> revisions = new TreeMap<>();
    for (Path ref : walk(refs)) {
      String name = refs.relativize(ref).toString().replace('\\', '/');
      if (ModelReference.isRevision(name)) {
        commit(ref)
            .ifPresent(
                commit -> revisions.computeIfAbsent(commit, key -> new ArrayList<>()).add(name));
      }
    }
    return revisions;
  }

  private static long bytes(Path snapshot) {
    long bytes = 0;
    for (Path file : walk(snapshot)) {
      try {
        // Links count as what they lead to, also those in writing.
        bytes += Files.size(ModelFolder.followed(file));
      } catch (IOException | ModelException e) {
        // Leads nowhere.
      }
    }
    return bytes;
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new HubException(folder + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static List<Path> walk(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> !Files.isDirectory(file)).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new HubException(folder + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
