package dev.decorum.disk;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the user's own files are. */
public final class UserFolders {
  private UserFolders() {}

  /**
   * The user's home folder: {@code HOME}, else what the system says. Empty where there is none: for
   * a user without an entry in the list of users, as in a container, Java says {@code ?}, which
   * would be a folder below the one that the program runs in.
   *
   * @param environment the environment variables
   */
  public static Optional<Path> home(Map<String, String> environment) {
    return absolute(environment.get("HOME")).or(() -> absolute(System.getProperty("user.home")));
  }

  /**
   * Decorum's own cache: {@code DECORUM_CACHE_DIR}, else {@code decorum} in {@code XDG_CACHE_HOME},
   * else in {@code ~/.cache}. It may not be there yet. Empty where none is named and there is no
   * home.
   *
   * @param environment the environment variables
   */
  public static Optional<Path> cache(Map<String, String> environment) {
    String own = environment.getOrDefault("DECORUM_CACHE_DIR", "");
    if (!own.isEmpty()) {
      return Optional.of(Path.of(own).toAbsolutePath());
    }
    return absolute(environment.get("XDG_CACHE_HOME"))
        .or(() -> home(environment).map(home -> home.resolve(".cache")))
        .map(caches -> caches.resolve("decorum"));
  }

  /**
   * The user's own settings: {@code decorum} in {@code XDG_CONFIG_HOME}, else in {@code ~/.config}.
   * It may not be there. Empty where neither is known.
   *
   * @param environment the environment variables
   */
  public static Optional<Path> settings(Map<String, String> environment) {
    return absolute(environment.get("XDG_CONFIG_HOME"))
        .or(() -> home(environment).map(home -> home.resolve(".config")))
        .map(settings -> settings.resolve("decorum"));
  }

  /**
   * Whether somebody else may have put a file where this user would come across it: it belongs
   * neither to this user nor to root, and anybody may put files into its folder, as into {@code
   * /tmp}.
   */
  public static boolean isPlanted(Path file) throws IOException {
    return Ownership.isPlanted(file);
  }

  /** A path that is not a place relative to wherever the program happens to run. */
  private static Optional<Path> absolute(@Nullable String name) {
    if (name == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(name)).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
