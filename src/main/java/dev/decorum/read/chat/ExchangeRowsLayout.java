package dev.decorum.read.chat;

import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.Found;
import dev.decorum.read.dialogue.RowField;
import dev.decorum.read.layout.ConversationCursor;
import dev.decorum.read.layout.FileContext;
import dev.decorum.read.layout.Layout;
import dev.decorum.read.row.ExportRecords;
import java.util.Optional;

/** A question and its answer a row, and the id of the conversation that they belong to. */
public final class ExchangeRowsLayout implements Layout {

  @Override
  public String name() {
    return "exchange-rows";
  }

  @Override
  public Optional<String> recognise(ExportRow row) {
    Found asked = row.asked();
    Found answered = row.view().peek(RowField.REPLY);
    Found id = row.conversationIdField();
    return id != null
            && asked != null
            && answered != null
            && asked.value().isTextual()
            && ExportRow.isAnswer(answered)
        ? Optional.of(
            "of the fields \""
                + id.name()
                + "\", \""
                + asked.name()
                + "\" and \""
                + answered.name()
                + "\"")
        : Optional.empty();
  }

  @Override
  public ConversationCursor read(ExportRecords records, FileContext context) {
    return new GroupedConversations(records, context, ExportRow::exchange);
  }
}
