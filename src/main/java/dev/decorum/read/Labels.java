package dev.decorum.read;

import dev.decorum.conversation.Label;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The ways in which exports write a label. */
final class Labels {
  private Labels() {}

  /** {@code null} for what is no label. Data frames write 1 as 1.0 and true as True. */
  static @Nullable Label of(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "1.0", "true" -> Label.APPROPRIATE;
      case "0", "0.0", "false" -> Label.INAPPROPRIATE;
      default -> null;
    };
  }
}
