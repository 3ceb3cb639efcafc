package dev.decorum.read;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Omissions;
import dev.decorum.conversation.Speaker;
import dev.decorum.read.bytes.InputFiles;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.text.Ids;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was understood of some inputs, and what of them was not used: counts of what was read, for
 * the summary of a run. Counted by one thread; may be looked at by others when reading has ended.
 */
public final class Understanding {
  private static final int MOST_EXAMPLES = 5;
  private static final int MOST_NAMES = 50;

  private final List<InputFiles.Duplicate> readOnce;
  private final Set<String> passedOver = new LinkedHashSet<>();
  private final Map<String, Long> unused = new LinkedHashMap<>();
  private final Map<String, Long> layouts = new LinkedHashMap<>();
  private final SeenIds ids = new SeenIds();
  private final List<String> repeatedIds = new ArrayList<>();
  private final Set<String> damagedIds = new LinkedHashSet<>();
  private long conversations;
  private long userMessages;
  private long botMessages;
  private long formatted;
  private long endsWithUser;
  private String layoutBefore = "";
  private long rowsAlike;
  private long noUserMessage;
  private long noBotMessage;
  private long blankEnds;
  private long repeats;
  private Omissions omissions = Omissions.NONE;

  Understanding(InputFiles.Resolved inputs) {
    this.readOnce = inputs.duplicates();
    passedOver.addAll(inputs.passedOver());
  }

  /** Hears what a reader decides, and passes it on. */
  InputListener hearingFor(InputListener user) {
    return new InputListener() {
      @Override
      public void formatDetected(String file, String layout, String because) {
        user.formatDetected(file, layout, because);
      }

      @Override
      public void warning(String message) {
        user.warning(message);
      }

      @Override
      public void note(String message) {
        user.note(message);
      }

      @Override
      public void rowOf(String file, String layout) {
        // Nearly every row is like the one before it.
        if (!layout.equals(layoutBefore)) {
          countRows();
          layoutBefore = layout;
        }
        rowsAlike++;
      }

      @Override
      public void unused(String file, List<String> fields) {
        for (String field : fields) {
          if (!unused.containsKey(field) && unused.size() < MOST_NAMES) {
            user.unused(file, List.of(field));
          }
          if (unused.size() < MOST_NAMES || unused.containsKey(field)) {
            unused.merge(field, 1L, Long::sum);
          }
        }
      }
    };
  }

  private void countRows() {
    if (rowsAlike > 0) {
      layouts.merge(layoutBefore, rowsAlike, Long::sum);
      rowsAlike = 0;
    }
  }

  void passedOver(List<String> files) {
    passedOver.addAll(files);
  }

  void count(ReadResult result) {
    if (result instanceof ReadResult.Accepted accepted) {
      count(accepted.conversation());
    }
  }

  private void count(Conversation conversation) {
    conversations++;
    String id = conversation.id();
    if (!ids.add(id)) {
      repeats++;
      if (repeatedIds.size() < MOST_EXAMPLES && !repeatedIds.contains(id)) {
        repeatedIds.add(id);
      }
    }
    if (damagedIds.size() < MOST_EXAMPLES && Ids.looksDamagedBySpreadsheet(id)) {
      damagedIds.add(id);
    }
    if (conversation.content() instanceof Dialogue dialogue) {
      count(dialogue);
    } else {
      formatted++;
    }
  }

  private void count(Dialogue dialogue) {
    int user = 0;
    for (Message message : dialogue.messages()) {
      if (message.speaker() == Speaker.USER) {
        user++;
      }
    }
    int all = dialogue.messages().size();
    userMessages += user;
    botMessages += all - user;
    if (user == 0) {
      noUserMessage++;
    }
    if (user == all) {
      noBotMessage++;
    } else {
      if (dialogue.messages().get(all - 1).speaker() == Speaker.USER) {
        endsWithUser++;
      }
      countBlankEnds(dialogue.messages());
    }
    omissions = omissions.plus(dialogue.omissions());
  }

  private void countBlankEnds(List<Message> messages) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      Message message = messages.get(i);
      if (message.speaker() == Speaker.BOT) {
        String text = message.text();
        blankEnds += text.strip().length() < text.length() ? 1 : 0;
        return;
      }
    }
  }

  /** Conversations that were read. */
  public long conversations() {
    return conversations;
  }

  /** Messages of users. */
  public long userMessages() {
    return userMessages;
  }

  /** Messages of bots. */
  public long botMessages() {
    return botMessages;
  }

  /** Conversations that are texts that are already formatted. */
  public long formatted() {
    return formatted;
  }

  /** Conversations whose last message is the user's, though the bot speaks in them. */
  public long endsWithUser() {
    return endsWithUser;
  }

  /** Conversations without a message of the user. */
  public long noUserMessage() {
    return noUserMessage;
  }

  /** Conversations without a message of the bot. */
  public long noBotMessage() {
    return noBotMessage;
  }

  /**
   * Conversations whose last message by the bot begins or ends with blank space, which the model
   * reads.
   */
  public long blankEnds() {
    return blankEnds;
  }

  /** What was left out of conversations, by reason. */
  public Omissions omissions() {
    return omissions;
  }

  /** Fields that hold texts and were not used, and in how many rows. */
  public Map<String, Long> unused() {
    return Collections.unmodifiableMap(unused);
  }

  /** Layouts that were told from the content, and of how many rows. */
  public Map<String, Long> layouts() {
    countRows();
    return Collections.unmodifiableMap(layouts);
  }

  /** How many conversations have the id of one before them. */
  public long repeatedIds() {
    return repeats;
  }

  /** Some of the ids that occur more than once. */
  public List<String> repeatedIdExamples() {
    return List.copyOf(repeatedIds);
  }

  /** Some of the ids that a spreadsheet seems to have taken for numbers. */
  public List<String> damagedIdExamples() {
    return List.copyOf(damagedIds);
  }

  /** Inputs that were reached twice, and were read once. */
  public List<InputFiles.Duplicate> readOnce() {
    return readOnce;
  }

  /** Files of directories and archives that were not read. */
  public List<String> passedOver() {
    return List.copyOf(passedOver);
  }
}
