package dev.decorum.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.decorum.read.InputFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Good inputs, which mutation begins with, and the words of the formats. */
final class Seeds {
  private static final Path EXAMPLES = Path.of("examples");

  private static final List<String> WORDS =
      List.of(
          "chat_history", "messages", "conversations", "conversation", "sender", "message", "role",
          "content", "from", "value", "feedback", "sent_date", "thumbs_up", "deleted", "chosen",
          "rejected", "prompt", "memory", "formatter", "candidates", "responses", "completion",
          "chat_metadata", "character_name", "user_name", "bot_name", "is_user", "is_system",
          "mes", "swipes", "text", "label", "conversation_id", "timestamp", "id", "meta", "turns",
          "log", "who", "said", "body", "at", "stars", "lang", "user", "assistant", "system",
          "human", "gpt", "tool_calls", "refusal", "type", "appropriate_probability",
          "logit_appropriate", "logit_inappropriate", "tokens", "flags", "turn", "run", "model",
          "n_layer", "n_head", "n_embd", "n_positions", "vocab_size", "id2label", "label2id",
          "weight_map", "metadata", "dtype", "shape", "data_offsets", "__metadata__", "weights",
          "checksums", "history", "baseline", "max_tokens", "memory_template", "bot_template",
          "vocab", "merges", "added_tokens", "normalizer", "pre_tokenizer", "post_processor",
          "decoder", "dropout", "unk_token", "truncation", "padding", "pattern", "Regex", "String",
          "Split", "Sequence", "Replace", "ByteLevel", "BPE", "Precompiled", "pretokenizers",
          "normalizers", "processors", "TemplateProcessing", "special_tokens", "byte_fallback",
          "F32", "F16", "BF16", "I64");

  private static final List<String> MARKS =
      List.of(
          "\\x1f\\x8b\\x08", "\\x28\\xb5\\x2f\\xfd", "\\x50\\x2a\\x4d\\x18", "\\xef\\xbb\\xbf",
          "\\xff\\xfe", "\\x0d\\x0a", "\\x22\\x22", "../outside.safetensors", "link.safetensors",
          "\\x22:{", "\\x22:[", "\\x22}]", "9223372036854775807", "-1", "1e999999999", "NaN",
          "\\x5cud800", "Human:", "Assistant:", "\\x0a\\x0aHuman:", "2023-12-18 05:08:02.592",
          "1700000000000", "null", "true", "(a+)+$");

  private Seeds() {}

  /** The lines of a dictionary in libFuzzer's form. */
  static List<String> dictionary() {
    List<String> lines = new ArrayList<>();
    WORDS.forEach(word -> lines.add("\"\\x22" + word + "\\x22\""));
    WORDS.forEach(word -> lines.add("\"" + word + "\""));
    MARKS.forEach(mark -> lines.add("\"" + mark + "\""));
    return lines;
  }

  /** Writes the seeds of a target into a folder. */
  static void write(Target target, Path folder) throws IOException {
    List<byte[]> seeds =
        switch (target) {
          case READERS -> readers();
          case COMPRESSED -> compressed();
          case SCORES -> scores();
          case MODELS -> models();
          case TOKENIZERS -> tokenizers();
        };
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(folder.resolve(String.format(Locale.ROOT, "seed-%03d", i)), seeds.get(i));
    }
  }

  private static byte[] input(int... prefix) {
    byte[] bytes = new byte[prefix.length];
    for (int i = 0; i < prefix.length; i++) {
      bytes[i] = (byte) prefix[i];
    }
    return bytes;
  }

  private static byte[] joined(byte[] prefix, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(prefix);
    bytes.writeBytes(content);
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[] prefix, String content) {
    return joined(prefix, content.getBytes(UTF_8));
  }

  /** One export of each format, by single quotes. */
  private static String export(InputFormat format) {
    return switch (format) {
      case AUTO, TEXT -> "{'id':'a','text':'Tom: hi\\n','lang':'de'}\n{'text':'x'}\n";
      case CHAI ->
          "{'id':'c1','memory':'m','prompt':'p','chat_history':[{'sender':'Tom','message':'Hi'},"
              + "{'sender':'user','message':'hello'}],'bot_name':'Tom','label':1}\n"
              + "{'log':[{'who':'user','said':'x'}],'meta':{'id':7}}\n";
      case CHAI_FEEDBACK ->
          "{'feedback':{'k':{'conversation_id':'_bot_1_2_3','messages':[{'content':'hi',"
              + "'deleted':false,'sender':{'name':'Tom','uid':'_bot_1'},'sent_date':"
              + "'2023-12-18 05:08:02.592'}],'thumbs_up':false}},'x':[1]}\n";
      case OPENAI ->
          "{'messages':[{'role':'system','content':'s'},{'role':'user','content':[{'type':'text',"
              + "'text':'a'}]},{'role':'assistant','content':null,'tool_calls':[]}]}\n";
      case PREFERENCE ->
          "{'prompt':'p','chosen':'a','rejected':'b'}\n{'chosen':'\\n\\nHuman: a\\n\\nAssistant: b'"
              + ",'rejected':'\\n\\nHuman: a\\n\\nAssistant: c'}\n"
              + "{'prompt':[{'role':'user','content':'x'}],'chosen':[],'rejected':[]}\n";
      case CANDIDATES ->
          "{'chat_history':[{'sender':'user','message':'x'}],'candidates':['a',{'text':'b'},"
              + "[{'role':'assistant','content':'c'}]]}\n{'prompt':'p','responses':['a']}\n";
      case COMPLETION -> "{'prompt':'p','completion':'c','label':true}\n";
      case SHAREGPT ->
          "{'conversations':[{'from':'system','value':'s'},{'from':'human','value':'a'},"
              + "{'from':'gpt','value':'b'}]}\n[{'conversation':[]}]";
      case SILLYTAVERN ->
          "{'user_name':'You','character_name':'Tom','chat_metadata':{}}\n{'name':'Tom','is_user':"
              + "false,'is_system':false,'mes':'hi','swipes':['hi','yo'],'swipe_id':0}\n";
      case CSV ->
          "id,text,label\na,\"x \"\"y\"\"\n\",1\n";
      case CSV_MESSAGES ->
          "conversation_id;timestamp;sender;text\n1;2024-01-01T00:00:00Z;user;a\n2;;Tom;b\n"
              + "1;1700000000;assistant;\"c\nd\"\n";
    };
  }

  private static byte[] bytes(String quoted) {
    return quoted.replace('\'', '"').getBytes(UTF_8);
  }

  private static List<byte[]> readers() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (InputFormat format : InputFormat.values()) {
      for (int arrival = 0; arrival < 4; arrival++) {
        for (int options : new int[] {0, 3, 7, 63}) {
          seeds.add(joined(input(format.ordinal(), arrival, options), bytes(export(format))));
        }
        seeds.add(joined(input(0, arrival, 2), bytes(export(format))));
        seeds.add(joined(input(format.ordinal(), arrival + 4, 0), bytes(export(format))));
      }
    }
    for (byte[] example : examples()) {
      seeds.add(joined(input(0, 0, 0), example));
      seeds.add(joined(input(0, 0, 0), ReaderTarget.gzip(example)));
      seeds.add(joined(input(0, 0, 0), ReaderTarget.zstd(example)));
    }
    return seeds;
  }

  private static List<byte[]> examples() throws IOException {
    List<byte[]> examples = new ArrayList<>();
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = file.toString();
        if (name.endsWith(".jsonl") || name.endsWith(".csv")) {
          examples.add(Files.readAllBytes(file));
        }
      }
    }
    return examples;
  }

  private static List<byte[]> compressed() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (byte[] example : examples()) {
      seeds.add(ReaderTarget.gzip(example));
      seeds.add(ReaderTarget.zstd(example));
      seeds.add(joined(input(0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 9), ReaderTarget.zstd(example)));
    }
    byte[] repeated = "{\"text\":\"aaaa bbbb\"}\n".repeat(5_000).getBytes(UTF_8);
    seeds.add(ReaderTarget.gzip(repeated));
    seeds.add(ReaderTarget.zstd(repeated));
    return seeds;
  }

  private static List<byte[]> scores() {
    List<byte[]> seeds = new ArrayList<>();
    String table =
        "id,turn,bot_name,appropriate_probability,logit_inappropriate,logit_appropriate,tokens,"
            + "tokens_dropped,flags,label\na,1,'=Tom,0.731058578,0.0,1.0,12,3,truncated,1\n";
    String lines =
        "{'id':'a','turn':1,'appropriate_probability':0.5,'logit_inappropriate':0,"
            + "'logit_appropriate':0,'tokens':4,'flags':['truncated'],'thumbs_up':true}\n";
    for (byte kind : new byte[] {ScoreTarget.SCORES, ScoreTarget.RECORDS}) {
      seeds.add(joined(input(kind), table));
      seeds.add(joined(input(kind), bytes(lines)));
      seeds.add(joined(input(kind), bytes("[" + lines + "]")));
    }
    String run =
        "{'decorum_version':'0.1.0','model':{'name':'tiny','demo':true,'appropriate_label':1,"
            + "'attribution':'x','sha256':{'config.json':'c0'}},'formatter':{'name':'p','sha256':"
            + "'f'},'window':{'history':10,'turns':'last','max_tokens':1024,'truncation_side':"
            + "'left'},'baseline':0.672,'precision':'fp32','device':'cpu','runtime':{'java':'17'},"
            + "'seed':null,'inputs':[{'path':'a','bytes':1,'sha256':'i'}],'counts':{'rows':1},"
            + "'seconds':2.5}";
    seeds.add(joined(input(ScoreTarget.MANIFEST), bytes("{'run':" + run + "}")));
    seeds.add(
        joined(
            input(ScoreTarget.CALIBRATION),
            bytes(
                "{'method':'platt','slope':2.0,'intercept':-0.5,'fitted_on':{'rows':40,"
                    + "'base_rate':0.6,'loss':0.6,'calibrated_loss':0.5},'run':"
                    + run
                    + "}")));
    return seeds;
  }

  private static List<byte[]> models() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i < ModelTarget.FILES.size(); i++) {
      ModelTarget.Spoiled file = ModelTarget.FILES.get(i);
      if (ModelTarget.exists(file)) {
        seeds.add(joined(input(i), ModelTarget.good(file)));
      } else {
        seeds.add(joined(input(i), bytes(absent(file.name()))));
      }
    }
    return seeds;
  }

  /** A file that the checkpoints of the tests do not have. */
  private static String absent(String name) {
    String templates =
        "{'memory_template':'{bot_name}: {memory}','prompt_template':'{{{prompt}}}','bot_template':"
            + "'{message}','user_template':'{user_name}','response_template':''}";
    return switch (name) {
      case "formatter.json" -> templates;
      case "decorum.json" ->
          "{'name':'a','formatter':"
              + templates
              + ",'history':'all','baseline':0.5,'max_tokens':9,'appropriate_label':0,'weights':"
              + "'model.safetensors','checksums':{'config.json':'"
              + "0".repeat(64)
              + "'}}";
      case "README.md" ->
          "```python\npayload = f'''\n{{x\\u0041\\101'''\nscore(payload) # 0.818\n```\n";
      case "added_tokens.json" -> "{'<pad>':1024}";
      case "special_tokens_map.json" -> "{'pad_token':{'content':'<pad>'},'eos_token':'x'}";
      default -> "{}";
    };
  }

  private static List<byte[]> tokenizers() throws IOException {
    byte[] good = ModelTarget.good(new ModelTarget.Spoiled("base", "tokenizer.json"));
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(good);
    for (String small : SmallTokenizers.all()) {
      seeds.add(bytes(small));
    }
    return seeds;
  }
}
