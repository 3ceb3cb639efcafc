package dev.decorum.read;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who or what speaks in an export. */
enum Role {
  SYSTEM,
  USER,
  BOT,
  TOOL;

  /** Of a chat completion. */
  static @Nullable Role ofOpenAi(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "system", "developer" -> SYSTEM;
      case "user" -> USER;
      case "assistant" -> BOT;
      case "tool", "function" -> TOOL;
      default -> null;
    };
  }

  /** Of the ShareGPT family, whose members have agreed on little. */
  static @Nullable Role ofShareGpt(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "system" -> SYSTEM;
      case "human", "user" -> USER;
      case "gpt", "chatgpt", "assistant", "bot", "character", "model", "bard", "bing" -> BOT;
      case "tool", "function", "function_call", "tool_call", "function_response", "observation" ->
          TOOL;
      default -> null;
    };
  }

  /** Of a table with one message a row. */
  static @Nullable Role ofTable(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "system", "developer" -> SYSTEM;
      case "user", "human", "customer", "client", "visitor", "you", "end_user", "enduser" -> USER;
      case "bot", "assistant", "agent", "ai", "gpt", "chatgpt", "chatbot", "character", "model" ->
          BOT;
      case "tool", "function" -> TOOL;
      default -> null;
    };
  }

  /** What to say of a role that nobody knows. */
  static String unknown(String where, String role, String due) {
    return where + " is \"" + JsonRow.shorten(role) + "\", " + due + " is due";
  }
}
