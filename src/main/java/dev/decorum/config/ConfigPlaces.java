package dev.decorum.config;

import dev.decorum.disk.UserFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where configuration files are looked for, the nearest first.
 *
 * <p>The project's file is looked for in the working directory and in the folders above it. The
 * last folder that is looked at is one with {@code .git}, since what lies above a repository is not
 * a part of it, the user's home folder, or the root of the file system.
 *
 * @param places all places, the nearest first
 */
public record ConfigPlaces(List<Place> places) {
  /** The name of a project's file. */
  public static final String NAME = "decorum.toml";

  private static final String PROPERTIES = ".decorum.properties";
  private static final String REPOSITORY = ".git";

  /** Whose file it is. */
  public enum Owner {
    PROJECT,
    USER
  }

  /**
   * A place where a file may be.
   *
   * @param isFound whether there is one
   * @param setback why it is not used although it is there; null if it is
   */
  public record Place(Path file, Owner owner, boolean isFound, @Nullable String setback) {

    /** Whether options are read from it. */
    public boolean isUsed() {
      return isFound && setback == null;
    }
  }

  public ConfigPlaces {
    places = List.copyOf(places);
  }

  /**
   * Looks for all files.
   *
   * @param workingDirectory an absolute path
   * @param environment the environment variables
   */
  public static ConfigPlaces find(Path workingDirectory, Map<String, String> environment) {
    List<Place> places = new ArrayList<>(ofProject(workingDirectory, environment));
    UserFolders.settings(environment).ifPresent(folder -> places.add(ofUser(folder.resolve(NAME))));
    UserFolders.home(environment).ifPresent(home -> places.add(ofUser(home.resolve(PROPERTIES))));
    return new ConfigPlaces(places);
  }

  private static Place ofUser(Path file) {
    return new Place(file, Owner.USER, isThere(file), null);
  }

  private static List<Place> ofProject(Path workingDirectory, Map<String, String> environment) {
    Path home = UserFolders.home(environment).orElse(null);
    List<Place> places = new ArrayList<>();
    for (Path folder = workingDirectory; folder != null; folder = folder.getParent()) {
      Path file = folder.resolve(NAME);
      boolean isFound = isThere(file);
      places.add(new Place(file, Owner.PROJECT, isFound, isFound ? setback(file) : null));
      if (isFound
          || folder.equals(home)
          || Files.exists(folder.resolve(REPOSITORY), LinkOption.NOFOLLOW_LINKS)) {
        break;
      }
    }
    return places;
  }

  /** A link to nothing is there, too: what it should set must not be left out without a word. */
  private static boolean isThere(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static @Nullable String setback(Path file) {
    try {
      return UserFolders.isPlanted(file)
          ? "it belongs to another user, in a folder that anybody may write to"
          : null;
    } catch (IOException e) {
      // That it cannot be read is told when it is read.
      return null;
    }
  }

  /** The project's file that applies. */
  public Optional<Place> project() {
    return places.stream()
        .filter(place -> place.owner() == Owner.PROJECT && place.isUsed())
        .findFirst();
  }
}
