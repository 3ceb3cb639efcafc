package dev.decorum.read.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words by which exports say who speaks, in one table for all layouts.
 *
 * <p>Case does not matter; {@code _}, {@code -} and spaces between words are alike and may be
 * missing ({@code END_USER}, {@code end-user}, {@code EndUser}); white space around a word and a
 * colon after it are ignored.
 *
 * <p>The table has only words that cannot be mistaken. Any other word is a name, of which the
 * reader has to find out whose it is, by the other speakers or by asking. So the names of models
 * and products (Claude, Gemini, gpt-4) are left out on purpose, except for gpt and chatgpt, which
 * data sets use as roles; and so are words that mean one side in one program and the other side in
 * the next (admin, operator, owner, caller, sender, input). In a help desk's export {@code
 * incoming} is what came from the customer.
 */
public final class Roles {
  private static final List<String> USER =
      List.of(
          "user",
          "human",
          "customer",
          "client",
          "visitor",
          "prompter",
          "end user",
          "student",
          "you",
          "me",
          "human user",
          "user message",
          "human message",
          "human message chunk",
          "contact",
          "requester",
          "guest",
          "consumer",
          "inquirer",
          "enquirer",
          "asker",
          "questioner");

  private static final List<String> BOT =
      List.of(
          "assistant",
          "bot",
          "ai",
          "gpt",
          "chat gpt",
          "model",
          "chat bot",
          "agent",
          "char",
          "character",
          "output",
          "ai assistant",
          "ai bot",
          "ai chat bot",
          "ai agent",
          "ai model",
          "ai message",
          "ai message chunk",
          "assistant message",
          "bot message",
          "virtual assistant",
          "virtual agent",
          "automated agent",
          "conversational agent",
          "answer bot",
          "agent bot",
          "custom bot",
          "llm",
          "language model",
          "large language model");

  private static final List<String> SYSTEM =
      List.of(
          "system",
          "developer",
          "system message",
          "system prompt",
          "system instruction",
          "system instructions",
          "developer message");

  private static final List<String> OMITTED =
      List.of(
          "tool",
          "function",
          "observation",
          "function call",
          "ipython",
          "tool result",
          "tool results",
          "tool call",
          "tool calls",
          "tool use",
          "tool response",
          "tool output",
          "tool message",
          "tool call output",
          "server tool use",
          "function calls",
          "function response",
          "function result",
          "function output",
          "function message",
          "function call output",
          "code interpreter",
          "note",
          "notes",
          "internal",
          "private",
          "internal note",
          "private note",
          "internal comment",
          "private comment",
          "internal message",
          "agent note",
          "activity",
          "event");

  private static final List<String> USER_FLAGS =
      List.of(
          "is_user",
          "is_human",
          "from_me",
          "is_from_me",
          "sent_by_me",
          "is_me",
          "is_created_by_user",
          "created_by_user",
          "from_user",
          "is_from_user",
          "sent_by_user",
          "is_sent_by_user",
          "is_user_message",
          "is_human_message",
          "from_human",
          "is_end_user",
          "is_customer",
          "from_customer",
          "is_from_customer",
          "sent_by_customer",
          "is_customer_message",
          "is_visitor",
          "from_visitor",
          "is_client",
          "from_client");

  private static final List<String> BOT_FLAGS =
      List.of(
          "is_bot",
          "is_ai",
          "is_assistant",
          "is_chatbot",
          "is_gpt",
          "is_llm",
          "from_bot",
          "is_from_bot",
          "from_ai",
          "is_from_ai",
          "from_assistant",
          "is_from_assistant",
          "is_created_by_bot",
          "created_by_bot",
          "is_created_by_ai",
          "created_by_ai",
          "sent_by_bot",
          "is_sent_by_bot",
          "sent_by_ai",
          "sent_by_assistant",
          "is_bot_message",
          "is_ai_message",
          "is_assistant_message",
          "is_bot_response",
          "is_ai_response",
          "is_model",
          "is_character",
          "is_agent",
          "from_agent");

  private static final Map<String, Role> FLAGS = flags();
  private static final Roles STANDARD = new Roles(Map.of());

  // Words as the table writes them and, beside these, written as one: no other forms are keys.
  private final Map<String, Role> meanings = new HashMap<>();
  private final Map<Role, List<String>> words = new LinkedHashMap<>();
  private final int longest;

  private Roles(Map<String, Role> more) {
    put(USER, Role.USER);
    put(BOT, Role.BOT);
    put(SYSTEM, Role.SYSTEM);
    put(OMITTED, Role.OMITTED);
    Map<String, Role> given = new HashMap<>();
    for (Map.Entry<String, Role> entry : more.entrySet()) {
      String word = plain(entry.getKey());
      if (word.isEmpty()) {
        throw new IllegalArgumentException("a word for a role cannot be empty");
      }
      Role role = entry.getValue();
      Role other = given.put(joined(word), role);
      if (other == null) {
        add(word, role);
      } else if (other != role) {
        throw new IllegalArgumentException("\"" + word + "\" cannot be the word for two roles");
      }
    }
    int max = 0;
    for (String word : meanings.keySet()) {
      max = Math.max(max, word.length());
    }
    longest = max;
  }

  private void put(List<String> list, Role role) {
    words.computeIfAbsent(role, none -> new ArrayList<>()).addAll(list);
    for (String word : list) {
      meanings.put(word, role);
      meanings.put(joined(word), role);
    }
  }

  /** A standard word that is given another meaning loses its own in all its forms. */
  private void add(String word, Role role) {
    String joined = joined(word);
    words.values().forEach(list -> list.removeIf(known -> joined(known).equals(joined)));
    meanings.replaceAll((known, old) -> joined(known).equals(joined) ? role : old);
    put(List.of(word), role);
  }

  private static Map<String, Role> flags() {
    Map<String, Role> flags = new HashMap<>();
    for (String name : flagFields()) {
      Role role = USER_FLAGS.contains(name) ? Role.USER : Role.BOT;
      flags.put(name, role);
      flags.put(FieldNames.plain(name), role);
    }
    return Map.copyOf(flags);
  }

  /** The words that need no telling. */
  public static Roles standard() {
    return STANDARD;
  }

  /**
   * The standard words and others, which come first where they say something else.
   *
   * @throws IllegalArgumentException if a word is empty or is given twice with two roles
   */
  public static Roles with(Map<String, Role> more) {
    return more.isEmpty() ? STANDARD : new Roles(more);
  }

  /** Who is meant; {@code null} where the word is none of the table, so probably a name. */
  public @Nullable Role of(String word) {
    Role role = meanings.get(word);
    if (role != null || word.length() > 4 * longest) {
      return role;
    }
    return meanings.get(plain(word));
  }

  /** The words for a role, in lower case and with spaces between them, the most common first. */
  public List<String> words(Role role) {
    return List.copyOf(words.getOrDefault(role, List.of()));
  }

  /**
   * Who speaks where a field such as {@code is_user} or {@code isBot} is true or false; {@code
   * null} where the field is none of {@link #flagFields()}. Snake case, camel case and others are
   * alike. {@code from_me} is true for the user, who is taken to have made the export.
   */
  public static @Nullable Role ofFlag(String field, boolean value) {
    Role role = FLAGS.get(field);
    if (role == null) {
      role = FLAGS.get(FieldNames.plain(field));
    }
    if (role == null || value) {
      return role;
    }
    return role == Role.USER ? Role.BOT : Role.USER;
  }

  /**
   * The fields with a truth value that say who speaks, in snake case. If a message has several, the
   * first of this list is to be trusted most.
   */
  public static List<String> flagFields() {
    List<String> fields = new ArrayList<>(USER_FLAGS);
    fields.addAll(BOT_FLAGS);
    return List.copyOf(fields);
  }

  /** Lower case, one space between words, no colon behind them. */
  private static String plain(String word) {
    StringBuilder plain = new StringBuilder(word.length());
    boolean gap = false;
    String lower = word.toLowerCase(Locale.ROOT);
    int end = lower.length();
    while (end > 0 && (isGap(lower.charAt(end - 1)) || isColon(lower.charAt(end - 1)))) {
      end--;
    }
    for (int i = 0; i < end; i++) {
      char c = lower.charAt(i);
      if (isGap(c)) {
        gap = true;
      } else {
        if (gap && !plain.isEmpty()) {
          plain.append(' ');
        }
        gap = false;
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private static boolean isGap(char c) {
    return c == '_' || c == '-' || Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean isColon(char c) {
    return c == ':' || c == '\uFF1A';
  }

  private static String joined(String word) {
    return word.replace(" ", "");
  }
}
