package dev.decorum.train;

import dev.decorum.disk.AtomicFile;
import dev.decorum.disk.AtomicFolder;
import dev.decorum.disk.FailureReason;
import dev.decorum.disk.OutputException;
import dev.decorum.model.Network;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.Sha256;
import dev.decorum.model.files.SmallFile;
import dev.decorum.model.tensors.Checkpoint;
import dev.decorum.model.tensors.ElementType;
import dev.decorum.model.tensors.SafetensorsFile;
import dev.decorum.model.tensors.SafetensorsWriter;
import dev.decorum.model.tensors.TensorEntry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checkpoints of a training, {@code checkpoint-STEP} as Hugging Face's Trainer names them. Each
 * is a whole model folder, with the moments of the optimizer and the state of the training in files
 * of their own, which has the checksums of the others. The last one and the best one are kept.
 */
public final class Checkpoints {
  /** The folder of the language model that is trained first, inside of that of the training. */
  public static final String LANGUAGE_MODEL = "language-model";

  /** The folder of an earlier result, until the new training has its first checkpoint. */
  public static final String PREVIOUS = "previous";

  private static final Pattern NAME = Pattern.compile("checkpoint-([0-9]{1,18})");
  private static final String MOMENTS = "optimizer.safetensors";

  private static final int LARGEST_STATE = 1 << 22;

  /** Names in {@link #MOMENTS}, as in the state of PyTorch's AdamW. */
  private static final Map<Learner.Part, String> PARTS =
      Map.of(Learner.Part.FIRST_MOMENT, "exp_avg", Learner.Part.SECOND_MOMENT, "exp_avg_sq");

  private final Path folder;
  private final String prefix;
  private final Map<String, byte[]> companions;
  private final List<String> gaps = new ArrayList<>();
  private long latest = -1;

  /**
   * @param folder where they are
   * @param prefix of the names of tensors outside of the head, such as {@code transformer.}
   * @param companions the other files of a model folder by name, which every checkpoint has
   */
  public Checkpoints(Path folder, String prefix, Map<String, byte[]> companions) {
    this.folder = folder;
    this.prefix = prefix;
    this.companions = new TreeMap<>(companions);
  }

  /**
   * Makes sure that a folder is empty or that of a training, so that nothing else is overwritten or
   * removed.
   *
   * @throws OutputException if it has anything that no training has left
   */
  public static void requireOwn(Path folder) throws IOException {
    TrainingLog.requireFile(folder);
    boolean own = isState(folder);
    boolean others = false;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (NAME.matcher(name).matches()) {
          requireCheckpoint(entry);
          own = true;
        } else if ((name.equals(LANGUAGE_MODEL) || name.equals(PREVIOUS))
            && Files.isDirectory(entry)) {
          requireOwn(entry);
          own |= isState(entry);
        } else {
          others |= !name.equals(TrainingLog.FILE) && !AtomicFolder.isPartial(entry);
        }
      }
    }
    if (!own && (others || !isEmptyOrLog(folder.resolve(TrainingLog.FILE)))) {
      throw new OutputException(
          folder + ": is not empty, and holds no training by Decorum; choose another folder");
    }
  }

  private static void requireCheckpoint(Path place) {
    boolean own = Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS) && isState(place);
    // A process that trains in the folder may just have removed it.
    if (!own && Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new OutputException(
          place
              + ": is no checkpoint of a training by Decorum; move it away, or choose another"
              + " folder");
    }
  }

  /** Whether a folder has the state of a training by any version of Decorum. */
  private static boolean isState(Path folder) {
    Path file = folder.resolve(TrainerState.FILE);
    try {
      return Files.isRegularFile(file)
          && JsonFields.parse(file.toString(), SmallFile.read(file, file, LARGEST_STATE))
                  .object("recipe")
              != null;
    } catch (ModelException e) {
      return false;
    }
  }

  private static boolean isEmptyOrLog(Path file) {
    try {
      return !Files.exists(file) || TrainingLog.read(file).lastStep() >= 0;
    } catch (ModelException e) {
      return false;
    }
  }

  /** The folder of the checkpoint at a step. */
  public Path at(long step) {
    return folder.resolve("checkpoint-" + step);
  }

  /**
   * The state of the last whole checkpoint, from which training can continue; empty if there is no
   * checkpoint at all.
   *
   * @throws ModelException if there are checkpoints, but none is whole
   */
  public Optional<TrainerState> last() throws IOException {
    gaps.clear();
    long[] steps = steps();
    for (int i = steps.length - 1; i >= 0; i--) {
      TrainerState state = state(steps[i]);
      Path place = at(steps[i]);
      List<String> missing =
          state.files().keySet().stream()
              .filter(file -> !Files.isRegularFile(place.resolve(file)))
              .sorted()
              .toList();
      if (missing.isEmpty()) {
        return Optional.of(state);
      }
      gaps.add(place.getFileName() + " lacks " + String.join(", ", missing));
    }
    if (!gaps.isEmpty()) {
      throw new ModelException(
          folder
              + ": there is no whole checkpoint to go on from: "
              + String.join("; ", gaps)
              + "; put the files back, or start again with --no-resume");
    }
    return Optional.empty();
  }

  /** What newer checkpoints lack than the one that {@link #last} found; empty if there are none. */
  public List<String> gaps() {
    return List.copyOf(gaps);
  }

  /** Where the checkpoint is that was read or written last; empty before the first. */
  public Optional<Path> latest() {
    return latest < 0 ? Optional.empty() : Optional.of(at(latest));
  }

  /** The state of the training if it is finished; empty if it is not. */
  public Optional<TrainerState> finished() {
    Path file = folder.resolve(TrainerState.FILE);
    return Files.isRegularFile(file) && Files.isRegularFile(folder.resolve(Checkpoint.SINGLE))
        ? Optional.of(state(file))
        : Optional.empty();
  }

  private TrainerState state(long step) {
    TrainerState state = state(at(step).resolve(TrainerState.FILE));
    if (state.step() != step || state.best() == null) {
      throw damaged(
          at(step).resolve(TrainerState.FILE), new IllegalArgumentException("of another step"));
    }
    return state;
  }

  private TrainerState state(Path file) {
    try {
      return TrainerState.read(
          JsonFields.parse(file.toString(), SmallFile.read(file, file, LARGEST_STATE)));
    } catch (IllegalArgumentException e) {
      throw damaged(file, e);
    }
  }

  private static ModelException damaged(Path file, IllegalArgumentException cause) {
    return new ModelException(
        file
            + ": is not the state of a training by this version of Decorum; start it again with"
            + " --no-resume",
        cause);
  }

  private long[] steps() throws IOException {
    if (!Files.isDirectory(folder)) {
      return new long[0];
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "checkpoint-*")) {
      Map<Long, Path> steps = new TreeMap<>();
      for (Path entry : entries) {
        Matcher name = NAME.matcher(String.valueOf(entry.getFileName()));
        if (name.matches() && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          steps.put(Long.parseLong(name.group(1)), entry);
        }
      }
      return steps.keySet().stream().mapToLong(Long::longValue).toArray();
    }
  }

  /**
   * Reads weights and moments of a checkpoint.
   *
   * @throws ModelException if it is damaged, or the best one so far is missing
   */
  public void load(TrainerState state, Learner learner) throws IOException {
    Path best = at(best(state)).resolve(Checkpoint.SINGLE);
    if (!Files.isRegularFile(best)) {
      throw new ModelException(
          best + ": is missing, the best weights so far; start again with --no-resume");
    }
    unchanged(best(state));
    Path place = at(state.step());
    requireSame(place, state, state.files().keySet());
    Map<String, TensorEntry> weights = tensors(place.resolve(Checkpoint.SINGLE));
    Map<String, TensorEntry> moments = tensors(place.resolve(MOMENTS));
    for (Learner.Parameter parameter : learner.parameters()) {
      read(weights, fullName(parameter), parameter, Learner.Part.WEIGHT, learner);
      for (Map.Entry<Learner.Part, String> part : PARTS.entrySet()) {
        read(moments, name(parameter, part.getValue()), parameter, part.getKey(), learner);
      }
    }
    latest = state.step();
    learner.setUpdates(state.step());
    learner.setLossScale(state.lossScale());
  }

  /**
   * The folder of a checkpoint whose files are those that were written; the optimizer's may be
   * gone.
   *
   * @throws ModelException if a file was changed or damaged since
   */
  public Path unchanged(long step) {
    TrainerState state = state(step);
    Set<String> files = new TreeSet<>(state.files().keySet());
    files.remove(MOMENTS);
    requireSame(at(step), state, files);
    return at(step);
  }

  private static void requireSame(Path place, TrainerState state, Set<String> files) {
    for (String file : files) {
      if (!Sha256.of(place.resolve(file)).equals(state.files().get(file))) {
        throw changed(place.resolve(file));
      }
    }
  }

  private static ModelException changed(Path file) {
    return new ModelException(
        file
            + ": was changed or damaged after the training wrote it; put it back, or start again"
            + " with --no-resume");
  }

  /** The step of the best checkpoint; every checkpoint is written after an evaluation. */
  private static long best(TrainerState state) {
    return Objects.requireNonNull(state.best()).step();
  }

  /**
   * Reads the weights of the finished model, but those of the head.
   *
   * @param learner takes them; may have a head
   */
  public void loadBody(Learner learner) throws IOException {
    TrainerState state = state(folder.resolve(TrainerState.FILE));
    requireSame(folder, state, Set.of(Checkpoint.SINGLE));
    Map<String, TensorEntry> weights = tensors(folder.resolve(Checkpoint.SINGLE));
    for (Learner.Parameter parameter : learner.parameters()) {
      if (!parameter.name().startsWith(Network.HEAD)) {
        read(weights, fullName(parameter), parameter, Learner.Part.WEIGHT, learner);
      }
    }
  }

  private static Map<String, TensorEntry> tensors(Path file) {
    Map<String, TensorEntry> tensors = new HashMap<>();
    SafetensorsFile.open(file).tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
    return tensors;
  }

  private void read(
      Map<String, TensorEntry> tensors,
      String name,
      Learner.Parameter parameter,
      Learner.Part part,
      Learner learner)
      throws IOException {
    TensorEntry tensor = tensors.get(name);
    if (tensor == null
        || tensor.type() != ElementType.F32
        || !tensor.shape().equals(parameter.shape())) {
      throw new ModelException(
          folder + ": a checkpoint has no tensor " + name + " of the right shape; was it changed?");
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(tensor.file()), 1 << 20)) {
      in.skipNBytes(tensor.offset());
      learner.read(parameter, part, in);
    } catch (IOException e) {
      throw new ModelException(tensor.file() + ": cannot be read: " + FailureReason.of(e), e);
    }
  }

  /** The name of a weight in a checkpoint of Hugging Face. */
  private String fullName(Learner.Parameter parameter) {
    return (parameter.name().startsWith(Network.HEAD) ? "" : prefix) + parameter.name();
  }

  private String name(Learner.Parameter parameter, String part) {
    return fullName(parameter) + "." + part;
  }

  /** Writes a checkpoint, and removes those that are neither the last nor the best any more. */
  public void save(TrainerState state, Learner learner) throws IOException {
    AtomicFolder.remove(at(state.step()));
    try (AtomicFolder whole = new AtomicFolder(at(state.step()))) {
      Map<String, String> sums = new TreeMap<>();
      for (Map.Entry<String, byte[]> file : companions.entrySet()) {
        sums.put(file.getKey(), write(whole.path().resolve(file.getKey()), file.getValue()));
      }
      sums.put(MOMENTS, write(whole.path().resolve(MOMENTS), moments(learner)));
      sums.put(Checkpoint.SINGLE, write(whole.path().resolve(Checkpoint.SINGLE), weights(learner)));
      write(whole.path().resolve(TrainerState.FILE), state.withFiles(sums).json());
      whole.commit();
    }
    latest = state.step();
    AtomicFolder.remove(folder.resolve(PREVIOUS));
    long best = best(state);
    for (long step : steps()) {
      if (step != state.step()) {
        if (step == best) {
          Files.deleteIfExists(at(step).resolve(MOMENTS));
        } else {
          remove(step);
        }
      }
    }
  }

  private SafetensorsWriter weights(Learner learner) {
    SafetensorsWriter tensors = new SafetensorsWriter();
    for (Learner.Parameter parameter : learner.parameters()) {
      tensors.add(
          fullName(parameter),
          ElementType.F32,
          parameter.shape(),
          out -> learner.write(parameter, Learner.Part.WEIGHT, out));
    }
    return tensors;
  }

  private SafetensorsWriter moments(Learner learner) {
    SafetensorsWriter tensors = new SafetensorsWriter();
    for (Learner.Parameter parameter : learner.parameters()) {
      PARTS.forEach(
          (part, name) ->
              tensors.add(
                  name(parameter, name),
                  ElementType.F32,
                  parameter.shape(),
                  out -> learner.write(parameter, part, out)));
    }
    return tensors;
  }

  /** Writes a file, and returns its SHA-256 in hexadecimal. */
  private static String write(Path file, byte[] content) throws IOException {
    try (AtomicFile out = new AtomicFile(file)) {
      out.stream().write(content);
      String sha256 = out.contentSha256();
      out.commit();
      return sha256;
    }
  }

  private static String write(Path file, SafetensorsWriter tensors) throws IOException {
    try (AtomicFile out = new AtomicFile(file)) {
      tensors.writeTo(out.stream());
      String sha256 = out.contentSha256();
      out.commit();
      return sha256;
    }
  }

  /**
   * Writes the files of the finished model into the folder, the weights last.
   *
   * @param further files by name besides those that checkpoints have
   * @throws ModelException if the weights of the best checkpoint were changed; nothing is written
   */
  public void finish(TrainerState state, Map<String, byte[]> further) throws IOException {
    Path best = at(best(state)).resolve(Checkpoint.SINGLE);
    try (AtomicFile weights = new AtomicFile(folder.resolve(Checkpoint.SINGLE));
        InputStream in = Files.newInputStream(best)) {
      in.transferTo(weights.stream());
      String sha256 = weights.contentSha256();
      if (!sha256.equals(state(best(state)).files().get(Checkpoint.SINGLE))) {
        throw changed(best);
      }
      Map<String, byte[]> files = new TreeMap<>(companions);
      files.putAll(further);
      Map<String, String> sums = new TreeMap<>();
      sums.put(Checkpoint.SINGLE, sha256);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        sums.put(file.getKey(), write(folder.resolve(file.getKey()), file.getValue()));
      }
      write(folder.resolve(TrainerState.FILE), state.withFiles(sums).json());
      weights.commit();
    }
    latest = -1;
    removeCheckpoints();
  }

  /** Whether there is the state of a finished training, though its weights may be gone. */
  public boolean haveState() {
    return Files.exists(folder.resolve(TrainerState.FILE), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Moves everything that an earlier training has written but its log to {@link #PREVIOUS}, where
   * it stays until the first checkpoint.
   *
   * @param further names of files besides those that checkpoints have
   * @return where it is now; empty if there was nothing
   */
  public Optional<Path> setAside(List<String> further) throws IOException {
    AtomicFolder.removeAbandoned(folder);
    // The state goes first: without it, nothing is taken for a finished training.
    Set<String> names = new LinkedHashSet<>(List.of(TrainerState.FILE, Checkpoint.SINGLE));
    names.addAll(further);
    names.addAll(companions.keySet());
    for (long step : steps()) {
      names.add(String.valueOf(at(step).getFileName()));
    }
    names.removeIf(name -> !Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS));
    if (names.isEmpty()) {
      return Optional.empty();
    }
    Path previous = Files.createDirectories(folder.resolve(PREVIOUS));
    for (String name : names) {
      AtomicFolder.remove(previous.resolve(name));
      AtomicFile.rename(folder.resolve(name), previous.resolve(name));
    }
    return Optional.of(previous);
  }

  /** Removes what only a training that goes on needs, if it is there. */
  public void removeCheckpoints() throws IOException {
    if (Files.isDirectory(folder)) {
      AtomicFolder.removeAbandoned(folder);
    }
    for (long step : steps()) {
      remove(step);
    }
  }

  private void remove(long step) throws IOException {
    if (isState(at(step))) {
      AtomicFolder.remove(at(step));
    }
  }
}
