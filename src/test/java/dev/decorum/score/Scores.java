package dev.decorum.score;

import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import java.util.Map;
import java.util.Set;

/** Score rows made by hand. */
public final class Scores {

  /** The hash of no window in particular. */
  public static final String HASH = "0123456789abcdef".repeat(4);

  private Scores() {}

  /** A row; the delta is that to the baseline 0.672. */
  public static ConversationScore of(
      String id, int turn, String botName, Map<String, FieldValue> kept, double probability) {
    return of(id, turn, botName, kept, probability, Set.of());
  }

  /** A row with flags. */
  public static ConversationScore of(
      String id,
      int turn,
      String botName,
      Map<String, FieldValue> kept,
      double probability,
      Set<Flag> flags) {
    return new ConversationScore(
        new SampleId(0, id, turn),
        new RowContext(new Location("in.jsonl", 1, 0), botName, null, kept),
        probability,
        (probability - 0.672) / 0.672 * 100,
        -0.25f,
        1.5e-7f,
        45,
        3,
        12,
        10,
        flags,
        HASH,
        Scale.PROBABILITY);
  }
}
