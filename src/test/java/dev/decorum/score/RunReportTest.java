package dev.decorum.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {

  private static String written(RunReport report) throws IOException {
    boolean[] closed = {false};
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    report.write(out);
    assertFalse(closed[0], "the stream is left open");
    return out.toString(StandardCharsets.UTF_8);
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void aReportIsTheManifestAndThenTheScores() throws IOException {
    assertEquals(
        """
        {
          "run" : {
            "decorum" : "0.1.0",
            "model" : {
              "name" : "tiny",
              "demo" : true,
              "appropriate_label" : 1,
              "attribution" : "by nobody",
              "sha256" : {
                "tokenizer.json" : "t0",
                "config.json" : "c0"
              }
            },
            "formatter" : {
              "name" : "pygmalion",
              "sha256" : "f0"
            },
            "window" : {
              "history" : 10,
              "turns" : "last",
              "max_tokens" : 1024,
              "truncation" : "left"
            },
            "baseline" : 0.672,
            "precision" : "fp32",
            "device" : "cpu",
            "versions" : {
              "java" : "17"
            },
            "seed" : null,
            "inputs" : [ {
              "path" : "in.jsonl",
              "bytes" : 123,
              "sha256" : "i0"
            } ],
            "counts" : {
              "read" : 1003,
              "scored" : 1000,
              "rejected" : 3,
              "tokens" : 45000,
              "tokens_dropped" : 17,
              "inputs_failed" : 0
            },
            "seconds" : 2.5,
            "shard" : null,
            "calibration" : null,
            "understood" : null
          },
          "scores" : {
            "count" : 1000,
            "scale" : "probability",
            "mean" : 0.7344,
            "mean_delta_percent" : 9.285714,
            "below_baseline" : 450,
            "share_below_baseline" : 0.45,
            "min" : 0.01,
            "max" : 0.99,
            "quantiles" : {
              "0.05" : 0.6,
              "0.25" : 0.612,
              "0.50" : 0.7,
              "0.75" : 0.95,
              "0.95" : 0.99
            },
            "histogram" : [ 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 500, 166, 0, 0, 0, 0, 0, 333 ],
            "flags" : {
              "truncated" : 1000,
              "lone-surrogate" : 1
            }
          }
        }
        """,
        Manifests.withoutChecksum(written(RunReports.thousandRows())));
  }

  @Test
  void theReportOnAFolderOfAClusterIsThatOfItsParts(@TempDir Path folder) throws IOException {
    Path scores = Files.createDirectory(folder.resolve("scores"));
    Path part = Files.writeString(scores.resolve("part-00000.parquet"), "");
    Path report = Files.writeString(folder.resolve("scores.manifest.json"), "{}");
    assertEquals(Optional.empty(), RunReport.find(part), "not complete");
    Files.writeString(scores.resolve("_SUCCESS"), "");
    assertEquals(Optional.of(report), RunReport.find(part));
    assertEquals(Optional.of(report), RunReport.find(scores.resolve(".").resolve("part-00000")));
    assertEquals(Optional.of(scores), RunReport.folderOf(part));
    Path own = Files.writeString(RunReport.beside(part), "{}");
    assertEquals(Optional.of(own), RunReport.find(part));
    assertEquals(Optional.empty(), RunReport.folderOf(part));
  }

  @Test
  void numbersThatDoNotExistAreNull() throws IOException {
    JsonNode report = new ObjectMapper().readTree(written(RunReports.nothing()));
    JsonNode scores = report.get("scores");
    for (String name :
        List.of("mean", "mean_delta_percent", "share_below_baseline", "min", "max")) {
      assertTrue(scores.get(name).isNull(), name);
    }
    assertEquals(List.of("0.05", "0.25", "0.50", "0.75", "0.95"), keys(scores.get("quantiles")));
    scores.get("quantiles").forEach(quantile -> assertTrue(quantile.isNull()));
    assertEquals(0, scores.get("count").intValue());
    assertEquals(0, scores.get("below_baseline").intValue());
    assertTrue(report.at("/run/window/history").isNull(), "the whole history");
    assertEquals(17, report.at("/run/seed").intValue());
  }

  /** Manifests of version 0.1.0 were written before that was counted. */
  @Test
  void whatAnOlderVersionDidNotCountIsUnknown() {
    String older =
        """
        {"layouts":{},"conversations":4,"formatted":0,"user_messages":5,"bot_messages":3,\
        "ends_with_user":1,"no_user_message":0,"no_bot_message":1,\
        "left_out":{"hidden":0,"tools":1,"empty":0,"reasoning":1,"parts":0},"repeated_ids":0,\
        "repeated_id_examples":[],"damaged_id_examples":[],"unused_fields":{},"read_once":[],\
        "passed_over":0,"passed_over_examples":[]}""";
    Understood understood =
        ScoreJson.record(
            ScoreJson.parse(older, "here", "counts"), "here", Understood.class, "counts");
    assertNull(understood.blankEnds());
    assertEquals(0, Understood.together(List.of(understood, understood), false).blankEnds());
  }
}
