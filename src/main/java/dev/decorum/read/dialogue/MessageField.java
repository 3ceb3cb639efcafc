package dev.decorum.read.dialogue;

import dev.decorum.read.text.Roles;
import java.util.List;

/** What the fields of a message mean, and the names that exports give them, the best first. */
public enum MessageField implements FieldMeaning {
  /** Says which side speaks, and nothing else. */
  ROLE(
      "speaker",
      Use.ALL,
      "sender_type",
      "author_type",
      "speaker_type",
      "participant_type",
      "from_type",
      "sender_role",
      "author_role",
      "speaker_role",
      "user_type",
      "user_role",
      "participant_role",
      "message_role",
      "role"),
  /** Says who speaks, by a role or by a name. */
  SENDER(
      "speaker",
      Use.ALL,
      "sender",
      "author",
      "from",
      "speaker",
      "src",
      "who",
      "participant",
      "message_author"),
  /** May say which side speaks, and often says something else. */
  KIND(
      "kind of entry",
      Use.TOLD,
      "type",
      "event",
      "message_type",
      "part_type",
      "kind",
      "direction",
      "source",
      "by",
      "channel",
      "subtype",
      "visibility",
      "privacy"),
  /** Booleans that say which side speaks. */
  FLAG("speaker", Use.ALL, Roles.flagFields()),
  /** A person's or a character's name. */
  NAME(
      "speaker's name",
      Use.BEST,
      "name",
      "handle",
      "nickname",
      "display_name",
      "sender_name",
      "author_name",
      "from_name",
      "speaker_name",
      "character_name",
      "first_name"),
  /** What was said. */
  TEXT(
      "text",
      Use.TOLD,
      "content",
      "parts",
      "text",
      "message",
      "value",
      "body",
      "mes",
      "msg",
      "utterance",
      "message_text",
      "content_text",
      "message_content",
      "plain_body",
      "body_text",
      "text_body",
      "plaintext",
      "html_body",
      "body_html",
      "html",
      "raw_content",
      "contents",
      "message_body",
      "data",
      "refusal",
      "fragments",
      "blocks",
      "kwargs",
      "payload"),
  /** When it was said. */
  TIME(
      "time",
      Use.BEST,
      "timestamp",
      "sent_at",
      "created_at",
      "create_time",
      "created_date",
      "creation_date",
      "created_on",
      "created",
      "sent_date",
      "send_date",
      "send_time",
      "sent_time",
      "sent",
      "date_unixtime",
      "datetime",
      "timestamp_ms",
      "timestamp_utc",
      "message_timestamp",
      "message_time",
      "inserted_at",
      "posted_at",
      "posted",
      "posted_on",
      "sent_on",
      "written_at",
      "received_at",
      "published_at",
      "submitted_at",
      "added_at",
      "logged_at",
      "occurred_at",
      "event_time",
      "message_date",
      "date_sent",
      "time_sent",
      "date_created",
      "created_datetime",
      "sent_timestamp",
      "unix_time",
      "epoch",
      "utc_time",
      "time",
      "date",
      "ts",
      "tstamp",
      "when"),
  /** Its place among the others, where no time tells it. */
  NUMBER(
      "message's number",
      Use.BEST,
      "sequence",
      "sequence_number",
      "sequence_no",
      "sequence_id",
      "seq",
      "seq_no",
      "seq_num",
      "turn",
      "turn_number",
      "turn_no",
      "turn_index",
      "turn_idx",
      "turn_id",
      "turn_order",
      "message_number",
      "message_no",
      "message_num",
      "message_index",
      "message_idx",
      "message_order",
      "msg_number",
      "msg_no",
      "msg_num",
      "msg_index",
      "msg_idx",
      "utterance_index",
      "utterance_idx",
      "utterance_number",
      "position",
      "ordinal",
      "order",
      "index",
      "idx"),
  /** What identifies the message. */
  ID("message's id", Use.ALL, "id", "message_id", "uuid", "msg_id", "node_id"),
  /** The message that it answers, in a tree. */
  PARENT(
      "message before it",
      Use.BEST,
      "parent",
      "parent_id",
      "parent_message_id",
      "parent_message_uuid",
      "parent_uuid",
      "parent_node"),
  /** True where the other side does not see it. */
  HIDDEN(
      "hides the entry",
      Use.ALL,
      "is_system",
      "hidden",
      "is_hidden",
      "deleted",
      "is_deleted",
      "deleted_at",
      "private",
      "is_private",
      "internal",
      "is_internal",
      "is_note",
      "internal_note",
      "is_internal_note",
      "is_private_note",
      "private_note",
      "is_visually_hidden_from_conversation",
      "is_comment_private"),
  /** False where the other side does not see it. */
  PUBLIC("hides the entry", Use.ALL, "public", "is_public", "visible_to_customer"),
  /** Whether it is a version that is not shown. */
  IS_ALTERNATIVE(
      "marks other versions", Use.BEST, "is_alternative", "is_regenerated", "superseded"),
  /** Other versions of the same message, the shown one among them. */
  ALTERNATIVES(
      "other versions",
      Use.BEST,
      "swipes",
      "candidates",
      "alternatives",
      "regenerations",
      "variants",
      "versions"),
  /** Which of the versions is shown, from 0. */
  SHOWN("version shown", Use.BEST, "swipe_id", "candidate_index", "selected_index"),
  /** The id of the version that is shown. */
  SHOWN_ID("version shown", Use.BEST, "primary_candidate_id"),
  /** What the model thought. */
  REASONING(
      "reasoning, left out",
      Use.ALL,
      "reasoning_content",
      "reasoning",
      "thinking",
      "thoughts",
      "thinking_content",
      "reasoning_details",
      "reasoning_text",
      "chain_of_thought",
      "thought"),
  /** True where all of the entry is what the model thought. */
  IS_THOUGHT(
      "marks reasoning, left out",
      Use.ALL,
      "is_thought",
      "is_thinking",
      "is_reasoning",
      "is_thoughts"),
  /** Calls of tools, and what marks their results. */
  TOOLS(
      "tools, left out",
      Use.ALL,
      "tool_calls",
      "function_call",
      "tool_call_id",
      "tool_use",
      "tool_invocations"),
  /** Pictures and files. */
  FILES(
      "files, left out",
      Use.ALL,
      "attachments",
      "files",
      "images",
      "image",
      "media",
      "photo",
      "photos",
      "file",
      "sticker",
      "audio",
      "video",
      "media_type"),
  /** Further facts about the message. */
  EXTRA("", Use.UNTOLD, "extra", "metadata");

  private final String label;
  private final Use use;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> names;

  MessageField(String label, Use use, String... names) {
    this(label, use, List.of(names));
  }

  MessageField(String label, Use use, List<String> names) {
    this.label = label;
    this.use = use;
    this.names = List.copyOf(names);
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
