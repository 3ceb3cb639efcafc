package dev.decorum.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LinearScheduleTest {

  @Test
  void ratesAreThoseOfHuggingFace() throws IOException {
    JsonNode cases =
        new ObjectMapper()
            .readTree(Path.of("src/test/resources/training/schedule.json").toFile())
            .get("cases");
    int checked = 0;
    for (JsonNode each : cases) {
      double peak = each.get("learning_rate").asDouble();
      LinearSchedule schedule =
          new LinearSchedule(peak, each.get("warmup_steps").asLong(), each.get("steps").asLong());
      for (int done = 0; done < each.get("learning_rates").size(); done++) {
        assertEquals(
            each.get("learning_rates").get(done).asDouble(),
            schedule.rate(done),
            1e-15 * peak,
            schedule + " after " + done);
        checked++;
      }
    }
    assertTrue(checked > 50, "rates are in the file");
  }

  @Test
  void whatIsNoScheduleIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new LinearSchedule(0, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new LinearSchedule(1, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new LinearSchedule(1, 0, 0));
  }
}
