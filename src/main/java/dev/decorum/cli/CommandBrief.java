package dev.decorum.cli;

import dev.decorum.manual.Page.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A command in brief, for help that fits a screen: what it does, and the options that matter most,
 * each in a few words.
 *
 * @param words what it does
 * @param options as they are typed, with what they do
 */
record CommandBrief(String words, List<Term> options) {
  private static final String INPUTS = "INPUT... | files, folders, globs, or - for standard input";
  private static final String MODEL =
      "-m, --model MODEL | a model's folder, or OWNER/NAME of a pulled one";
  private static final String MAP =
      "--map FIELD=COLUMN | where a field is, if it is not found by itself";
  private static final String REPORT =
      "-o, --output FILE | write the report to .txt, .md, .json, .html or .xml";
  private static final String HTML = "--html FILE | write a page with charts as well";
  private static final String BY = "--by FIELD | break the numbers down by a field";
  private static final String CLUSTER =
      "--cluster FIELD | rows that belong together, such as user_id";
  private static final String STORE = "--store FILE | the store, an SQLite file (required)";
  private static final String SERIES = "--series NAME | which history of the store";
  private static final String JSON = "--json | write JSON";
  private static final String QUIET = "-q, --quiet | print nothing on stderr but errors";
  private static final String LABEL =
      "--appropriate-label L | the label that means appropriate, if names do not tell";

  private static final Map<String, CommandBrief> BRIEFS = new LinkedHashMap<>();

  private static final Map<String, Map<String, List<String>>> GROUPS = new LinkedHashMap<>();

  static {
    brief("decorum", "Judges chat bots by their logs.");
    brief(
        "decorum score",
        "Score conversations, one row for each.",
        INPUTS,
        "-o, --output FILE | write .csv, .jsonl or .parquet, with a manifest beside it",
        MODEL,
        MAP,
        "--keep FIELD,... | carry fields of the input over",
        "--turns bot|all | a row after every message, not only the last",
        "--html FILE | write a report on the scores as a page",
        "--cache STORE | keep scores, and compute none twice",
        "--rejects FILE | write what cannot be scored to FILE, with the reasons",
        "--limit N | read at most N rows",
        "--dry-run | only say what would be read, used and written");
    brief(
        "decorum merge",
        "Merge score files, such as the shards of one input.",
        "SCORES... | score files, folders or globs",
        "-o, --output FILE | write the merged scores to FILE (required)",
        "--allow-gaps | merge even if shards are missing",
        "--allow-duplicates | keep rows whose id has occurred before",
        "--allow-missing-manifest | merge files whose origin cannot be checked");
    brief(
        "decorum evaluate",
        "Evaluate the model on labels or choices of people.",
        INPUTS,
        MODEL,
        "--map label=COLUMN | the column that has the labels",
        "--positive WORD,... | labels that mean appropriate (default: 1, true)",
        CLUSTER,
        BY,
        "--calibrate METHOD | correct the probabilities to your labels",
        "--calibration FILE | where the correction is written",
        REPORT,
        HTML);
    brief(
        "decorum compare",
        "Compare bot versions: which is more appropriate?",
        "INPUT... | one per version, the reference first; scores or chats",
        "--by FIELD | one input whose FIELD tells versions, or slices",
        CLUSTER,
        "--gate | put the verdict into the exit code: 0, 1 or 5",
        "--fail-if WHAT | worse, or not-better; with --gate",
        "--margin P | the largest difference that does not matter (0.01)",
        "--changes N | list N pairs with the largest loss and gain (10)",
        "--include-text | show their texts as well",
        MODEL,
        REPORT,
        HTML);
    brief(
        "decorum audit",
        "Score a night's conversations and tell what has changed.",
        INPUTS,
        STORE,
        "--night DATE | today, yesterday, from-name, or a date",
        "--fail-if CONDITION | exit with 1 if it holds: any, drift, 'mean < 0.6', ...",
        "--by FIELD | charts for each value of FIELD as well",
        MODEL,
        REPORT,
        HTML,
        "--metrics FILE | gauges for Prometheus' textfile collector",
        "-q, --quiet | print the report only if something is wrong");
    brief(
        "decorum audit history",
        "List the nights of a store.",
        STORE,
        SERIES,
        "--nights N | the last N nights",
        "-o, --output FILE | write .txt, .md, .csv, .json, .html or .xml",
        "--sql | show the tables, for queries of your own");
    brief(
        "decorum audit accept",
        "Accept a changed level from a night on.",
        STORE,
        SERIES,
        "--from DATE | the first night of the new level",
        "--reason TEXT | why, for the history",
        "--undo | take it back");
    brief(
        "decorum audit remove",
        "Remove nights with wrong data from a store.",
        "NIGHT... | the nights, as in 2026-11-20",
        STORE,
        SERIES);
    brief(
        "decorum rank",
        "Rank replies to the same context; make DPO or KTO pairs.",
        INPUTS,
        "--group FIELD | what rows with replies to one context share",
        "--pairs dpo|kto | write preference data for TRL",
        "-o, --output FILE | write the ranking, or the pairs (.jsonl)",
        "--best-of | write only the best reply to each context",
        "--min-margin P | pairs differ by at least P",
        "--min-chosen P | the better reply scores at least P",
        "--split SHARE | pairs for training and for validation",
        "--cache STORE | score nothing twice",
        MODEL,
        HTML);
    brief(
        "decorum report",
        "Report on scores, as text or a page.",
        "INPUT... | score files, conversations, or a training's folder",
        REPORT,
        BY,
        CLUSTER,
        "--lowest N | list the N lowest-scoring conversations",
        "--include-text | show their texts",
        "--explain N | show why the N lowest score what they score",
        "--format FORMAT | text, md, json, html or junit",
        MODEL);
    brief(
        "decorum train",
        "Train a judge of your own on labelled conversations.",
        INPUTS,
        "-o, --output FOLDER | the folder of the trained model (required)",
        "-m, --model MODEL | what is trained further, such as gpt2's folder",
        "--map label=COLUMN | the column that has the labels",
        "--positive WORD,... | labels that mean appropriate (default: 1, true)",
        "--validation-share P | set aside P of the rows, such as 0.1",
        "--group FIELD | never on both sides, such as user_id",
        "--num-epochs N | how often all rows are seen (default: 3)",
        "--learning-rate RATE | default: 1e-5",
        "--device cuda | train on an NVIDIA GPU");
    brief(
        "decorum inspect",
        "Show how an export is understood, before it is scored.",
        INPUTS,
        MAP,
        "--roles SIDE=WORD | the side that a word means, as in user=caller",
        "--input-format FORMAT | the layout, if it is not detected",
        "--id ID | show this conversation",
        JSON,
        "--fields | list the names of fields alone",
        "-v, --verbose | show everything");
    brief(
        "decorum explain",
        "Show why a conversation scores what it scores.",
        INPUTS,
        "--id ID | the conversation",
        "--lowest N | the N lowest-scoring ones",
        "--last N | scores after the last N messages alone",
        MODEL,
        REPORT);
    brief(
        "decorum show",
        "Show the exact text that the model sees.",
        INPUTS,
        "--id ID | this conversation alone",
        "--limit N | the first N",
        MODEL,
        "--formatter NAME | pygmalion, vicuna, chatml, ..., or a JSON file",
        "--history N | the last N messages (default: 10)",
        JSON);
    brief("decorum model", "Fetch, list, check and speed up models.");
    brief(
        "decorum model pull",
        "Fetch a model from the Hugging Face hub.",
        "OWNER/NAME | the repository, perhaps with @REVISION",
        "--no-verify | do not compare it with its own card",
        QUIET);
    brief("decorum model list", "List the models that were fetched.", JSON);
    brief(
        "decorum model info",
        "Show what a model is and how it is read.",
        "MODEL | a folder, or OWNER/NAME of a pulled one",
        LABEL,
        JSON);
    brief(
        "decorum model verify",
        "Check a model against the numbers on its own card.",
        "MODEL | a folder, or OWNER/NAME of a pulled one",
        LABEL);
    brief(
        "decorum model quantize",
        "Make 8-bit forms of a model, which are faster.",
        "MODEL | a folder, or OWNER/NAME of a pulled one",
        "--calibrate FILE | conversations to measure on",
        "--precision WHICH | int8x3, int8 or all");
    brief(
        "decorum bench",
        "Measure how fast this machine is.",
        MODEL,
        "--random-weights | a random model of the real one's size",
        "--workload NAME | bot-mix, rank, turns, short, long",
        "--scale FRACTION | fewer or more conversations",
        "--precision PRECISION | fp32, int8x3, int8 or fp16",
        "--threads N | how many threads",
        "-o, --output FILE | keep the numbers as JSON",
        "--export DIR | write the conversations, to time other programs");
    brief(
        "decorum config",
        "Show what options are set to, and where.",
        "COMMAND... | of this command alone, such as: audit history",
        "--all | options that are not set as well",
        "--path | the files that are looked for",
        JSON);
    brief(
        "decorum doctor",
        "Find out whether everything works here.",
        MODEL,
        "--store FILE | look into this store as well",
        JSON);
    brief(
        "decorum completion",
        "Print the completion of commands for a shell.",
        "SHELL | bash, zsh or fish");
    brief("decorum help", "Show all options of a command.", "COMMAND... | such as: model pull");
    brief("decorum version", "Print the versions of Decorum and its libraries.");

    GROUPS.put(
        "decorum",
        groups(
            "Begin", "inspect score show explain",
            "Judge bots", "report compare audit rank",
            "The judge itself", "evaluate train model",
            "More", "merge bench config doctor completion help version"));
    GROUPS.put("decorum model", groups("Commands", "pull list info verify quantize"));
    GROUPS.put("decorum audit", groups("Commands", "history accept remove"));
  }

  /** Copies the list. */
  CommandBrief {
    options = List.copyOf(options);
  }

  /** The brief of a command, by its whole name. */
  static CommandBrief of(String command) {
    return Objects.requireNonNull(BRIEFS.get(command), command + " has no brief");
  }

  /** The commands below a command, by their headings. */
  static Map<String, List<String>> groups(String command) {
    return GROUPS.getOrDefault(command, Map.of());
  }

  private static void brief(String command, String words, String... options) {
    List<Term> terms = new ArrayList<>();
    for (String option : options) {
      String[] parts = option.split(" \\| ", 2);
      terms.add(new Term(parts[0], parts[1]));
    }
    BRIEFS.put(command, new CommandBrief(words, terms));
  }

  private static Map<String, List<String>> groups(String... headingsAndCommands) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (int i = 0; i < headingsAndCommands.length; i += 2) {
      groups.put(headingsAndCommands[i], List.of(headingsAndCommands[i + 1].split(" ")));
    }
    return groups;
  }
}
