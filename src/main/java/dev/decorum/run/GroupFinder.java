package dev.decorum.run;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.RecordReader;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.bytes.InputFile;
import dev.decorum.read.bytes.InputFiles;
import dev.decorum.read.layout.ReadResult;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the field that tells which rows end with replies to the same context: rows with the same
 * value of it have the same messages before the last one, and some rows do have the same value.
 */
final class GroupFinder {

  /**
   * A field to group by.
   *
   * @param groups how many groups it makes of the rows that were looked at
   * @param fewest the replies of the smallest group
   * @param most the replies of the largest group
   */
  record Proposal(String field, int groups, int fewest, int most) {

    /** What the field makes, as in "40 groups of 5 replies". */
    String described() {
      String replies = most + (most == 1 ? " reply" : " replies");
      return groups
          + (groups == 1 ? " group of " : " groups of ")
          + (fewest == most ? replies : fewest + " to " + replies);
    }
  }

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

  /** A field with longer values holds what was said. */
  private static final int LONGEST_VALUE = 100;

  private static final int MOST_ROW_BYTES = 1 << 24;

  private GroupFinder() {}

  /**
   * The field, if there is one; empty also if inputs cannot be read a second time.
   *
   * @param input how inputs are read
   * @param files the conversations
   */
  static Optional<Proposal> field(InputRequest input, List<String> files) throws IOException {
    if (files.isEmpty()
        || !files.stream()
            .allMatch(file -> !file.equals("-") && Files.isRegularFile(Path.of(file)))) {
      return Optional.empty();
    }
    List<String> fields = fieldsOfAll(files);
    Map<String, Map<String, List<String>>> contexts = new HashMap<>();
    Map<String, Map<String, Integer>> replies = new HashMap<>();
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
          replies
              .computeIfAbsent(field, key -> new HashMap<>())
              .merge(value.text(), 1, Integer::sum);
          if (known != null && known.equals(context)) {
            shared.add(field);
          } else if (known != null) {
            fields.remove(field);
          }
        }
      }
    }
    return fields.stream()
        .filter(shared::contains)
        .findFirst()
        .map(field -> proposal(field, replies.getOrDefault(field, Map.of()).values()));
  }

  private static Proposal proposal(String field, Collection<Integer> replies) {
    return new Proposal(field, replies.size(), Collections.min(replies), Collections.max(replies));
  }

  private static List<String> fieldsOfAll(List<String> files) throws IOException {
    List<InputFile> inputs = InputFiles.files(files);
    Set<String> candidates = new LinkedHashSet<>(FIELDS);
    candidates.addAll(shortFields(inputs.get(0)));
    List<String> fields = new ArrayList<>(candidates);
    for (InputFile file : inputs) {
      try (InputStream in = new BufferedInputStream(file.open(InputStream.nullInputStream()))) {
        fields.removeIf(field -> !RecordReader.firstRecordHas(file.path(), in, field));
      }
    }
    return fields;
  }

  /** The fields of the first row whose values are not texts; none if it is no simple row. */
  private static List<String> shortFields(InputFile file) throws IOException {
    List<String> fields = new ArrayList<>();
    try (InputStream in = new BufferedInputStream(file.open(InputStream.nullInputStream()));
        RecordReader records = RecordReader.open(file.name(), file.path(), in, MOST_ROW_BYTES)) {
      Optional<RecordReader.Result> first = records.next();
      if (first.isPresent() && first.get() instanceof RecordReader.Result.Accepted accepted) {
        for (String name : accepted.record().names()) {
          FieldValue value = accepted.record().value(name);
          if (value != null
              && value.text().length() <= LONGEST_VALUE
              && !value.text().startsWith("[")
              && !value.text().startsWith("{")) {
            fields.add(name);
          }
        }
      }
    } catch (InputException e) {
      return List.of();
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
