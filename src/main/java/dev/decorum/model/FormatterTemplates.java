package dev.decorum.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.Template.Placeholder;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.Sha256;
import dev.decorum.model.files.SmallFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The templates that turn a conversation into the text that a reward model was trained on, with the
 * six fields of the public formatters. Every template may use the two names; memory, prompt and
 * message are available only in the templates that get them in Python.
 *
 * @param name a built-in name, or the file or bundle of a custom formatter
 * @param memory {@code memory_template}
 * @param prompt {@code prompt_template}
 * @param bot {@code bot_template}, for a message of the bot
 * @param user {@code user_template}, for a message of the user
 * @param response {@code response_template}, the reply slot of a generator
 * @param truncateByMessage {@code truncate_by_message}: whether whole messages, oldest first, are
 *     dropped from long texts instead of tokens
 */
public record FormatterTemplates(
    String name,
    Template memory,
    Template prompt,
    Template bot,
    Template user,
    Template response,
    boolean truncateByMessage) {

  private static final int LARGEST_FILE = 1 << 20;

  private static final Set<String> KEYS =
      new LinkedHashSet<>(
          List.of(
              "memory_template",
              "prompt_template",
              "bot_template",
              "user_template",
              "response_template",
              "truncate_by_message"));

  private static final String BOT = "{bot_name}: {message}\n";
  private static final String USER = "{user_name}: {message}\n";

  private static final Map<String, FormatterTemplates> BUILT_IN = builtIn();

  /** The formatter on the CHAI model card, which is the default. */
  public static final FormatterTemplates PYGMALION =
      Objects.requireNonNull(BUILT_IN.get("pygmalion"));

  public FormatterTemplates {
    Objects.requireNonNull(name);
    Objects.requireNonNull(memory);
    Objects.requireNonNull(prompt);
    Objects.requireNonNull(bot);
    Objects.requireNonNull(user);
    Objects.requireNonNull(response);
  }

  private static Map<String, FormatterTemplates> builtIn() {
    List<FormatterTemplates> all =
        List.of(
            of(
                "pygmalion",
                "{bot_name}'s Persona: {memory}\n####\n",
                "{prompt}\n<START>\n",
                BOT,
                USER,
                "{bot_name}:"),
            of(
                "vicuna",
                "### Instruction:\n{memory}\n",
                "### Input:\n{prompt}\n",
                BOT,
                USER,
                "### Response:\n{bot_name}:"),
            of(
                "chatml",
                "<|im_start|>system\n{memory}<|im_end|>\n",
                "<|im_start|>user\n{prompt}<|im_end|>\n",
                "<|im_start|>assistant\n{bot_name}: {message}<|im_end|>\n",
                "<|im_start|>user\n{user_name}: {message}<|im_end|>\n",
                "<|im_start|>assistant\n{bot_name}:"),
            of("moderator", "{memory}\n", "{prompt}\n", BOT, USER, ""),
            of("xlreward", "", "", BOT, USER, ""),
            of("empty", "", "", "", "", ""));
    Map<String, FormatterTemplates> byName = new LinkedHashMap<>();
    all.forEach(templates -> byName.put(templates.name(), templates));
    return byName;
  }

  private static FormatterTemplates of(
      String name, String memory, String prompt, String bot, String user, String response) {
    return of(name, memory, prompt, bot, user, response, false);
  }

  private static FormatterTemplates of(
      String name,
      String memory,
      String prompt,
      String bot,
      String user,
      String response,
      boolean truncateByMessage) {
    return new FormatterTemplates(
        name,
        compile("memory_template", memory, Placeholder.MEMORY),
        compile("prompt_template", prompt, Placeholder.PROMPT),
        compile("bot_template", bot, Placeholder.MESSAGE),
        compile("user_template", user, Placeholder.MESSAGE),
        compile("response_template", response, Placeholder.BOT_NAME),
        truncateByMessage);
  }

  private static Template compile(String field, String source, Placeholder own) {
    try {
      return Template.parse(source, EnumSet.of(own, Placeholder.BOT_NAME, Placeholder.USER_NAME));
    } catch (ModelException e) {
      throw new ModelException(field + ": " + e.getMessage(), e);
    }
  }

  /** The built-in formatter of this name. */
  public static Optional<FormatterTemplates> named(String name) {
    return Optional.ofNullable(BUILT_IN.get(name));
  }

  /** The names of the built-in formatters. */
  public static List<String> names() {
    return List.copyOf(BUILT_IN.keySet());
  }

  /**
   * Reads a custom formatter from a file.
   *
   * @throws ModelException if it is not a JSON object of the six fields ({@code
   *     truncate_by_message} may be left out) with templates that compile
   */
  public static FormatterTemplates read(Path file) {
    if (Files.isDirectory(file)) {
      throw new ModelException(file + ": is a folder, and not the file of a formatter");
    }
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          file + ": no such file, nor one of the formatters " + String.join(", ", names()));
    }
    byte[] json = SmallFile.read(file, file, LARGEST_FILE);
    return read(String.valueOf(file.getFileName()), JsonFields.parse(file.toString(), json));
  }

  static FormatterTemplates read(String name, JsonFields fields) {
    fields.refuseOthersThan(KEYS);
    try {
      return of(
          name,
          template(fields, "memory_template"),
          template(fields, "prompt_template"),
          template(fields, "bot_template"),
          template(fields, "user_template"),
          template(fields, "response_template"),
          fields.bool("truncate_by_message", false));
    } catch (ModelException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(fields.where())
          ? e
          : new ModelException(fields.where() + ": " + message, e);
    }
  }

  private static String template(JsonFields fields, String name) {
    String text = fields.text(name);
    if (text == null) {
      throw new ModelException(fields.where() + ": " + name + " is missing");
    }
    return text;
  }

  /** The six fields as JSON, in a fixed order and without spaces: what a manifest records. */
  public String toJson() {
    return new String(JsonFields.write(json()), StandardCharsets.UTF_8);
  }

  /** The six fields. */
  ObjectNode json() {
    ObjectNode json = JsonFields.newObject();
    json.put("memory_template", memory.source());
    json.put("prompt_template", prompt.source());
    json.put("bot_template", bot.source());
    json.put("user_template", user.source());
    json.put("response_template", response.source());
    json.put("truncate_by_message", truncateByMessage);
    return json;
  }

  /** SHA-256 of {@link #toJson} in UTF-8, in hexadecimal; independent of the name. */
  public String sha256() {
    return Sha256.of(toJson().getBytes(StandardCharsets.UTF_8));
  }
}
