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
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  private final RunningText running = new RunningText();
  private @Nullable Conversation before;
  private long nextRow;

  public Windower(DialogueFormatter formatter, WindowOptions options, TokenCounter tokens) {
    this.formatter = formatter;
    this.options = options;
    this.tokens = tokens;
  }

  /**
   * The windows of {@code conversation}, in the order of its turns, each made when it is asked for;
   * they can be gone through once. Formatted text is one window whatever the options say. With
   * {@link Turns#BOT} and {@link Turns#ALL} a conversation without such a message has none.
   */
  public Iterable<Window> windows(Conversation conversation) {
    if (!isOfRowBefore(conversation)) {
      running.beginRow();
    }
    before = conversation;
    RowContext context = RowContext.of(conversation);
    if (conversation.content() instanceof FormattedText formatted) {
      Set<Flag> flags = formatted.text().isEmpty() ? Set.of(Flag.EMPTY) : Set.of();
      try {
        running.begin(0);
        running.append(formatted.text());
      } catch (TooMuchTextException e) {
        // As for a dialogue.
      }
      return List.of(
          new Window(nextId(conversation, 0), context, running.finish(), 0, List.of(), flags));
    }
    Dialogue dialogue = (Dialogue) conversation.content();
    Sides sides = Sides.of(dialogue.messages());
    if (options.turns() == Turns.LAST) {
      return List.of(window(conversation, context, sides, dialogue.messages().size(), 0));
    }
    return () -> new EachTurn(conversation, context, dialogue.messages(), sides);
  }

  /** Whether a conversation is another reply or version in the row of the one before it. */
  private boolean isOfRowBefore(Conversation conversation) {
    if (before == null || before.candidacy() == null || conversation.candidacy() == null) {
      return false;
    }
    boolean sameGroup = before.candidacy().group().equals(conversation.candidacy().group());
    return before.location().equals(conversation.location())
        && (sameGroup || conversation.location().line() > 0);
  }

  /** The windows of a dialogue that end with some of its messages. */
  private final class EachTurn implements Iterator<Window> {
    private final Conversation conversation;
    private final RowContext context;
    private final List<Message> messages;
    private final Sides sides;
    private int turn;

    EachTurn(Conversation conversation, RowContext context, List<Message> messages, Sides sides) {
      this.conversation = conversation;
      this.context = context;
      this.messages = messages;
      this.sides = sides;
      turn = nextTurn(1);
    }

    /** The first turn from this one on that ends a window; from 1. */
    private int nextTurn(int from) {
      int next = from;
      while (next <= messages.size() && !options.turns().endsAt(messages.get(next - 1))) {
        next++;
      }
      return next;
    }

    @Override
    public boolean hasNext() {
      return turn <= messages.size();
    }

    @Override
    public Window next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int end = turn;
      turn = nextTurn(end + 1);
      return window(conversation, context, sides, end, end);
    }
  }

  private Window window(
      Conversation conversation, RowContext context, Sides sides, int end, int turn) {
    Dialogue dialogue = (Dialogue) conversation.content();
    int newest = Math.max(0, end - options.history());
    int start = newest;
    List<Integer> messageEnds = new ArrayList<>();
    try {
      if (formatter.truncatesByMessage()) {
        start = firstThatFits(conversation.botName(), dialogue, newest, end);
      }
      write(conversation.botName(), dialogue, start, end, messageEnds);
    } catch (TooMuchTextException e) {
      // Reported when the tokens of this window are asked for.
      messageEnds.clear();
    }
    return new Window(
        nextId(conversation, turn),
        context,
        running.finish(),
        end,
        messageEnds,
        flags(dialogue, sides, start, end, start > newest));
  }

  private void write(
      String botName, Dialogue dialogue, int start, int end, List<Integer> messageEnds) {
    running.begin(end - start);
    List<Message> shown = dialogue.messages().subList(start, end);
    formatter.format(botName, dialogue, shown, running, messageEnds);
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
      write(botName, dialogue, middle, end, new ArrayList<>());
      if (tokens.fits(running.finish(), options.maxTokens())) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static Set<Flag> flags(
      Dialogue dialogue, Sides sides, int start, int end, boolean messagesDropped) {
    EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
    List<Message> messages = dialogue.messages();
    if (messages.subList(start, end).stream().allMatch(message -> message.text().isBlank())) {
      flags.add(Flag.EMPTY);
    }
    if (messagesDropped) {
      flags.add(Flag.TRUNCATED);
    }
    addOmissions(dialogue.omissions(), flags);
    if (end > 0) {
      addSpeakers(sides, messages.get(end - 1).speaker(), end, flags);
    }
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

  private static void addSpeakers(Sides sides, Speaker last, int end, Set<Flag> flags) {
    if (sides.firstOfUser() >= end) {
      flags.add(Flag.NO_USER_MESSAGE);
    }
    if (sides.firstOfBot() >= end) {
      flags.add(Flag.NO_BOT_MESSAGE);
    } else if (last == Speaker.USER) {
      flags.add(Flag.ENDS_WITH_USER);
    }
  }

  /**
   * Where each side speaks first.
   *
   * @param firstOfUser the number of messages where it never does
   * @param firstOfBot the same for the bot
   */
  private record Sides(int firstOfUser, int firstOfBot) {

    static Sides of(List<Message> messages) {
      return new Sides(first(Speaker.USER, messages), first(Speaker.BOT, messages));
    }

    private static int first(Speaker speaker, List<Message> messages) {
      int first = 0;
      while (first < messages.size() && messages.get(first).speaker() != speaker) {
        first++;
      }
      return first;
    }
  }

  private SampleId nextId(Conversation conversation, int turn) {
    return new SampleId(nextRow++, conversation.id(), turn);
  }
}
