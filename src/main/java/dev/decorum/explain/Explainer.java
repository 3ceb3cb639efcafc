package dev.decorum.explain;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Message;
import dev.decorum.score.ConversationScore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The edits of one conversation whose scores explain its own, and what these scores show.
 *
 * <p>Every edit is a conversation, scored as any other; so each number is what {@code score} gives
 * for an input that was edited in this way:
 *
 * <ul>
 *   <li><b>After message k</b>: the conversation up to message k. The window is the one that it had
 *       then, with messages that the model no longer reads now.
 *   <li><b>Without message k</b>: the window keeps its place. The conversation begins with the
 *       oldest message within {@code --history}, and message k is missing: the model reads one
 *       message fewer, and no older one moves up. Otherwise every number would also have the effect
 *       of the same older message, and would say less of message k. In a conversation that is no
 *       longer than the history this is the conversation without message k; in a longer one it is
 *       what {@code score} gives for the conversation without message k at a {@code --history} that
 *       is smaller by one.
 *   <li><b>Without persona, without example dialogue</b>: the field is empty.
 * </ul>
 *
 * <p>What is cut off because the text has too many tokens is different: the cut is made after the
 * edit, as it is for any conversation, so a part that is left out makes room for text that had been
 * cut off.
 */
public final class Explainer {

  /** How a conversation is edited. */
  private enum Edit {
    NONE,
    CUT_AFTER,
    WITHOUT_MESSAGE,
    WITHOUT_PERSONA,
    WITHOUT_EXAMPLE_DIALOGUE
  }

  /**
   * One edit.
   *
   * @param message the number of the message that it is about, from 1; 0 for none
   */
  private record Task(Edit edit, int message) {}

  private final Conversation conversation;
  private final Dialogue dialogue;
  private final int history;
  private final int firstTurn;
  private final List<Task> tasks = new ArrayList<>();

  /**
   * @param conversation the conversation to be explained, whose content is a {@link Dialogue}
   * @param history how many messages a window has at most
   * @param messagesRead how many of the last messages the model reads, at least in part
   * @param turns after how many of the last messages the score is asked for, at least 1
   * @throws IllegalArgumentException if the conversation is no dialogue
   */
  public Explainer(Conversation conversation, int history, int messagesRead, int turns) {
    if (!(conversation.content() instanceof Dialogue content)) {
      throw new IllegalArgumentException("only a dialogue has parts");
    }
    int messages = content.messages().size();
    if (history < 1 || turns < 1 || messagesRead < 0 || messagesRead > messages) {
      throw new IllegalArgumentException(
          "out of range: " + history + ", " + messagesRead + ", " + turns);
    }
    this.conversation = conversation;
    this.dialogue = content;
    this.history = history;
    this.firstTurn = Math.max(1, messages - turns + 1);
    tasks.add(new Task(Edit.NONE, 0));
    // One more, for the change that the first of them made. The last is the conversation as it is.
    for (int k = Math.max(1, firstTurn - 1); k < messages; k++) {
      tasks.add(new Task(Edit.CUT_AFTER, k));
    }
    for (int k = messages - messagesRead + 1; k <= messages; k++) {
      tasks.add(new Task(Edit.WITHOUT_MESSAGE, k));
    }
    if (!dialogue.memory().isEmpty()) {
      tasks.add(new Task(Edit.WITHOUT_PERSONA, 0));
    }
    if (!dialogue.prompt().isEmpty()) {
      tasks.add(new Task(Edit.WITHOUT_EXAMPLE_DIALOGUE, 0));
    }
  }

  /** How many edited conversations there are to score. */
  public int size() {
    return tasks.size();
  }

  /**
   * An edited conversation.
   *
   * @param number its number, from 0 to below {@link #size}; 0 is the conversation as it is
   */
  public Conversation edited(int number) {
    return edited(tasks.get(number));
  }

  private Conversation edited(Task task) {
    List<Message> messages = dialogue.messages();
    int end = messages.size();
    return switch (task.edit()) {
      case NONE -> conversation;
      // Messages before the window make no difference, and copying them all takes long.
      case CUT_AFTER -> with(dialogue.memory(), dialogue.prompt(), window(task.message()));
      case WITHOUT_MESSAGE -> {
        List<Message> left = new ArrayList<>(window(end));
        left.remove(left.size() - 1 - (end - task.message()));
        yield with(dialogue.memory(), dialogue.prompt(), left);
      }
      case WITHOUT_PERSONA -> with("", dialogue.prompt(), window(end));
      case WITHOUT_EXAMPLE_DIALOGUE -> with(dialogue.memory(), "", window(end));
    };
  }

  /** The messages of the window that ends with message {@code end}, before it is cut. */
  private List<Message> window(int end) {
    return dialogue.messages().subList(Math.max(0, end - history), end);
  }

  private Conversation with(String memory, String prompt, List<Message> messages) {
    return conversation.edited(
        new Dialogue(dialogue.userName(), memory, prompt, messages, dialogue.omissions()));
  }

  /**
   * What the scores show.
   *
   * @param scores the scores of all {@link #edited} conversations, in their order; {@code null}
   *     where an edit leaves nothing to score
   * @throws IllegalArgumentException if the conversation itself has no score
   */
  public Explanation explanation(List<@Nullable ConversationScore> scores) {
    if (scores.size() != tasks.size()) {
      throw new IllegalArgumentException(scores.size() + " scores for " + tasks.size() + " edits");
    }
    ConversationScore whole = scores.get(0);
    if (whole == null) {
      throw new IllegalArgumentException("the conversation has no score");
    }
    List<Explanation.Turn> turns = new ArrayList<>();
    List<Explanation.MessageLeftOut> leftOut = new ArrayList<>();
    Explanation.LeftOut persona = null;
    Explanation.LeftOut exampleDialogue = null;
    double before = Double.NaN;
    for (int i = 1; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      ConversationScore score = scores.get(i);
      switch (task.edit()) {
        case NONE -> throw new IllegalStateException("only the first is not edited");
        case CUT_AFTER -> {
          before = addTurn(turns, task.message(), value(score), before);
        }
        case WITHOUT_MESSAGE ->
            leftOut.add(new Explanation.MessageLeftOut(task.message(), leftOut(whole, score)));
        case WITHOUT_PERSONA -> persona = leftOut(whole, score);
        case WITHOUT_EXAMPLE_DIALOGUE -> exampleDialogue = leftOut(whole, score);
      }
    }
    if (!dialogue.messages().isEmpty()) {
      addTurn(turns, dialogue.messages().size(), whole.value(), before);
    }
    return new Explanation(conversation, whole, turns, leftOut, persona, exampleDialogue);
  }

  private double addTurn(
      List<Explanation.Turn> turns, int message, double value, double valueBefore) {
    if (message >= firstTurn) {
      turns.add(new Explanation.Turn(message, value, value - valueBefore));
    }
    return value;
  }

  private static Explanation.LeftOut leftOut(
      ConversationScore whole, @Nullable ConversationScore without) {
    // The same tokens give the same score, but for rounding where they were computed twice.
    boolean read = without == null || !without.windowSha256().equals(whole.windowSha256());
    return new Explanation.LeftOut(value(without), read ? value(without) - whole.value() : 0, read);
  }

  private static double value(@Nullable ConversationScore score) {
    return score == null ? Double.NaN : score.value();
  }
}
