package dev.decorum.read.layout;

import dev.decorum.conversation.Candidacy;
import dev.decorum.conversation.Candidacy.Preference;
import dev.decorum.conversation.Conversation;
import dev.decorum.read.dialogue.Draft;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.row.RowException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Two whole conversations of two models with one user, of which one was preferred. */
public final class ArenaLayout extends RowLayout {
  private static final String A = "conversation_a";
  private static final String B = "conversation_b";

  @Override
  public String name() {
    return "arena";
  }

  @Override
  public boolean ofOneProgram() {
    return true;
  }

  @Override
  public Optional<String> recognise(ExportRow row) {
    return row.object().hasNonNull(A) && row.object().hasNonNull(B)
        ? Layout.because(A, B)
        : Optional.empty();
  }

  @Override
  public Iterator<Conversation> conversations(ExportRow row) throws RowException {
    String winner = row.object().path("winner").asText().toLowerCase(Locale.ROOT);
    boolean a = winner.equals("model_a") || winner.equals("a");
    boolean b = winner.equals("model_b") || winner.equals("b");
    return List.of(side(row, A, "a", 1, a, b), side(row, B, "b", 2, b, a)).iterator();
  }

  private static Conversation side(
      ExportRow row, String name, String suffix, int number, boolean won, boolean lost)
      throws RowException {
    Draft draft = row.draftWithoutLabel();
    String group = draft.id();
    row.addList(row.listAt(name), draft);
    draft.setId(group + "#" + suffix);
    return draft.conversation(
        new Candidacy(
            group,
            number,
            won ? Preference.CHOSEN : lost ? Preference.REJECTED : Preference.UNKNOWN));
  }
}
