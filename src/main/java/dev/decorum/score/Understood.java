package dev.decorum.score;

import dev.decorum.conversation.Omissions;
import dev.decorum.read.Understanding;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a run understood its inputs, and what it left out of them.
 *
 * @param layouts the layouts that were detected, each with its number of rows
 * @param conversations the number of conversations, of which a row with several replies has several
 * @param formatted the number of conversations that are formatted texts
 * @param userMessages the number of messages by users
 * @param botMessages the number of messages by bots
 * @param endsWithUser conversations with messages of the bot whose last message is the user's
 * @param noUserMessage conversations without a message of the user
 * @param noBotMessage conversations without a message of the bot
 * @param blankEnds conversations whose last message by the bot begins or ends with blank space,
 *     which the model reads; {@code null} in manifests of older versions
 * @param leftOut the parts left out of conversations
 * @param repeatedIds conversations with the id of an earlier one
 * @param repeatedIdExamples some of these ids
 * @param damagedIdExamples some of the ids that a spreadsheet seems to have turned into numbers
 * @param unusedFields known fields with texts that were not used, each with its number of rows
 * @param readOnce inputs that were reached twice
 * @param passedOver files in directories and archives that were not read
 * @param passedOverExamples some of those files
 */
public record Understood(
    Map<String, Long> layouts,
    long conversations,
    long formatted,
    long userMessages,
    long botMessages,
    long endsWithUser,
    long noUserMessage,
    long noBotMessage,
    @Nullable Long blankEnds,
    LeftOut leftOut,
    long repeatedIds,
    List<String> repeatedIdExamples,
    List<String> damagedIdExamples,
    Map<String, Long> unusedFields,
    List<ReadOnce> readOnce,
    long passedOver,
    List<String> passedOverExamples)
    implements Serializable {
  private static final int MOST_EXAMPLES = 5;
  private static final int MOST_READ_ONCE = 100;
  private static final int LONGEST = 200;

  /**
   * The counts of parts left out of conversations.
   *
   * @param hidden entries that the other side did not see
   * @param tools tool calls and their results
   * @param empty messages without a text
   * @param reasoning messages whose reasoning was removed
   * @param parts pictures, files and other parts without text, in messages that have text as well
   */
  public record LeftOut(long hidden, long tools, long empty, long reasoning, long parts)
      implements Serializable {

    LeftOut plus(LeftOut other) {
      return new LeftOut(
          hidden + other.hidden,
          tools + other.tools,
          empty + other.empty,
          reasoning + other.reasoning,
          parts + other.parts);
    }
  }

  /**
   * An input that was reached twice.
   *
   * @param name the name that it was not read under
   * @param first the name that it was read under
   */
  public record ReadOnce(String name, String first) implements Serializable {
    public ReadOnce {
      Objects.requireNonNull(name, "the name of an input is missing");
      Objects.requireNonNull(first, "the name of an input is missing");
    }
  }

  public Understood {
    Objects.requireNonNull(leftOut, "what was left out is missing");
    layouts = Collections.unmodifiableMap(new LinkedHashMap<>(layouts));
    repeatedIdExamples = List.copyOf(repeatedIdExamples);
    damagedIdExamples = List.copyOf(damagedIdExamples);
    unusedFields = Collections.unmodifiableMap(new LinkedHashMap<>(unusedFields));
    readOnce = List.copyOf(readOnce);
    passedOverExamples = List.copyOf(passedOverExamples);
  }

  /** The counts of a reader. */
  public static Understood of(Understanding understanding) {
    Omissions omissions = understanding.omissions();
    return new Understood(
        understanding.layouts(),
        understanding.conversations(),
        understanding.formatted(),
        understanding.userMessages(),
        understanding.botMessages(),
        understanding.endsWithUser(),
        understanding.noUserMessage(),
        understanding.noBotMessage(),
        understanding.blankEnds(),
        new LeftOut(
            omissions.hidden(),
            omissions.tools(),
            omissions.empty(),
            omissions.reasoning(),
            omissions.parts()),
        understanding.repeatedIds(),
        shortened(understanding.repeatedIdExamples()),
        shortened(understanding.damagedIdExamples()),
        understanding.unused(),
        understanding.readOnce().stream()
            .limit(MOST_READ_ONCE)
            .map(twice -> new ReadOnce(twice.name(), twice.first()))
            .toList(),
        understanding.passedOver().size(),
        understanding.passedOver().stream().limit(MOST_EXAMPLES).toList());
  }

  /**
   * The same with what only somebody knows who has found all files and seen all ids.
   *
   * @param repeats conversations with the id of an earlier one
   * @param repeatExamples some of these ids
   * @param twice the names of inputs that were reached twice
   * @param skipped files that are not read
   */
  public Understood withWhole(
      long repeats, List<String> repeatExamples, List<String> twice, List<String> skipped) {
    return new Understood(
        layouts,
        conversations,
        formatted,
        userMessages,
        botMessages,
        endsWithUser,
        noUserMessage,
        noBotMessage,
        blankEnds,
        leftOut,
        repeats,
        shortened(repeatExamples.stream().limit(MOST_EXAMPLES).toList()),
        damagedIdExamples,
        unusedFields,
        twice.stream().limit(MOST_READ_ONCE).map(name -> new ReadOnce(name, name)).toList(),
        passedOver + skipped.size(),
        Stream.concat(passedOverExamples.stream(), skipped.stream()).limit(MOST_EXAMPLES).toList());
  }

  private static List<String> shortened(List<String> ids) {
    List<String> plain = new ArrayList<>();
    for (String id : ids) {
      plain.add(id.length() <= LONGEST ? id : id.substring(0, LONGEST) + "…");
    }
    return plain;
  }

  /**
   * The combined counts of several runs.
   *
   * @param shards whether the runs are shards of one input, each of which has read every row
   */
  public static Understood together(List<Understood> all, boolean shards) {
    Understood first = all.get(0);
    LeftOut leftOut = new LeftOut(0, 0, 0, 0, 0);
    Map<String, Long> layouts = new LinkedHashMap<>();
    Map<String, Long> unused = new LinkedHashMap<>();
    Set<String> repeated = new LinkedHashSet<>();
    Set<String> damaged = new LinkedHashSet<>();
    Set<ReadOnce> readOnce = new LinkedHashSet<>();
    Set<String> passedOver = new LinkedHashSet<>();
    for (Understood each : all) {
      leftOut = leftOut.plus(each.leftOut);
      repeated.addAll(each.repeatedIdExamples);
      damaged.addAll(each.damagedIdExamples);
      readOnce.addAll(each.readOnce);
      passedOver.addAll(each.passedOverExamples);
      each.layouts.forEach((name, rows) -> add(layouts, name, rows, shards));
      each.unusedFields.forEach((name, rows) -> add(unused, name, rows, shards));
    }
    return new Understood(
        layouts,
        sum(all, Understood::conversations),
        sum(all, Understood::formatted),
        sum(all, Understood::userMessages),
        sum(all, Understood::botMessages),
        sum(all, Understood::endsWithUser),
        sum(all, Understood::noUserMessage),
        sum(all, Understood::noBotMessage),
        sum(all, each -> each.blankEnds == null ? 0 : each.blankEnds),
        leftOut,
        sum(all, Understood::repeatedIds),
        some(repeated),
        some(damaged),
        unused,
        readOnce.stream().limit(MOST_READ_ONCE).toList(),
        shards ? first.passedOver : sum(all, Understood::passedOver),
        some(passedOver));
  }

  private static void add(Map<String, Long> counts, String name, long rows, boolean shards) {
    counts.merge(name, rows, shards ? Math::max : Long::sum);
  }

  private static List<String> some(Set<String> examples) {
    return examples.stream().limit(MOST_EXAMPLES).toList();
  }

  private static long sum(List<Understood> all, ToLongFunction<Understood> count) {
    return all.stream().mapToLong(count).sum();
  }
}
