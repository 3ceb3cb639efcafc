package dev.decorum.read.chat;

import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.Found;
import dev.decorum.read.layout.ConversationCursor;
import dev.decorum.read.layout.FileContext;
import dev.decorum.read.layout.Layout;
import dev.decorum.read.row.ExportRecords;
import dev.decorum.read.row.RowException;
import java.util.List;
import java.util.Optional;

/** A message a row, as databases and help desks export them. */
public final class MessageRowsLayout implements Layout {

  @Override
  public String name() {
    return "message-rows";
  }

  @Override
  public Optional<String> recognise(ExportRow row) throws RowException {
    Found speaker = row.speaker();
    Found said = row.said();
    // A question with its answer may also name its author.
    boolean exchange = row.asked() != null && row.hasReply() && !row.hasSide();
    return speaker == null || said == null || exchange
        ? Optional.empty()
        : Layout.because(speaker.name(), said.name());
  }

  @Override
  public ConversationCursor read(ExportRecords records, FileContext context) {
    return new GroupedConversations(records, context, row -> List.of(row.message()));
  }
}
