package dev.decorum.read.dialogue;

import java.util.List;

/**
 * What the fields of a row that is a conversation mean, and the names that exports give them, the
 * best first.
 */
public enum RowField implements FieldMeaning {
  /** What identifies the row. */
  ID(
      "id",
      Use.BEST,
      "id",
      "uuid",
      "external_id",
      "row_id",
      "example_id",
      "prompt_id",
      "custom_id",
      "uid"),
  /** What identifies the conversation, of which a row may be but a part. */
  CONVERSATION_ID(
      "id",
      Use.BEST,
      "conversation_id",
      "chat_id",
      "thread_id",
      "session_id",
      "dialog_id",
      "dialogue_id",
      "ticket_id",
      "conversation_hash",
      "message_tree_id",
      "conversation_uuid",
      "chat_uuid",
      "convo_id",
      "conv_id",
      "channel_id",
      "case_id",
      "interaction_id",
      "call_id",
      "conversation_key",
      "conversation_number",
      "conversation_no",
      "ticket_number",
      "ticket_no",
      "case_number",
      "room_id",
      "thread",
      "session",
      "ticket",
      "room"),
  /** A list of messages. */
  MESSAGES(
      "messages",
      Use.TOLD,
      "chat_history",
      "messages",
      "conversations",
      "conversation",
      "chat_messages",
      "msgs",
      "dialogue",
      "dialog",
      "turns",
      "chat",
      "log",
      "transcript",
      "contents",
      "events",
      "comments",
      "conversation_parts",
      "utterances",
      "exchanges",
      "conversation_history",
      "message_history",
      "message_list",
      "messages_tree",
      "input_messages",
      "prompt_messages",
      "request_messages",
      "context_messages",
      "activities",
      "history"),
  /** What the user said, where there is no list. */
  PROMPT(
      "question",
      Use.BEST,
      "prompt",
      "question",
      "query",
      "user_message",
      "user_input",
      "user_prompt",
      "user_query",
      "user_question",
      "user_text",
      "user_utterance",
      "user_request",
      "human_message",
      "human_input",
      "customer_message",
      "customer_query",
      "customer_question",
      "client_message",
      "visitor_message"),
  /** The same under the name of the side, or an account of somebody. */
  USER_SIDE("question", Use.BEST, "user", "human", "q"),
  /** What the user said, which may go on in {@link #INPUT}. */
  INSTRUCTION("question", Use.BEST, "instruction"),
  /** What a request holds: a text, a list of messages, an object with one. */
  INPUT("question", Use.TOLD, "input", "inputs", "request", "context"),
  /** What the bot said last. */
  REPLY(
      "reply",
      Use.BEST,
      "completion",
      "response",
      "output",
      "answer",
      "reply",
      "outputs",
      "bot_response",
      "bot_reply",
      "bot_message",
      "bot_answer",
      "bot_output",
      "assistant_response",
      "assistant_message",
      "assistant_reply",
      "assistant_answer",
      "assistant_output",
      "ai_response",
      "ai_reply",
      "ai_message",
      "ai_answer",
      "ai_output",
      "llm_response",
      "llm_output",
      "gpt_response",
      "model_response",
      "model_reply",
      "model_output",
      "model_answer",
      "chatbot_response",
      "chatbot_reply",
      "chatbot_message",
      "agent_response",
      "agent_reply",
      "agent_message",
      "agent_answer",
      "generated_text",
      "generation",
      "bot_utterance",
      "bot_text",
      "response_body",
      "response_text",
      "response_content",
      "response_message",
      "reply_text",
      "reply_message",
      "answer_text",
      "output_text",
      "output_message",
      "output_messages",
      "response_messages",
      "completion_text",
      "generated",
      "generated_response",
      "generated_reply",
      "generated_answer",
      "generated_output",
      "generated_message",
      "final_answer",
      "final_response",
      "llm_answer",
      "llm_reply",
      "llm_completion"),
  /** The same under the name of the side, or what identifies a bot. */
  BOT_SIDE("reply", Use.BEST, "assistant", "bot", "ai", "chatbot", "gpt", "chatgpt", "a"),
  /** What a chat completion returns. */
  CHOICES("reply", Use.BEST, "choices"),
  /** The preferred of two replies. */
  CHOSEN(
      "chosen reply",
      Use.BEST,
      "chosen",
      "preferred_output",
      "preferred",
      "chosen_response",
      "response_chosen"),
  /** The other one. */
  REJECTED(
      "rejected reply",
      Use.BEST,
      "rejected",
      "non_preferred_output",
      "dispreferred",
      "non_preferred",
      "rejected_response",
      "response_rejected"),
  /** Several replies. */
  CANDIDATES(
      "replies",
      Use.BEST,
      "candidates",
      "responses",
      "completions",
      "answers",
      "replies",
      "generations"),
  /** The bot's persona. */
  MEMORY("persona", Use.BEST, "memory", "persona", "bot_persona", "personality"),
  /** The same, in the words of those who list characters. */
  DESCRIPTION(
      "persona",
      Use.BEST,
      "description",
      "bot_description",
      "character_description",
      "char_persona"),
  /** Instructions to the model. */
  SYSTEM(
      "persona",
      Use.BEST,
      "system",
      "system_prompt",
      "system_message",
      "system_instruction",
      "instructions",
      "promptPrefix",
      "custom_system_prompt",
      "custom_instruction",
      "system_prompt_text",
      "system_role",
      "preamble"),
  /** Example dialogue. */
  EXAMPLES(
      "example dialogue",
      Use.BEST,
      "example_dialogue",
      "bot_definitions",
      "example_messages",
      "mes_example",
      "sample_chat",
      "example_dialogs"),
  /** The bot's name. */
  BOT_NAME(
      "bot's name",
      Use.BEST,
      "bot_name",
      "character_name",
      "char_name",
      "assistant_name",
      "chatbot_name"),
  /** The user's name. */
  USER_NAME("user's name", Use.BEST, "user_name", "human_name"),
  /** What a person said of the conversation. */
  LABEL("label", Use.BEST, "label"),
  /** The same, in the words of others. */
  VERDICT("label", Use.BEST, "thumbs_up", "kto_tag"),
  /** A conversation that is formatted already. */
  TEXT("formatted text", Use.BEST, "text"),
  /** An object that describes the bot. */
  CHARACTER("", Use.UNTOLD, "character", "char"),
  /** Which settings a chat has. */
  SETTINGS("", Use.UNTOLD, "options", "settings", "params", "config", "model_config"),
  /** Earlier exchanges. */
  LEAF(
      "current message",
      Use.BEST,
      "current_node",
      "current_id",
      "curr_node",
      "tree_leaf_id",
      "current_leaf_message_uuid"),
  /** By which formatter texts were made. */
  FORMATTER("formatter", Use.BEST, "formatter"),
  /** When it took place. */
  TIME(
      "time",
      Use.UNTOLD,
      "timestamp",
      "sent_at",
      "created_at",
      "create_time",
      "created",
      "time",
      "date",
      "ts");

  private final String label;
  private final Use use;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> names;

  RowField(String label, Use use, String... names) {
    this.label = label;
    this.use = use;
    this.names = List.of(names);
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public Use use() {
    return use;
  }

  @Override
  public List<String> names() {
    return names;
  }
}
