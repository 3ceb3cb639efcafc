package dev.decorum.format;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Omissions;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import dev.decorum.conversation.Speaker;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Cuts conversations into windows and renders them: memory, prompt, then the last messages of the
 * history. The response template is a generator's reply slot and is never written.
 *
 * <p>Windows are numbered in the order in which they are made, from 0 and without gaps. Not
 * thread-safe.
 */
public final class Windower {
  private final DialogueFormatter formatter;
  private final WindowOptions options;
  private final TokenCounter tokens;
  private long nextRow;

  public Windower(DialogueFormatter formatter, WindowOptions options, TokenCounter tokens) {
    this.formatter = formatter;
    this.options = options;
    this.tokens = tokens;
  }

  /**
   * The windows of {@code conversation}, in the order of its turns. Formatted text is one window
   * whatever the options say. With {@link Turns#BOT} and {@link Turns#ALL} a conversation without
   * such a message has none.
   */
  public List<Window> windows(Conversation conversation) {
    RowContext context = RowContext.of(conversation);
    if (conversation.content() instanceof FormattedText formatted) {
      Set<Flag> flags = formatted.text().isEmpty() ? Set.of(Flag.EMPTY) : Set.of();
      return List.of(
          new Window(nextId(conversation, 0), context, formatted.text(), 0, List.of(), flags));
    }
    Dialogue dialogue = (Dialogue) conversation.content();
    if (options.turns() == Turns.LAST) {
      return List.of(window(conversation, context, dialogue, dialogue.messages().size(), 0));
    }
    List<Window> windows = new ArrayList<>();
    for (int turn = 1; turn <= dialogue.messages().size(); turn++) {
      if (options.turns().endsAt(dialogue.messages().get(turn - 1))) {
        windows.add(window(conversation, context, dialogue, turn, turn));
      }
    }
    return windows;
  }

  private Window window(
      Conversation conversation, RowContext context, Dialogue dialogue, int end, int turn) {
    int newest = Math.max(0, end - options.history());
    int start =
        formatter.truncatesByMessage()
            ? firstThatFits(conversation.botName(), dialogue, newest, end)
            : newest;
    List<Message> shown = dialogue.messages().subList(start, end);
    List<Integer> messageEnds = new ArrayList<>(shown.size());
    String text = formatter.format(conversation.botName(), dialogue, shown, messageEnds);
    return new Window(
        nextId(conversation, turn),
        context,
        text,
        end,
        messageEnds,
        flags(dialogue, shown, end, start > newest));
  }

  /**
   * The smallest start at which the text fits the model, by bisection: a text without its oldest
   * message is shorter, so fitting is monotone. {@code end} (no message at all) if nothing fits.
   */
  private int firstThatFits(String botName, Dialogue dialogue, int start, int end) {
    int low = start;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      List<Message> shown = dialogue.messages().subList(middle, end);
      String text = formatter.format(botName, dialogue, shown, new ArrayList<>());
      if (tokens.count(text) <= options.maxTokens()) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static Set<Flag> flags(
      Dialogue dialogue, List<Message> shown, int end, boolean messagesDropped) {
    EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
    if (shown.stream().allMatch(message -> message.text().isBlank())) {
      flags.add(Flag.EMPTY);
    }
    if (messagesDropped) {
      flags.add(Flag.TRUNCATED);
    }
    addOmissions(dialogue.omissions(), flags);
    addSpeakers(dialogue.messages().subList(0, end), flags);
    return flags;
  }

  private static void addOmissions(Omissions omissions, Set<Flag> flags) {
    if (omissions.messages() > 0) {
      flags.add(Flag.MESSAGES_OMITTED);
    }
    if (omissions.reasoning() > 0) {
      flags.add(Flag.REASONING_OMITTED);
    }
    if (omissions.parts() > 0) {
      flags.add(Flag.PARTS_OMITTED);
    }
  }

  private static void addSpeakers(List<Message> messages, Set<Flag> flags) {
    if (messages.isEmpty()) {
      return;
    }
    boolean user = hasMessageOf(Speaker.USER, messages);
    boolean bot = hasMessageOf(Speaker.BOT, messages);
    if (!user) {
      flags.add(Flag.NO_USER_MESSAGE);
    }
    if (!bot) {
      flags.add(Flag.NO_BOT_MESSAGE);
    } else if (messages.get(messages.size() - 1).speaker() == Speaker.USER) {
      flags.add(Flag.ENDS_WITH_USER);
    }
  }

  private static boolean hasMessageOf(Speaker speaker, List<Message> messages) {
    for (Message message : messages) {
      if (message.speaker() == speaker) {
        return true;
      }
    }
    return false;
  }

  private SampleId nextId(Conversation conversation, int turn) {
    return new SampleId(nextRow++, conversation.id(), turn);
  }
}
