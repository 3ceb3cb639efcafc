package dev.decorum.hub;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a repository on the hub: {@code OWNER/NAME}, or {@code NAME} alone for a few old ones
 * such as {@code gpt2}.
 *
 * @param name as the hub spells it
 */
public record RepositoryId(String name) {
  private static final int LONGEST_PART = 96;
  private static final Pattern PART = Pattern.compile("\\w(?:[\\w.-]*\\w)?");
  private static final String FOLDER = "models--";

  public RepositoryId {
    if (!isValid(name)) {
      throw new IllegalArgumentException("not the name of a repository: " + name);
    }
  }

  private static boolean isValid(String name) {
    String[] parts = name.split("/", -1);
    for (String part : parts) {
      if (part.length() > LONGEST_PART || !PART.matcher(part).matches()) {
        return false;
      }
    }
    return parts.length <= 2
        && !name.contains("--")
        && !name.contains("..")
        && !name.endsWith(".git");
  }

  /** The repository of this name; empty if no repository can have it. */
  public static Optional<RepositoryId> parse(String name) {
    return isValid(name) ? Optional.of(new RepositoryId(name)) : Optional.empty();
  }

  /** The repository whose folder in the cache this is; empty if it is something else's. */
  static Optional<RepositoryId> ofFolder(String folder) {
    return folder.startsWith(FOLDER)
        ? parse(folder.substring(FOLDER.length()).replace("--", "/"))
        : Optional.empty();
  }

  /** Whether an owner is named, so that the name can hardly be meant as a folder's. */
  public boolean hasOwner() {
    return name.contains("/");
  }

  /** The name of its folder in the cache. */
  String folder() {
    return FOLDER + name.replace("/", "--");
  }

  @Override
  public String toString() {
    return name;
  }
}
