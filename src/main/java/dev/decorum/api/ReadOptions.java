package dev.decorum.api;

import dev.decorum.read.Layouts;
import dev.decorum.read.options.InputOptions;
import dev.decorum.read.text.Role;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How chat logs are read, as the options of {@code decorum score} of the same names say. They
 * consist of strings and are serializable, so that they can be sent to the workers of a cluster.
 * Immutable.
 *
 * @param inputFormat the layout of all files, or {@code auto} to detect that of each
 * @param map the column or path of the input for a field, such as {@code bot_name}
 * @param keep the fields of the input that scores bring along
 * @param roles the side (user, bot, system or omitted) that a word of the input means
 * @param botName the bot's name where the input has none; {@code null} for {@code Bot}
 * @param userName the user's name where the input has none; {@code null} for {@code You}
 * @param encoding the encoding of text files; {@code null} to tell it from their bytes
 */
@RecordBuilder
public record ReadOptions(
    String inputFormat,
    Map<String, String> map,
    List<String> keep,
    Map<String, String> roles,
    @Nullable String botName,
    @Nullable String userName,
    @Nullable String encoding)
    implements Serializable, ReadOptionsBuilder.With {

  private static final ReadOptions DEFAULTS =
      new ReadOptions(InputOptions.AUTO, Map.of(), List.of(), Map.of(), null, null, null);

  /**
   * @throws IllegalArgumentException if a value is not one of those above
   */
  public ReadOptions {
    Objects.requireNonNull(inputFormat, "inputFormat");
    // Copies that can be serialized, in the order given.
    map = new LinkedHashMap<>(map);
    keep = List.copyOf(keep);
    roles = new LinkedHashMap<>(roles);
    if (!Layouts.names().contains(inputFormat)) {
      throw new IllegalArgumentException(
          "the format must be one of " + Layouts.names() + ", not '" + inputFormat + "'");
    }
    options(inputFormat, map, keep, roles, botName, userName, encoding);
  }

  /** The defaults of {@code decorum score}. */
  public static ReadOptions defaults() {
    return DEFAULTS;
  }

  @Override
  public Map<String, String> map() {
    return Collections.unmodifiableMap(map);
  }

  @Override
  public Map<String, String> roles() {
    return Collections.unmodifiableMap(roles);
  }

  InputOptions options() {
    return options(inputFormat, map, keep, roles, botName, userName, encoding);
  }

  private static InputOptions options(
      String inputFormat,
      Map<String, String> map,
      List<String> keep,
      Map<String, String> roles,
      @Nullable String botName,
      @Nullable String userName,
      @Nullable String encoding) {
    Map<String, Role> words = new LinkedHashMap<>();
    roles.forEach((word, side) -> words.put(word, side(side)));
    return InputOptions.defaults()
        .withLayout(inputFormat)
        .withColumns(map)
        .withKeep(keep)
        .withRoleWords(words)
        .withGivenBotName(botName)
        .withGivenUserName(userName)
        .withEncoding(encoding == null ? null : Charset.forName(encoding));
  }

  private static Role side(String name) {
    for (Role role : Role.values()) {
      if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
        return role;
      }
    }
    throw new IllegalArgumentException(
        "a side must be user, bot, system or omitted, not '" + name + "'");
  }
}
