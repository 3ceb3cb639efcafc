package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.rank.PairSelection;
import dev.decorum.rank.Replies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Preference data byte for byte; src/reference/README.md says how TRL took such files. */
class PairsWriterTest {

  private interface Writing {
    void to(PairsWriter writer) throws IOException;
  }

  private static String written(Writing writing) throws IOException {
    try (Replies replies = new Replies()) {
      replies
          .add("a", "Yes, \"gladly\" 😀", 0.75, Map.of("bot", "new"))
          .add("a", "No\nway", 0.25, Map.of());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PairsWriter writer = new PairsWriter(out, replies.candidates(), List.of("bot"));
      writing.to(writer);
      writer.flush();
      return out.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void pairsForDirectPreferenceOptimisation() throws IOException {
    assertEquals(
        "{\"id\":\"a#1\",\"group\":\"a\",\"prompt\":["
            + "{\"role\":\"system\",\"content\":\"Tom is kind.\\nTom: Hello.\"},"
            + "{\"role\":\"user\",\"content\":\"about a\"}],"
            + "\"chosen\":[{\"role\":\"assistant\",\"content\":\"Yes, \\\"gladly\\\" 😀\"}],"
            + "\"rejected\":[{\"role\":\"assistant\",\"content\":\"No\\nway\"}],"
            + "\"score_chosen\":0.750000000,\"score_rejected\":0.250000000,"
            + "\"score_margin\":0.500000000,"
            + "\"chosen_id\":\"r0\",\"chosen_file\":\"in.jsonl\",\"chosen_line\":1,"
            + "\"chosen_bot_name\":\"Tom\","
            + "\"rejected_id\":\"r1\",\"rejected_file\":\"in.jsonl\",\"rejected_line\":2,"
            + "\"rejected_bot_name\":\"Tom\","
            + "\"bot_name\":\"Tom\",\"user_name\":\"Sam\",\"memory\":\"Tom is kind.\","
            + "\"example_dialogue\":\"Tom: Hello.\","
            + "\"chosen_bot\":\"new\",\"rejected_bot\":null}\n",
        written(writer -> writer.write(new PairSelection.Pair(0, 1, 0, 1))));
  }

  @Test
  void repliesForKahnemanTverskyOptimisation() throws IOException {
    assertEquals(
        "{\"id\":\"r1\",\"group\":\"a\",\"prompt\":["
            + "{\"role\":\"system\",\"content\":\"Tom is kind.\\nTom: Hello.\"},"
            + "{\"role\":\"user\",\"content\":\"about a\"}],"
            + "\"completion\":[{\"role\":\"assistant\",\"content\":\"No\\nway\"}],"
            + "\"label\":false,\"score\":0.250000000,"
            + "\"file\":\"in.jsonl\",\"line\":2,"
            + "\"bot_name\":\"Tom\",\"user_name\":\"Sam\",\"memory\":\"Tom is kind.\","
            + "\"example_dialogue\":\"Tom: Hello.\",\"bot\":null}\n",
        written(writer -> writer.write(new PairSelection.Labelled(1, false))));
  }
}
