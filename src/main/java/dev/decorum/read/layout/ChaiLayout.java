package dev.decorum.read.layout;

import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.FoundList;
import dev.decorum.read.row.RowException;
import java.util.Optional;

/** The payload that CHAI's own formatters take: {@code chat_history} of sender and message. */
public final class ChaiLayout extends ChatLayout {

  @Override
  public String name() {
    return "chai";
  }

  @Override
  public String family() {
    return MESSAGES;
  }

  @Override
  public Optional<String> recognise(ExportRow row) throws RowException {
    FoundList list = row.list();
    boolean history = list != null && list.isChatHistory() && !row.isBefore(list);
    return list != null && history ? Layout.because(list.name()) : Optional.empty();
  }

  @Override
  boolean promptIsExample(FoundList list) {
    return true;
  }
}
