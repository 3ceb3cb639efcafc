package dev.decorum.hub;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A repository at one of its revisions, written {@code OWNER/NAME} or {@code OWNER/NAME@REVISION}.
 *
 * @param repository whose model it is
 * @param revision a branch, a tag, a pull request such as {@code refs/pr/1}, or a commit
 */
public record ModelReference(RepositoryId repository, String revision) {
  /** The revision that is meant where none is named. */
  public static final String MAIN = "main";

  private static final int LONGEST_REVISION = 200;

  /** What git allows and can be a file name everywhere. */
  private static final Pattern REVISION =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+=@#,-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.+=@#,-]*)*");

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  public ModelReference {
    if (!isRevision(revision)) {
      throw new IllegalArgumentException("not a revision: " + revision);
    }
  }

  /** What {@code text} names; empty if it has not the form of a reference. */
  public static Optional<ModelReference> parse(String text) {
    int at = text.indexOf('@');
    String revision = at < 0 ? MAIN : text.substring(at + 1);
    if (!isRevision(revision)) {
      return Optional.empty();
    }
    return RepositoryId.parse(at < 0 ? text : text.substring(0, at))
        .map(repository -> new ModelReference(repository, revision));
  }

  /** Whether {@code text} can be the name of a revision. */
  public static boolean isRevision(String text) {
    return text.length() <= LONGEST_REVISION
        && REVISION.matcher(text).matches()
        && !text.contains("..")
        && !text.endsWith(".lock");
  }

  /** Whether {@code text} is a commit in full, which never changes. */
  static boolean isCommit(String text) {
    return COMMIT.matcher(text).matches();
  }

  /** As it is written, without the revision where that is {@code main}. */
  @Override
  public String toString() {
    return revision.equals(MAIN) ? repository.name() : repository.name() + "@" + revision;
  }
}
