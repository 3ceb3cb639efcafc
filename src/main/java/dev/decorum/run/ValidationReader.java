package dev.decorum.run;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Label;
import dev.decorum.read.ConversationReader;
import dev.decorum.read.layout.ReadResult;
import java.io.IOException;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The labelled conversations of the validation side, with their labels as a field. */
final class ValidationReader implements ConversationReader {
  static final String LABEL = "label";

  private final ConversationReader all;
  private final BitSet chosen;
  private int accepted;

  /**
   * @param chosen the conversations that are wanted, by their place among the good rows
   */
  ValidationReader(ConversationReader all, BitSet chosen) {
    this.all = all;
    this.chosen = chosen;
  }

  @Override
  public Optional<ReadResult> next() {
    for (Optional<ReadResult> next = all.next(); next.isPresent(); next = all.next()) {
      if (next.get() instanceof ReadResult.Accepted row) {
        Label label = row.conversation().label();
        boolean wanted = chosen.get(accepted);
        accepted++;
        if (wanted && label != null) {
          return Optional.of(new ReadResult.Accepted(withLabel(row.conversation(), label)));
        }
      }
    }
    return Optional.empty();
  }

  private static Conversation withLabel(Conversation conversation, Label label) {
    Map<String, FieldValue> fields = new LinkedHashMap<>();
    fields.put(LABEL, FieldValue.literal(label == Label.APPROPRIATE ? "1" : "0"));
    fields.putAll(conversation.fields());
    return new Conversation(
        conversation.id(),
        conversation.location(),
        conversation.botName(),
        conversation.content(),
        label,
        fields,
        conversation.candidacy());
  }

  @Override
  public boolean isLive() {
    return false;
  }

  @Override
  public long bytesRead() {
    return all.bytesRead();
  }

  @Override
  public long bytesTotal() {
    return all.bytesTotal();
  }

  @Override
  public void close() throws IOException {
    all.close();
  }
}
