package dev.decorum.read.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.conversation.Candidacy;
import dev.decorum.conversation.Conversation;
import dev.decorum.read.bytes.RowMemory;
import dev.decorum.read.dialogue.Draft;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.Found;
import dev.decorum.read.dialogue.FoundList;
import dev.decorum.read.dialogue.RowField;
import dev.decorum.read.dialogue.Turn;
import dev.decorum.read.row.Json;
import dev.decorum.read.row.RowException;
import dev.decorum.read.text.Role;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Several replies to one context: a list of them, or fields that are numbered ({@code response_0},
 * {@code answer_b}).
 */
public final class CandidatesLayout extends RowLayout {
  private static final Pattern NUMBERED =
      Pattern.compile("(?:response|answer|completion|reply|output)_?(?:[0-9]|[a-d]|[A-D])");

  private static final int SHORTEST = "reply0".length();

  /** A reply, where it is and what it is worth. */
  private record Reply(String where, JsonNode value) {}

  @Override
  public String name() {
    return "candidates";
  }

  @Override
  public Optional<String> recognise(ExportRow row) throws RowException {
    boolean mapped = row.fields().isMapped(RowField.CANDIDATES);
    if (row.fields().isMapped(RowField.TEXT) && !mapped) {
      return Optional.empty();
    }
    Found found = row.view().peek(RowField.CANDIDATES);
    boolean listed = found != null && (mapped || areReplies(found.value()));
    List<Reply> numbered = listed ? List.of() : numbered(row);
    if (!listed && numbered.size() < 2) {
      return Optional.empty();
    }
    String context = context(row);
    if (context == null) {
      return Optional.empty();
    }
    return Layout.because(
        context, found != null && listed ? found.name() : numbered.get(0).where());
  }

  private static @Nullable String context(ExportRow row) throws RowException {
    if (row.list() != null) {
      return row.list().name();
    }
    Found asked = row.asked();
    return asked == null ? null : asked.name();
  }

  private static boolean areReplies(JsonNode value) {
    JsonNode first = value.isArray() ? value.get(0) : null;
    return first != null && (first.isTextual() || first.isArray() || ExportRow.mayBeReply(first));
  }

  private static boolean isNumbered(String name) {
    // Nearly all names are decided by their last letter; this is asked of every field of every row.
    char last = name.isEmpty() ? ' ' : name.charAt(name.length() - 1);
    boolean mayBe =
        (last >= '0' && last <= '9')
            || (last >= 'a' && last <= 'd')
            || (last >= 'A' && last <= 'D');
    return mayBe && name.length() >= SHORTEST && NUMBERED.matcher(name).matches();
  }

  private static List<Reply> numbered(ExportRow row) {
    List<Reply> replies = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : row.object().properties()) {
      if (field.getValue().isTextual() && isNumbered(field.getKey())) {
        replies.add(new Reply(field.getKey(), field.getValue()));
      }
    }
    return replies;
  }

  private static List<Reply> replies(ExportRow row) throws RowException {
    Found found = row.view().get(RowField.CANDIDATES);
    if (found == null) {
      List<Reply> numbered = numbered(row);
      if (numbered.isEmpty()) {
        throw new RowException(
            row.fields().nameOf(RowField.CANDIDATES) + " is missing, expected a list of replies");
      }
      return numbered;
    }
    if (!(found.value() instanceof ArrayNode list)) {
      throw new RowException(
          found.name() + " is " + Json.kind(found.value()) + ", expected a list of replies");
    }
    if (list.isEmpty()) {
      throw new RowException(found.name() + " is empty, expected a list of replies");
    }
    int most = RowMemory.ofThisProcess().messages();
    if (list.size() > most) {
      throw new RowException(
          String.format(Locale.ROOT, "%s holds more than %,d replies", found.name(), most));
    }
    List<Reply> replies = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      replies.add(new Reply(found.name() + "[" + i + "]", list.get(i)));
    }
    return replies;
  }

  @Override
  public Iterator<Conversation> conversations(ExportRow row) throws RowException {
    List<Reply> replies = replies(row);
    List<List<Turn>> said = new ArrayList<>(replies.size());
    for (Reply reply : replies) {
      said.add(said(row, reply));
    }
    Draft context = row.draft();
    FoundList list = row.list();
    boolean chai = list != null && list.isChatHistory();
    row.addExamples(context, list != null && (chai || row.fields().isMapped(RowField.PROMPT)));
    row.addContext(context);
    context.order();
    context.dropRepeatedSystem();
    Draft.requireFeasible((long) context.turns().size() * replies.size());
    String group = context.id();
    boolean strip = row.list() == null && row.isAskedInTurns();
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < replies.size();
      }

      @Override
      public Conversation next() {
        if (next >= replies.size()) {
          throw new NoSuchElementException();
        }
        int i = next++;
        return unchecked(row, context, replies.get(i), said.get(i), group, strip, i + 1);
      }
    };
  }

  private static Conversation unchecked(
      ExportRow row,
      Draft context,
      Reply reply,
      List<Turn> said,
      String group,
      boolean strip,
      int number) {
    try {
      return candidate(row, context, reply, said, group, strip, number);
    } catch (RowException e) {
      throw new RowFailure(e);
    }
  }

  private static Conversation candidate(
      ExportRow row,
      Draft context,
      Reply reply,
      List<Turn> said,
      String group,
      boolean strip,
      int number)
      throws RowException {
    Draft draft = context.copy();
    draft.setId(group + "#" + number);
    if (reply.value() instanceof ObjectNode object) {
      draft.setKept(row.keptOf(object));
      row.addSystemOf(object, reply.where(), draft);
    }
    for (Turn turn : said) {
      draft.add(strip ? turn.stripped() : turn);
    }
    return draft.conversation(new Candidacy(group, number, Candidacy.Preference.UNKNOWN));
  }

  /** Whether the bot said the last of it, or somebody of whom that may be told later. */
  private static boolean endsWithBot(List<Turn> turns) {
    for (int i = turns.size() - 1; i >= 0; i--) {
      Turn turn = turns.get(i);
      if (turn.said().text() != null) {
        return turn.role() == Role.BOT || turn.role() == null;
      }
    }
    return false;
  }

  private static List<Turn> said(ExportRow row, Reply reply) throws RowException {
    if (reply.value() instanceof ArrayNode list && list.path(0).isObject()) {
      List<Turn> turns = row.messages().list(list, reply.where());
      if (!endsWithBot(turns)) {
        throw new RowException(reply.where() + " does not end with a message of the bot");
      }
      return turns;
    }
    if (!reply.value().isTextual() && !reply.value().isContainerNode()) {
      throw new RowException(
          reply.where()
              + " is "
              + Json.kind(reply.value())
              + ", expected a string, an object or a list of messages");
    }
    return row.reply(reply.value(), reply.where());
  }
}
