package dev.decorum.read.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.conversation.Conversation;
import dev.decorum.read.dialogue.Draft;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.FieldPlace;
import dev.decorum.read.dialogue.FoundList;
import dev.decorum.read.row.RowException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A dump of a character's histories on Character.AI: many conversations in one object, with the
 * character beside them.
 */
public final class CharacterAiLayout extends RowLayout {
  private static final FieldPlace HISTORY = FieldPlace.of("histories.histories[]");
  private static final FieldPlace CHARACTER = FieldPlace.of("info.character");

  @Override
  public String name() {
    return "characterai";
  }

  @Override
  public boolean ofOneProgram() {
    return true;
  }

  @Override
  public Optional<String> recognise(ExportRow row) {
    return histories(row).isArray() ? Layout.because("histories.histories") : Optional.empty();
  }

  private static JsonNode histories(ExportRow row) {
    return row.object().path("histories").path("histories");
  }

  @Override
  public Iterator<Conversation> conversations(ExportRow row) throws RowException {
    List<Conversation> conversations = new ArrayList<>();
    int number = 0;
    for (JsonNode each : histories(row)) {
      number++;
      if (!(each instanceof ObjectNode history)) {
        throw new RowException("histories.histories[" + (number - 1) + "] is not an object");
      }
      ExportRow inner = row.within(history, row.id() + "#" + number, HISTORY);
      FoundList list = inner.list();
      if (list == null) {
        throw new RowException("histories.histories[" + (number - 1) + "] has no list of messages");
      }
      Draft draft = inner.draft();
      draft.setKept(row.keptOf(history));
      if (row.object().path("info").get("character") instanceof ObjectNode character) {
        row.describeCharacter(character, CHARACTER, draft);
      }
      inner.addList(list, draft);
      of(draft).forEachRemaining(conversations::add);
    }
    return conversations.iterator();
  }
}
