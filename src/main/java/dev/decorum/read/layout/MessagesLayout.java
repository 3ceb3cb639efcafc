package dev.decorum.read.layout;

import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.FoundList;
import dev.decorum.read.row.RowException;
import java.util.Optional;

/**
 * Chat completions and their many relatives: a list of messages, perhaps with a reply beside it.
 */
public final class MessagesLayout extends ChatLayout {

  @Override
  public String name() {
    return "openai";
  }

  @Override
  public String family() {
    return MESSAGES;
  }

  @Override
  public Optional<String> recognise(ExportRow row) throws RowException {
    FoundList list = row.list();
    return list == null || row.isBefore(list) ? Optional.empty() : Layout.because(list.name());
  }
}
