package dev.decorum.train;

import dev.decorum.disk.AtomicFile;
import dev.decorum.disk.AtomicFolder;
import dev.decorum.disk.FailureReason;
import dev.decorum.model.Network;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checkpoints of a training, {@code checkpoint-STEP} as Hugging Face's Trainer names them. Each
 * is a whole model folder, with the moments of the optimizer and the state of the training in files
 * of their own. The last one and the best one are kept.
 */
public final class Checkpoints {
  private static final Pattern NAME = Pattern.compile("checkpoint-([0-9]{1,18})");
  private static final String MOMENTS = "optimizer.safetensors";

  private static final int LARGEST_STATE = 1 << 22;

  /** Names in {@link #MOMENTS}, as in the state of PyTorch's AdamW. */
  private static final Map<Learner.Part, String> PARTS =
      Map.of(Learner.Part.FIRST_MOMENT, "exp_avg", Learner.Part.SECOND_MOMENT, "exp_avg_sq");

  private final Path folder;
  private final String prefix;
  private final Map<String, byte[]> companions;
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

  /** The folder of the checkpoint at a step. */
  public Path at(long step) {
    return folder.resolve("checkpoint-" + step);
  }

  /** The state of the last checkpoint that training can continue from; empty if there is none. */
  public Optional<TrainerState> last() throws IOException {
    long last = -1;
    for (long step : steps()) {
      Path place = at(step);
      if (step > last
          && Files.isRegularFile(place.resolve(TrainerState.FILE))
          && Files.isRegularFile(place.resolve(MOMENTS))) {
        last = step;
      }
    }
    return last < 0 ? Optional.empty() : Optional.of(state(last));
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
    Path place = at(state.step());
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
    AtomicFolder.delete(at(state.step()), TrainerState.FILE);
    try (AtomicFolder whole = new AtomicFolder(at(state.step()))) {
      for (Map.Entry<String, byte[]> file : companions.entrySet()) {
        write(whole.path().resolve(file.getKey()), file.getValue());
      }
      write(whole.path().resolve(TrainerState.FILE), state.json());
      write(whole.path().resolve(MOMENTS), moments(learner));
      write(whole.path().resolve(Checkpoint.SINGLE), weights(learner));
      whole.commit();
    }
    latest = state.step();
    long best = best(state);
    for (long step : steps()) {
      if (step != state.step()) {
        if (step == best) {
          Files.deleteIfExists(at(step).resolve(MOMENTS));
        } else {
          AtomicFolder.delete(at(step), TrainerState.FILE);
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

  private static void write(Path file, byte[] content) throws IOException {
    try (AtomicFile out = new AtomicFile(file)) {
      out.stream().write(content);
      out.commit();
    }
  }

  private static void write(Path file, SafetensorsWriter tensors) throws IOException {
    try (AtomicFile out = new AtomicFile(file)) {
      tensors.writeTo(out.stream());
      out.commit();
    }
  }

  /**
   * Writes the files of the finished model into the folder, the weights last.
   *
   * @param further files by name besides those that checkpoints have
   */
  public void finish(TrainerState state, Map<String, byte[]> further) throws IOException {
    Map<String, byte[]> files = new TreeMap<>(companions);
    files.putAll(further);
    files.put(TrainerState.FILE, state.json());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      write(folder.resolve(file.getKey()), file.getValue());
    }
    long best = best(state);
    try (AtomicFile out = new AtomicFile(folder.resolve(Checkpoint.SINGLE));
        InputStream in = Files.newInputStream(at(best).resolve(Checkpoint.SINGLE))) {
      in.transferTo(out.stream());
      out.commit();
    }
    latest = -1;
    removeCheckpoints();
  }

  /** Whether there are the weights of a model beside the checkpoints. */
  public boolean haveModel() {
    return Files.exists(folder.resolve(Checkpoint.SINGLE), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Removes everything that a training has written but its log.
   *
   * @param further names of files besides those that checkpoints have
   */
  public void clear(List<String> further) throws IOException {
    List<String> files = new ArrayList<>(List.of(TrainerState.FILE, Checkpoint.SINGLE));
    files.addAll(further);
    files.addAll(companions.keySet());
    for (String file : files) {
      Files.deleteIfExists(folder.resolve(file));
    }
    removeCheckpoints();
  }

  /** Removes what only a training that goes on needs, if it is there. */
  public void removeCheckpoints() throws IOException {
    if (Files.isDirectory(folder)) {
      AtomicFolder.removeAbandoned(folder);
    }
    for (long step : steps()) {
      AtomicFolder.delete(at(step), TrainerState.FILE);
    }
  }
}
