package dev.decorum.inspect;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Location;
import dev.decorum.score.Understood;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How inputs are understood.
 *
 * @param groups files that are read in the same way, in the order of their first
 * @param failures why inputs cannot be read, the first of them
 * @param inputsFailed how many inputs cannot be read, or not to their end
 * @param rows rows that were read
 * @param rejected how many of them cannot be used
 * @param rejections the first of these
 * @param reasons why rows cannot be used, the most frequent first
 * @param understood counts of all inputs
 * @param replies how many conversations are one of several replies to the same context
 * @param labels how many have a label
 * @param shown a conversation to look at; {@code null} if there is none
 * @param warnings what the user may not expect
 */
public record Inspection(
    List<Group> groups,
    List<String> failures,
    long inputsFailed,
    long rows,
    long rejected,
    List<Rejected> rejections,
    List<Reason> reasons,
    Understood understood,
    long replies,
    long labels,
    @Nullable Conversation shown,
    List<String> warnings) {

  public Inspection {
    groups = List.copyOf(groups);
    failures = List.copyOf(failures);
    rejections = List.copyOf(rejections);
    reasons = List.copyOf(reasons);
    Objects.requireNonNull(understood);
    warnings = List.copyOf(warnings);
  }

  /**
   * Files that are read in the same way.
   *
   * @param files their names, the first of them
   * @param count how many there are
   * @param layout how they are read
   * @param because why, as the end of a sentence; empty where the user has said so
   * @param notes what was noticed of the first of them
   * @param rows rows that were looked at
   * @param fields what the fields are used for
   * @param words the words that say who speaks
   */
  public record Group(
      List<String> files,
      long count,
      String layout,
      String because,
      List<String> notes,
      long rows,
      List<Field> fields,
      List<Word> words) {

    public Group {
      files = List.copyOf(files);
      notes = List.copyOf(notes);
      fields = List.copyOf(fields);
      words = List.copyOf(words);
    }
  }

  /**
   * A field of the rows.
   *
   * @param path where it is; {@code []} stands for each entry of a list
   * @param uses what it is used as; empty if it is not used
   * @param example a value, shortened
   * @param rows in how many rows it is
   * @param holdsText whether it holds text
   */
  public record Field(
      String path, List<String> uses, String example, long rows, boolean holdsText) {

    public Field {
      uses = List.copyOf(uses);
    }
  }

  /** Which side a word stands for. */
  public enum Side {
    USER,
    BOT,
    /** The persona. */
    SYSTEM,
    /** Neither; such entries are left out. */
    OMITTED,
    /** It is unknown. */
    UNKNOWN
  }

  /**
   * A word that says who speaks.
   *
   * @param entries how many entries it is in
   */
  public record Word(String word, Side side, long entries) {}

  /** A row that cannot be used. */
  public record Rejected(Location location, String reason) {}

  /**
   * Why rows cannot be used.
   *
   * @param first of which row it is told first
   * @param reason what is wrong with that row
   * @param rows how many rows have the same fault, with other names and numbers
   */
  public record Reason(Location first, String reason, long rows) {}
}
