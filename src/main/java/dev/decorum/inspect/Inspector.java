package dev.decorum.inspect;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Rejection;
import dev.decorum.inspect.Inspection.Field;
import dev.decorum.inspect.Inspection.Side;
import dev.decorum.inspect.Inspection.Word;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.dialogue.FieldSurvey;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.text.Role;
import dev.decorum.score.Understood;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads inputs to find out how they are understood. To be given to the source as its listener and
 * as what takes its surveys; then {@link #inspect} reads the source to its end.
 */
public final class Inspector implements InputListener, Consumer<FieldSurvey> {
  private static final int MOST_GROUPS = 50;
  private static final int MOST_FILES = 100;
  private static final int MOST_FIELDS = 1_000;
  private static final int MOST_NOTES = 20;
  private static final int MOST_REJECTIONS = 10;
  private static final int MOST_REASONS = 50;
  private static final int MOST_FAILURES = 20;

  private final String givenLayout;
  private final Map<String, Gathered> groups = new LinkedHashMap<>();
  private final Map<String, Counted> reasons = new LinkedHashMap<>();
  private final List<Inspection.Rejected> rejections = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final Set<String> warnings = new LinkedHashSet<>();
  private final List<String> notes = new ArrayList<>();
  private String detectedFile = "";
  private String layout = "";
  private String because = "";
  private long failed;
  private long rejected;
  private long replies;
  private long labels;

  /** Files of one group. */
  private static final class Gathered {
    private final String layout;
    private final String because;
    private final List<String> notes;
    private final List<String> files = new ArrayList<>();
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final Map<String, Word> words = new LinkedHashMap<>();
    private long count;
    private long rows;

    Gathered(String layout, String because, List<String> notes) {
      this.layout = layout;
      this.because = because;
      this.notes = List.copyOf(notes);
    }
  }

  /** A reason and its rows. */
  private static final class Counted {
    private final Inspection.Rejected first;
    private long rows;

    Counted(Inspection.Rejected first) {
      this.first = first;
    }
  }

  /**
   * @param givenLayout the layout that the user has named, of files of which none is told
   */
  public Inspector(String givenLayout) {
    this.givenLayout = givenLayout;
  }

  @Override
  public void formatDetected(String file, String told, String why) {
    detectedFile = file;
    layout = told;
    because = why;
  }

  @Override
  public void warning(String message) {
    if (warnings.size() < MOST_NOTES) {
      warnings.add(message);
    }
  }

  @Override
  public void note(String message) {
    if (notes.size() < MOST_NOTES) {
      notes.add(message);
    }
  }

  @Override
  public void accept(FieldSurvey survey) {
    boolean told = survey.file().equals(detectedFile);
    String name = told ? layout : givenLayout;
    String why = told ? because : "";
    List<String> own = ownNotes(survey.file());
    if (survey.rows() == 0 && !told) {
      // It cannot be read or holds nothing; that is told elsewhere.
      return;
    }
    String key = name + "\n" + why;
    Gathered group = groups.get(key);
    if (group == null && groups.size() == MOST_GROUPS) {
      key = name;
      group = groups.get(key);
    }
    if (group == null) {
      group = new Gathered(name, key.equals(name) ? "" : why, own);
      groups.put(key, group);
    }
    group.count++;
    group.rows += survey.rows();
    if (group.files.size() < MOST_FILES) {
      group.files.add(survey.file());
    }
    for (FieldSurvey.Field field : survey.fields()) {
      if (group.fields.size() < MOST_FIELDS || group.fields.containsKey(field.path())) {
        group.fields.merge(
            field.path(),
            new Field(field.path(), field.uses(), field.example(), field.rows(), field.holdsText()),
            Inspector::together);
      }
    }
    for (FieldSurvey.Word word : survey.words()) {
      if (group.words.size() < MOST_FIELDS || group.words.containsKey(word.word())) {
        group.words.merge(
            word.word(),
            new Word(word.word(), side(word.role()), word.entries()),
            Inspector::together);
      }
    }
  }

  /** What was noticed of a file, without its name. */
  private List<String> ownNotes(String file) {
    List<String> own = new ArrayList<>();
    for (String note : notes) {
      if (note.startsWith(file + ": ")) {
        own.add(note.substring(file.length() + 2));
      }
    }
    notes.clear();
    return own;
  }

  private static Field together(Field a, Field b) {
    Set<String> uses = new LinkedHashSet<>(a.uses());
    uses.addAll(b.uses());
    return new Field(
        a.path(),
        List.copyOf(uses),
        a.example().isBlank() ? b.example() : a.example(),
        a.rows() + b.rows(),
        a.holdsText() || b.holdsText());
  }

  private static Word together(Word a, Word b) {
    Side side = a.side() == Side.UNKNOWN ? b.side() : a.side();
    return new Word(a.word(), side, a.entries() + b.entries());
  }

  private static Side side(@Nullable Role role) {
    if (role == null) {
      return Side.UNKNOWN;
    }
    return switch (role) {
      case USER -> Side.USER;
      case BOT -> Side.BOT;
      case SYSTEM -> Side.SYSTEM;
      case OMITTED -> Side.OMITTED;
    };
  }

  /**
   * Reads a source, which hears and surveys by way of this inspector.
   *
   * @param limit most rows to be read
   * @param id of the conversation to look at; {@code null} for the first
   */
  public Inspection inspect(ConversationSource source, long limit, @Nullable String id) {
    Conversation shown = null;
    for (long read = 0; read < limit; read++) {
      Optional<ReadResult> next;
      try {
        next = source.next();
      } catch (InputException e) {
        failed++;
        if (failures.size() < MOST_FAILURES) {
          failures.add(String.valueOf(e.getMessage()));
        }
        continue;
      }
      if (next.isEmpty()) {
        break;
      }
      if (next.get() instanceof ReadResult.Rejected bad) {
        reject(bad.rejection());
      } else if (next.get() instanceof ReadResult.Accepted good) {
        Conversation conversation = good.conversation();
        replies += conversation.candidacy() == null ? 0 : 1;
        labels += conversation.label() == null ? 0 : 1;
        if (shown == null && (id == null || id.equals(conversation.id()))) {
          shown = conversation;
        }
      }
    }
    source.endSurvey();
    return new Inspection(
        groups.values().stream().map(Inspector::group).toList(),
        failures,
        failed,
        source.rowsRead(),
        rejected,
        rejections,
        reasons.values().stream()
            .sorted(Comparator.comparingLong((Counted each) -> -each.rows))
            .map(
                each ->
                    new Inspection.Reason(each.first.location(), each.first.reason(), each.rows))
            .toList(),
        Understood.of(source.understanding()),
        replies,
        labels,
        shown,
        List.copyOf(warnings));
  }

  private static Inspection.Group group(Gathered group) {
    return new Inspection.Group(
        group.files,
        group.count,
        group.layout,
        group.because,
        group.notes,
        group.rows,
        List.copyOf(group.fields.values()),
        List.copyOf(group.words.values()));
  }

  private void reject(Rejection rejection) {
    rejected++;
    Inspection.Rejected told = new Inspection.Rejected(rejection.location(), rejection.reason());
    if (rejections.size() < MOST_REJECTIONS) {
      rejections.add(told);
    }
    String kind = kind(rejection.reason());
    Counted counted = reasons.get(kind);
    if (counted == null) {
      if (reasons.size() == MOST_REASONS) {
        return;
      }
      counted = new Counted(told);
      reasons.put(kind, counted);
    }
    counted.rows++;
  }

  /** A reason without what differs from row to row: numbers, and what stands in quotes. */
  static String kind(String reason) {
    StringBuilder kind = new StringBuilder(reason.length());
    boolean quoted = false;
    for (int i = 0; i < reason.length(); i++) {
      char c = reason.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      }
      if (quoted && c != '"') {
        continue;
      }
      if (Character.isDigit(c)) {
        if (kind.length() > 0 && kind.charAt(kind.length() - 1) == '#') {
          continue;
        }
        c = '#';
      }
      kind.append(c);
    }
    // What is advised names what stands in quotes once more.
    int advice = kind.indexOf("; say ");
    return advice < 0 ? kind.toString() : kind.substring(0, advice);
  }
}
