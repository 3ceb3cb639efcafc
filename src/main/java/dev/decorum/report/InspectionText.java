package dev.decorum.report;

import dev.decorum.conversation.Conversation;
import dev.decorum.inspect.Inspection;
import dev.decorum.inspect.Inspection.Field;
import dev.decorum.inspect.Inspection.Group;
import dev.decorum.inspect.Inspection.Side;
import dev.decorum.inspect.Inspection.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How inputs are understood, for people at a terminal. */
public final class InspectionText {
  private static final int MOST_UNUSED = 10;
  private static final int MOST_WORDS = 20;
  private static final int MOST_REASONS = 5;
  private static final int MOST_PLACES = 5;

  /** The order in which people look for fields. */
  private static final List<String> ORDER =
      List.of(
          "id",
          "label",
          "bot's name",
          "user's name",
          "persona",
          "example dialogue",
          "messages",
          "speaker",
          "speaker's name",
          "text",
          "user's text",
          "bot's text",
          "formatted text",
          "question",
          "reply",
          "replies",
          "chosen reply",
          "rejected reply",
          "time",
          "kept");

  private final Inspection inspection;
  private final int width;
  private final LineLayout layout;
  private final boolean verbose;
  private final List<String> lines = new ArrayList<>();

  private InspectionText(Inspection inspection, LineLayout layout, boolean verbose) {
    this.inspection = inspection;
    this.layout = layout;
    this.width = layout.forReading();
    this.verbose = verbose;
  }

  /**
   * The lines of a report.
   *
   * @param command the command that scores the inputs
   * @param verbose whether everything is listed
   */
  public static List<String> lines(
      Inspection inspection, String command, LineLayout layout, boolean verbose) {
    InspectionText text = new InspectionText(inspection, layout, verbose);
    inspection.groups().forEach(text::add);
    text.addCounts();
    text.addRejections();
    Conversation shown = inspection.shown();
    if (shown != null) {
      text.separate();
      text.lines.addAll(ChatDrawing.lines(shown, text.width, verbose));
    }
    if (inspection.understood().conversations() > 0) {
      text.separate();
      text.lines.add("To score " + (inspection.rows() == 1 ? "it:" : "them:"));
      text.lines.add("  " + TerminalText.harmless(command));
    }
    return text.lines;
  }

  private void separate() {
    if (!lines.isEmpty()) {
      lines.add("");
    }
  }

  private void addText(String text) {
    for (String line : ChatDrawing.wrapped(TerminalText.harmless(text), width - 2)) {
      lines.add("  " + line);
    }
  }

  private <T> void addTable(Columns<T> columns, List<T> rows) {
    lines.addAll(TextDocument.lines(new Document().table(columns, rows), layout));
  }

  private void add(Group group) {
    separate();
    int shown = verbose ? group.files().size() : 1;
    long others = group.count() - Math.min(shown, group.files().size());
    lines.add(
        TerminalText.harmless(
                String.join(", ", group.files().subList(0, Math.min(shown, group.files().size()))))
            + (others > 0 ? " and " + NumberText.counted(others, "further file") : ""));
    addText(
        "Read as "
            + group.layout()
            + (group.because().isEmpty() ? "" : ", because " + group.because())
            + "; "
            + NumberText.counted(group.rows(), "row")
            + ".");
    for (String note : group.notes()) {
      addText(
          note.isEmpty()
              ? note
              : note.substring(0, 1).toUpperCase(Locale.ROOT) + note.substring(1) + ".");
    }
    addFields(group);
    addWords(group);
  }

  private void addFields(Group group) {
    List<Field> used = new ArrayList<>();
    List<Field> unused = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Field field : group.fields()) {
      if (!field.uses().isEmpty()) {
        used.add(field);
      } else if (!holdsUsed(field, group.fields())) {
        if (field.holdsText()) {
          unused.add(field);
        } else {
          others.add(field.path());
        }
      }
    }
    used.sort(Comparator.comparingInt(InspectionText::rank));
    int most = verbose ? unused.size() : Math.min(unused.size(), MOST_UNUSED);
    List<Field> rows = new ArrayList<>(used);
    rows.addAll(unused.subList(0, most));
    if (!rows.isEmpty()) {
      addTable(
          new Columns<Field>()
              .name("used as", InspectionText::use)
              .name("where", Field::path)
              .name("for example", field -> field.example().replace('\n', ' '))
              .count("rows", Field::rows),
          rows);
    }
    if (most < unused.size()) {
      addText(
          NumberText.counted(unused.size() - most, "further field")
              + " with text not used (-v names them).");
    }
    if (!others.isEmpty()) {
      most = verbose ? others.size() : Math.min(others.size(), MOST_UNUSED);
      addText(
          "Not used, and without text: "
              + String.join(", ", others.subList(0, most))
              + (most < others.size() ? ", …" : "")
              + ".");
    }
  }

  /** Whether fields within this one are used. */
  private static boolean holdsUsed(Field field, List<Field> all) {
    for (Field other : all) {
      String path = other.path();
      if (!other.uses().isEmpty()
          && path.length() > field.path().length()
          && path.startsWith(field.path())
          && ".[".indexOf(path.charAt(field.path().length())) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static int rank(Field field) {
    int rank = ORDER.indexOf(field.uses().get(0));
    return rank < 0 ? ORDER.size() : rank;
  }

  private static String use(Field field) {
    return field.uses().isEmpty() ? "(not used)" : String.join(", ", field.uses());
  }

  private void addWords(Group group) {
    if (group.words().isEmpty()) {
      return;
    }
    int most = verbose ? group.words().size() : Math.min(MOST_WORDS, group.words().size());
    addTable(
        new Columns<Word>()
            .name("speaker", Word::word)
            .name("taken for", word -> side(word.side()))
            .count("entries", Word::entries),
        group.words().subList(0, most));
    if (most < group.words().size()) {
      addText(
          NumberText.counted(group.words().size() - most, "further speaker") + " (-v names them).");
    }
  }

  private static String side(Side side) {
    return switch (side) {
      case USER -> "the user";
      case BOT -> "the bot";
      case SYSTEM -> "persona";
      case OMITTED -> "neither: left out";
      case UNKNOWN -> "? (see what is rejected)";
    };
  }

  private void addCounts() {
    separate();
    var understood = inspection.understood();
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put(
        "in all",
        NumberText.counted(understood.conversations(), "conversation")
            + (understood.formatted() > 0
                ? ", " + NumberText.count(understood.formatted()) + " of them formatted already"
                : "")
            + (inspection.labels() > 0
                ? ", " + NumberText.count(inspection.labels()) + " with a label"
                : "")
            + (inspection.replies() > 0
                ? ", "
                    + NumberText.count(inspection.replies())
                    + " of them one of several replies to the same context"
                : ""));
    rows.put(
        "messages",
        NumberText.count(understood.userMessages())
            + " of users, "
            + NumberText.count(understood.botMessages())
            + " of bots");
    rows.put(
        "rejected",
        inspection.rejected() == 0 ? "none" : NumberText.counted(inspection.rejected(), "row"));
    if (inspection.inputsFailed() > 0) {
      rows.put("unusable", NumberText.counted(inspection.inputsFailed(), "input"));
    }
    rows.putAll(UnderstoodText.rows(understood, verbose));
    rows.forEach(
        (name, text) -> {
          String title = String.format(Locale.ROOT, "  %-16s", name);
          for (String part : ChatDrawing.wrapped(TerminalText.harmless(text), width - 18)) {
            lines.add(title + part);
            title = " ".repeat(18);
          }
        });
    inspection.warnings().forEach(this::addText);
  }

  private void addRejections() {
    if (inspection.reasons().isEmpty()) {
      return;
    }
    separate();
    lines.add("Rejected");
    int most =
        verbose ? inspection.reasons().size() : Math.min(MOST_REASONS, inspection.reasons().size());
    for (Inspection.Reason reason : inspection.reasons().subList(0, most)) {
      addText(
          (reason.rows() == 1 ? "" : NumberText.counted(reason.rows(), "row") + ", first ")
              + reason.first()
              + ": "
              + reason.reason());
    }
    if (most < inspection.reasons().size()) {
      addText(
          NumberText.counted(inspection.reasons().size() - most, "further reason")
              + " (-v names them).");
    }
    if (inspection.rejected() > inspection.reasons().size()) {
      List<String> places = new ArrayList<>();
      for (Inspection.Rejected rejected : inspection.rejections()) {
        if (places.size() < MOST_PLACES) {
          places.add(rejected.location().toString());
        }
      }
      addText(
          "The first are "
              + String.join(", ", places)
              + "; score --rejects FILE keeps all of them.");
    }
  }
}
