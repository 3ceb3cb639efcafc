package dev.decorum.read;

import dev.decorum.read.chat.ExchangeRowsLayout;
import dev.decorum.read.chat.MessageRowsLayout;
import dev.decorum.read.chat.SessionTraceLayout;
import dev.decorum.read.chat.SillyTavernLayout;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.Fields;
import dev.decorum.read.dialogue.RowField;
import dev.decorum.read.layout.AgnaiLayout;
import dev.decorum.read.layout.ArenaLayout;
import dev.decorum.read.layout.CandidatesLayout;
import dev.decorum.read.layout.ChaiLayout;
import dev.decorum.read.layout.CharacterAiLayout;
import dev.decorum.read.layout.ChatGptLayout;
import dev.decorum.read.layout.CompletionLayout;
import dev.decorum.read.layout.FeedbackLayout;
import dev.decorum.read.layout.GrokLayout;
import dev.decorum.read.layout.IntercomLayout;
import dev.decorum.read.layout.Layout;
import dev.decorum.read.layout.MessagesLayout;
import dev.decorum.read.layout.OasstLayout;
import dev.decorum.read.layout.OobaLayout;
import dev.decorum.read.layout.OpenWebUiLayout;
import dev.decorum.read.layout.PreferenceLayout;
import dev.decorum.read.layout.RisuLayout;
import dev.decorum.read.layout.ShareGptLayout;
import dev.decorum.read.layout.TelegramLayout;
import dev.decorum.read.layout.TextLayout;
import dev.decorum.read.options.InputOptions;
import dev.decorum.read.row.RowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The layouts that Decorum can read. A further one is a class and a line in this list: its name and
 * its help, how it is recognised and how it is read is its own business.
 */
public final class Layouts {

  private static final Layout TEXT = new TextLayout();
  private static final Layout CANDIDATES = new CandidatesLayout();

  /** In the order in which they are tried: the first that knows a row reads it. */
  private static final List<Layout> ALL =
      List.of(
          new FeedbackLayout(),
          new ChatGptLayout(),
          new OpenWebUiLayout(),
          new GrokLayout(),
          new IntercomLayout(),
          new CharacterAiLayout(),
          new OobaLayout(),
          new RisuLayout(),
          new AgnaiLayout(),
          new TelegramLayout(),
          new OasstLayout(),
          new SillyTavernLayout(),
          new SessionTraceLayout(),
          new ArenaLayout(),
          new PreferenceLayout(),
          CANDIDATES,
          new ChaiLayout(),
          new ShareGptLayout(),
          new MessagesLayout(),
          new MessageRowsLayout(),
          new ExchangeRowsLayout(),
          new CompletionLayout(),
          TEXT);

  /**
   * Names of tables, which say how the bytes are cut into rows and leave the rest to be recognised.
   */
  private static final String CSV = "csv";

  private static final String CSV_MESSAGES = "csv-messages";

  private Layouts() {}

  /** A layout, and what it was recognised by. */
  record Recognised(Layout layout, String because) {}

  /** All layouts, in the order in which they are tried. */
  public static List<Layout> all() {
    return ALL;
  }

  /** All names for {@code --input-format}. */
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    names.add(InputOptions.AUTO);
    for (Layout layout : ALL) {
      names.add(layout.name());
    }
    names.add(CSV);
    names.add(CSV_MESSAGES);
    return names;
  }

  /**
   * A name as it was given.
   *
   * @throws IllegalArgumentException if there is no such layout; the message lists those there are
   */
  public static String required(String name) {
    if (!names().contains(name)) {
      throw new IllegalArgumentException(
          "unknown input format \"" + name + "\"; known are " + String.join(", ", names()));
    }
    return name;
  }

  /** Whether a name says that the file is a table with a header and not JSON. */
  static boolean isTable(String name) {
    return name.equals(CSV) || name.equals(CSV_MESSAGES);
  }

  /** The layout of a name; empty where it has to be recognised from the content. */
  static Optional<Layout> ofName(String name) {
    String wanted = name.equals(CSV_MESSAGES) ? "message-rows" : name;
    for (Layout layout : ALL) {
      if (layout.name().equals(wanted)) {
        return Optional.of(layout);
      }
    }
    return Optional.empty();
  }

  /** The layouts that are possible with what the user says of the fields. */
  private static List<Layout> possible(Fields fields) {
    if (fields.isMapped(RowField.CANDIDATES)) {
      return List.of(CANDIDATES);
    }
    return fields.isMapped(RowField.TEXT) && !fields.isMapped(RowField.MESSAGES)
        ? List.of(TEXT)
        : ALL;
  }

  /** The layout of a row; empty if its fields are those of none. */
  static Optional<Recognised> recognise(ExportRow row) throws RowException {
    for (Layout layout : possible(row.fields())) {
      Optional<String> because = layout.recognise(row);
      if (because.isPresent()) {
        return Optional.of(new Recognised(layout, because.get()));
      }
    }
    return Optional.empty();
  }
}
