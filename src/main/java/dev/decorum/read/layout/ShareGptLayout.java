package dev.decorum.read.layout;

import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.FoundList;
import dev.decorum.read.row.RowException;
import java.util.Optional;

/** ShareGPT and its relatives: {@code conversations} of {@code from} and {@code value}. */
public final class ShareGptLayout extends ChatLayout {

  @Override
  public String name() {
    return "sharegpt";
  }

  @Override
  public String family() {
    return MESSAGES;
  }

  @Override
  public Optional<String> recognise(ExportRow row) throws RowException {
    FoundList list = row.list();
    if (list == null || row.isBefore(list) || !list.list().path(0).has("value")) {
      return Optional.empty();
    }
    return Optional.of("of the field \"" + list.name() + "\" with from and value");
  }
}
