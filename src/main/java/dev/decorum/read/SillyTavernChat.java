package dev.decorum.read;

import dev.decorum.conversation.Candidacy;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Rejection;
import dev.decorum.conversation.Speaker;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One SillyTavern chat, row by row. */
final class SillyTavernChat {

  /** A message that is kept, and how many of those before it are not. */
  private record Kept(SillyTavernMessage row, int omittedBefore) {}

  private final SillyTavernHeader header;
  private final Location location;
  private final String raw;
  private final InputOptions options;
  private final List<Kept> kept = new ArrayList<>();
  private int omitted;
  private long bytes;

  /**
   * A chat without messages.
   *
   * @param first where it begins
   */
  SillyTavernChat(SillyTavernHeader header, String file, Row first, InputOptions options) {
    this.header = header;
    this.location = new Location(file, first.line(), 0);
    this.raw = first.raw();
    this.options = options;
  }

  /** Counts a row; says why the chat is unusable if it is too long with it. */
  @Nullable Rejection count(Row row) {
    long before = bytes;
    bytes += row.length();
    if (!isTooLong() || before > options.maxRowBytes()) {
      return null;
    }
    kept.clear();
    return new Rejection(
        location, "the chat is longer than " + RowLimit.describe(options.maxRowBytes()), raw);
  }

  /** Whether its rows together are longer than may be held; then none is. */
  boolean isTooLong() {
    return bytes > options.maxRowBytes();
  }

  void add(SillyTavernMessage message) {
    if (message.hidden()) {
      omitted++;
    } else if (!isTooLong()) {
      kept.add(new Kept(message, omitted));
    }
  }

  /** How many messages are kept. */
  int size() {
    return kept.size();
  }

  /** The chat as it is shown. */
  Conversation conversation() {
    return conversation(header.id(), shown(size()), omitted, size(), null);
  }

  /** The versions of a message, counted from 1, after what came before it; none if there is one. */
  Iterator<Conversation> candidates(int number) {
    Kept last = kept.get(number - 1);
    String group = header.id() + "@" + number;
    return last.row().swipes().stream()
        .map(
            swipe -> {
              List<Message> messages = shown(number - 1);
              messages.add(new Message(Speaker.BOT, swipe.text()));
              return conversation(
                  group + "#" + swipe.number(),
                  messages,
                  last.omittedBefore(),
                  number,
                  new Candidacy(group, swipe.number(), Candidacy.Preference.UNKNOWN));
            })
        .iterator();
  }

  private List<Message> shown(int count) {
    List<Message> messages = new ArrayList<>(count + 1);
    for (Kept each : kept.subList(0, count)) {
      messages.add(each.row().message());
    }
    return messages;
  }

  private Conversation conversation(
      String id,
      List<Message> messages,
      int omittedBefore,
      int count,
      @Nullable Candidacy candidacy) {
    return new Conversation(
        id,
        location,
        name(header.botName(), Speaker.BOT, count, options.botName()),
        new Dialogue(
            name(header.userName(), Speaker.USER, count, options.userName()),
            header.memory(),
            header.prompt(),
            messages,
            omittedBefore),
        header.label(),
        header.kept(),
        candidacy);
  }

  /** The name of a side: the header's, else that of the last of so many messages. */
  private String name(String ofHeader, Speaker speaker, int count, String otherwise) {
    if (!ofHeader.isEmpty()) {
      return ofHeader;
    }
    for (int i = count - 1; i >= 0; i--) {
      SillyTavernMessage row = kept.get(i).row();
      if (row.message().speaker() == speaker && !row.name().isEmpty()) {
        return row.name();
      }
    }
    return otherwise;
  }
}
