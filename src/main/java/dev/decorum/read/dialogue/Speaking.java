package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.row.RowException;
import dev.decorum.read.text.Mojibake;
import dev.decorum.read.text.Role;
import dev.decorum.read.text.Roles;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks in a message, as far as its own fields tell.
 *
 * @param role the side; {@code null} where no known word tells it
 * @param word who it is, where the side is not known
 * @param name the speaker's own name; {@code null} if there is none
 * @param service whether it is an entry of the chat program itself
 * @param decidedBy the field that tells the side; {@code null} if none does
 */
record Speaking(
    @Nullable Role role,
    @Nullable String word,
    @Nullable String name,
    boolean service,
    @Nullable Found decidedBy) {
  /** Kinds of entries that are not messages. */
  private static final Set<String> SERVICE =
      Set.of(
          "service",
          "system_event",
          "event",
          "activity",
          "notification",
          "status",
          "status_change",
          "assignment",
          "call",
          "join",
          "leave",
          // Slack
          "channel_join",
          "channel_leave",
          "channel_topic",
          "channel_purpose",
          "channel_name",
          "channel_archive",
          "group_join",
          "group_leave",
          "group_topic",
          "bot_add",
          "bot_remove",
          "pinned_item",
          // Discord
          "channelpinnedmessage",
          "guildmemberjoin",
          "recipientadd",
          "recipientremove",
          "channelnamechange",
          "channeliconchange",
          "threadcreated",
          "userpremiumguildsubscription");

  /** What programs write into cells in the place of a name that is missing. */
  private static final Set<String> MISSING = Set.of("nan", "NaN", "None", "null", "NULL");

  /** Names of kinds that tell where something was said, which may be a private place. */
  private static final Set<String> PLACES = Set.of("channel", "source");

  /** What help desks call messages, by who writes them. */
  private static final Map<String, Role> DIRECTIONS =
      Map.of(
          "incoming", Role.USER,
          "inbound", Role.USER,
          "outgoing", Role.BOT,
          "outbound", Role.BOT);

  /** Words that are roles even where a name is expected. */
  private static final Set<String> NO_NAMES =
      Set.of(
          "user",
          "human",
          "customer",
          "client",
          "visitor",
          "prompter",
          "enduser",
          "student",
          "you",
          "me",
          "assistant",
          "bot",
          "ai",
          "gpt",
          "chatgpt",
          "model",
          "chatbot",
          "agent",
          "char",
          "character",
          "output",
          "system",
          "developer",
          "tool",
          "function");

  /** What a field that tells the side says, for people. */
  static String word(Found decidedBy) {
    String text = decidedBy.value().isTextual() ? decidedBy.value().textValue().strip() : "";
    Boolean flag = Scalars.bool(decidedBy.value());
    return text.isEmpty() || flag != null
        ? decidedBy.name() + " " + (flag == null ? decidedBy.value().asText() : flag)
        : text;
  }

  /** Reads the fields of one message. */
  static Speaking of(View<MessageField> view, Fields fields, String where) throws RowException {
    return new Reader(fields, where).read(view);
  }

  /** Gathers what the fields say. */
  private static final class Reader {
    private final Fields fields;
    private final String where;
    private @Nullable Role role;
    private String roleFrom = "";
    private @Nullable Role weakRole;
    private @Nullable Role leftOut;
    private @Nullable Found roleBy;
    private @Nullable Found weakBy;
    private @Nullable Found leftOutBy;
    private @Nullable String roleWord;
    private @Nullable String name;
    private boolean service;

    Reader(Fields fields, String where) {
      this.fields = fields;
      this.where = where;
    }

    Speaking read(View<MessageField> view) throws RowException {
      for (Found found = view.get(MessageField.ROLE); found != null; found = found.next()) {
        role(found);
      }
      for (Found found = view.get(MessageField.FLAG); found != null; found = found.next()) {
        flag(found);
      }
      String ownName = null;
      Role byName = null;
      for (Found found = view.get(MessageField.NAME); found != null; found = found.next()) {
        String text = Scalars.text(found.value());
        if (text == null || MISSING.contains(text)) {
          continue;
        }
        if (NO_NAMES.contains(Vocabulary.plain(text))) {
          byName = byName == null ? fields.role(text) : byName;
        } else if (ownName == null) {
          ownName = Mojibake.repair(text.strip());
        }
      }
      for (Found found = view.get(MessageField.SENDER); found != null; found = found.next()) {
        sender(found);
      }
      for (Found found = view.get(MessageField.KIND); found != null; found = found.next()) {
        kind(found);
      }
      if (ownName != null) {
        name = ownName;
      }
      Role side = role == null ? weakRole : role;
      Found by = role == null ? weakBy : roleBy;
      if (side == null && name == null && roleWord == null) {
        side = byName;
      }
      if (leftOut != null) {
        side = leftOut;
        by = leftOutBy;
      }
      String word = null;
      if (side == null) {
        // A role that nobody knows tells more of the side than a name.
        word = roleWord == null ? name : roleWord;
      }
      if (name == null && side == null) {
        name = word;
      }
      return new Speaking(side, word, name, service && role == null && weakRole == null, by);
    }

    /** The word of a field; also a boolean where the user has named the field. */
    private static @Nullable String said(Found found) {
      return found.isMapped() && found.value().isBoolean()
          ? found.value().asText()
          : Scalars.text(found.value());
    }

    private void role(Found found) throws RowException {
      if (found.value() instanceof ObjectNode object) {
        inner(object);
        return;
      }
      String text = said(found);
      if (text == null) {
        return;
      }
      Role known = fields.role(text);
      if (known == null) {
        if (roleWord == null) {
          roleWord = text.strip();
        }
      } else if (known == Role.OMITTED) {
        leaveOut(known, found);
      } else {
        settle(known, found, found.name() + " is \"" + text.strip() + "\"");
      }
    }

    private void flag(Found found) throws RowException {
      Boolean value = Scalars.bool(found.value());
      Role known = value == null ? null : Roles.ofFlag(found.name(), value);
      // Who sets the bot up is neither of the two.
      if (known != null && role != Role.SYSTEM) {
        settle(known, found, found.name() + " is " + value);
      }
    }

    private void leaveOut(Role omitted, @Nullable Found by) {
      leftOut = omitted;
      leftOutBy = by;
    }

    private void settle(Role known, @Nullable Found by, String from) throws RowException {
      if (role == null) {
        role = known;
        roleBy = by;
        roleFrom = from;
      } else if (role != known) {
        throw new RowException(
            where + ": the speaker is unclear, since " + roleFrom + ", but " + from);
      }
    }

    private void sender(Found found) throws RowException {
      if (found.value() instanceof ObjectNode object) {
        inner(object);
        return;
      }
      String text = said(found);
      if (text == null) {
        return;
      }
      Role known = fields.role(text);
      if (known == null) {
        if (name == null) {
          name = Mojibake.repair(text.strip());
        }
      } else if (known == Role.OMITTED) {
        if (role == null) {
          leaveOut(known, found);
        }
      } else if (areOpposed(known, role) || areOpposed(known, weakRole)) {
        throw new RowException(
            where
                + ": the speaker is unclear, since "
                + found.name()
                + " is \""
                + text.strip()
                + "\", but "
                + (role == null ? "another field says the other side" : roleFrom));
      } else if (weakRole == null) {
        weakRole = known;
        weakBy = found;
      }
    }

    private static boolean areOpposed(@Nullable Role one, @Nullable Role other) {
      return (one == Role.USER && other == Role.BOT) || (one == Role.BOT && other == Role.USER);
    }

    private void kind(Found found) throws RowException {
      String text = found.value().isTextual() ? found.value().textValue() : null;
      if (text == null) {
        return;
      }
      Role known = fields.role(text);
      String plain = text.strip().toLowerCase(Locale.ROOT);
      Role towards = DIRECTIONS.get(plain);
      if (roleFrom.contains("type is") && areOpposed(towards, role)) {
        // Some help desks call their agents users, and what these write outgoing.
        throw new RowException(
            where
                + ": the speaker is unclear, since "
                + roleFrom
                + ", but "
                + found.name()
                + " is \""
                + text.strip()
                + "\"");
      }
      if (known == Role.OMITTED && !PLACES.contains(found.name())) {
        leaveOut(known, found);
      } else if (known != null && known != Role.OMITTED && role == null && weakRole == null) {
        weakRole = known;
        weakBy = found;
      } else if (towards != null && roleWord == null) {
        // In a help desk's export the bot writes what goes out, in a phone's it is the user.
        roleWord = text.strip();
      } else if (SERVICE.contains(plain) || (known == null && found.name().equals("event"))) {
        // Trackers of dialogues tell by the event who speaks, and what else happens.
        service = true;
      }
    }

    /** An object that describes the speaker. */
    private void inner(ObjectNode object) throws RowException {
      View<MessageField> view = fields.senderPart(object);
      Speaking speaking = new Reader(fields, where).read(view);
      if (speaking.role() == Role.OMITTED) {
        leaveOut(Role.OMITTED, speaking.decidedBy());
      } else if (speaking.role() != null) {
        settle(speaking.role(), speaking.decidedBy(), "its author is");
      } else if (roleWord == null
          && speaking.word() != null
          && !speaking.word().equals(speaking.name())) {
        roleWord = speaking.word();
      }
      if (name == null) {
        name = speaking.name();
      }
    }
  }
}
