package dev.decorum.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConversationCodecTest {
  private static final List<String> TEXTS =
      List.of("", "a", "Guten Tag", "\u65e5\u672c", "\ud83d\ude42", "half \ud83d", "\udc00\n\0");

  private static String text(Random random) {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private static Conversation conversation(Random random) {
    List<Message> messages = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      messages.add(
          new Message(
              random.nextBoolean() ? Speaker.BOT : Speaker.USER,
              random.nextBoolean() ? null : text(random),
              text(random)));
    }
    Content content =
        random.nextInt(4) == 0
            ? new FormattedText(text(random))
            : new Dialogue(
                text(random),
                text(random),
                text(random),
                messages,
                new Omissions(random.nextInt(3), 0, 1, random.nextInt(9), 2));
    Map<String, FieldValue> fields = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      fields.put("field " + i, new FieldValue(text(random), random.nextBoolean()));
    }
    return new Conversation(
        text(random),
        new Location(text(random), random.nextInt(5), random.nextLong(1L << 40)),
        text(random),
        content,
        random.nextBoolean() ? null : Label.APPROPRIATE,
        fields,
        random.nextBoolean()
            ? null
            : new Candidacy(text(random), 1 + random.nextInt(4), Candidacy.Preference.CHOSEN));
  }

  @Test
  void whatIsReadEqualsWhatWasWritten() {
    Random random = new Random(20261201);
    for (int i = 0; i < 5_000; i++) {
      Conversation conversation = conversation(random);
      Conversation read = ConversationCodec.read(ConversationCodec.write(conversation));
      assertEquals(conversation, read);
      assertEquals(
          List.copyOf(conversation.fields().keySet()), List.copyOf(read.fields().keySet()));
    }
  }

  @Test
  void bytesThatAreCutOffOrFollowedByOthersAreRefused() {
    byte[] bytes = ConversationCodec.write(conversation(new Random(3)));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(IllegalArgumentException.class, () -> ConversationCodec.read(cut));
    }
    byte[] more = Arrays.copyOf(bytes, bytes.length + 1);
    assertThrows(IllegalArgumentException.class, () -> ConversationCodec.read(more));
  }
}
