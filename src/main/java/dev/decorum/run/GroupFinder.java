package dev.decorum.run;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.RecordReader;
import dev.decorum.read.bytes.InputFile;
import dev.decorum.read.bytes.InputFiles;
import dev.decorum.read.layout.ReadResult;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the field that tells which rows end with replies to the same context: rows with the same
 * value of it have the same messages before the last one, and some rows do have the same value.
 */
final class GroupFinder {

  /** Names that exports give to a context, or to what shares one, the most telling first. */
  private static final List<String> FIELDS =
      List.of(
          "context_id",
          "prompt_id",
          "question_id",
          "group",
          "conversation_id",
          "chat_id",
          "thread_id",
          "session_id");

  private static final int MOST_ROWS = 10_000;

  private GroupFinder() {}

  /**
   * The field, if there is one; empty also if inputs cannot be read a second time.
   *
   * @param input how inputs are read
   * @param files the conversations
   */
  static Optional<String> field(InputRequest input, List<String> files) throws IOException {
    if (files.isEmpty()
        || !files.stream()
            .allMatch(file -> !file.equals("-") && Files.isRegularFile(Path.of(file)))) {
      return Optional.empty();
    }
    List<String> fields = fieldsOfAll(files);
    Map<String, Map<String, List<String>>> contexts = new HashMap<>();
    Set<String> shared = new HashSet<>();
    try (ConversationSource source =
        input.openOthers(files, fields, InputStream.nullInputStream(), new SilentListener())) {
      Optional<ReadResult> next = source.next();
      for (int row = 0; row < MOST_ROWS && next.isPresent(); row++, next = source.next()) {
        if (!(next.get() instanceof ReadResult.Accepted accepted)) {
          continue;
        }
        Conversation conversation = accepted.conversation();
        List<String> context = context(conversation);
        for (String field : List.copyOf(fields)) {
          FieldValue value = conversation.fields().get(field);
          if (value == null || value.isNothing()) {
            continue;
          }
          List<String> known =
              contexts
                  .computeIfAbsent(field, key -> new HashMap<>())
                  .putIfAbsent(value.text(), context);
          if (known != null && known.equals(context)) {
            shared.add(field);
          } else if (known != null) {
            fields.remove(field);
          }
        }
      }
    }
    return fields.stream().filter(shared::contains).findFirst();
  }

  private static List<String> fieldsOfAll(List<String> files) throws IOException {
    List<String> fields = new ArrayList<>(FIELDS);
    for (InputFile file : InputFiles.files(files)) {
      try (InputStream in = new BufferedInputStream(file.open(InputStream.nullInputStream()))) {
        fields.removeIf(field -> !RecordReader.firstRecordHas(file.path(), in, field));
      }
    }
    return fields;
  }

  /** What was said before the last message. */
  private static List<String> context(Conversation conversation) {
    List<String> context = new ArrayList<>();
    if (conversation.content() instanceof Dialogue dialogue) {
      context.add(dialogue.memory());
      context.add(dialogue.prompt());
      List<Message> messages = dialogue.messages();
      for (Message message : messages.subList(0, Math.max(0, messages.size() - 1))) {
        context.add((message.speaker() == Speaker.BOT ? "bot: " : "user: ") + message.text());
      }
    }
    return context;
  }
}
