package dev.decorum.rank;

import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.Label;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Omissions;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import dev.decorum.conversation.Speaker;
import dev.decorum.disk.TemporaryFile;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Scale;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A temporary file of scores and training examples, each found again by where it begins. It goes
 * when this is closed. Not thread-safe.
 */
final class CandidateFile implements Closeable {
  private final TemporaryFile file;

  CandidateFile() throws IOException {
    file = TemporaryFile.open();
  }

  /** Adds an example and tells where it is. */
  long add(TrainingExample example) throws IOException {
    return append(out -> write(out, example));
  }

  /** Adds a score and tells where it is. */
  long add(ConversationScore score) throws IOException {
    return append(out -> write(out, score));
  }

  TrainingExample example(long offset) throws IOException {
    DataInputStream in = at(offset);
    if (in.readBoolean()) {
      return new TrainingExample.TextExample(string(in), string(in), string(in));
    }
    String botName = string(in);
    String reply = string(in);
    String userName = string(in);
    String memory = string(in);
    String prompt = string(in);
    Omissions omissions =
        new Omissions(in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readInt());
    int count = in.readInt();
    List<Message> messages = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Speaker speaker = in.readBoolean() ? Speaker.BOT : Speaker.USER;
      String name = in.readBoolean() ? string(in) : null;
      messages.add(new Message(speaker, name, string(in)));
    }
    return new TrainingExample.ChatExample(
        botName, new Dialogue(userName, memory, prompt, messages, omissions), reply);
  }

  ConversationScore score(long offset) throws IOException {
    DataInputStream in = at(offset);
    SampleId id = new SampleId(in.readLong(), string(in), in.readInt());
    Location location = new Location(string(in), in.readLong(), in.readLong());
    String botName = string(in);
    String label = string(in);
    int count = in.readInt();
    Map<String, FieldValue> fields = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = string(in);
      fields.put(name, new FieldValue(string(in), in.readBoolean()));
    }
    double probability = in.readDouble();
    double delta = in.readDouble();
    float inappropriate = in.readFloat();
    float appropriate = in.readFloat();
    int tokens = in.readInt();
    int dropped = in.readInt();
    int messages = in.readInt();
    int used = in.readInt();
    EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
    for (int left = in.readInt(); left > 0; left--) {
      flags.add(Flag.valueOf(string(in)));
    }
    return new ConversationScore(
        id,
        new RowContext(location, botName, label.isEmpty() ? null : Label.valueOf(label), fields),
        probability,
        delta,
        inappropriate,
        appropriate,
        tokens,
        dropped,
        messages,
        used,
        flags,
        string(in),
        Scale.valueOf(string(in)));
  }

  private static void write(DataOutputStream out, TrainingExample example) throws IOException {
    out.writeBoolean(example instanceof TrainingExample.TextExample);
    if (example instanceof TrainingExample.TextExample text) {
      write(out, text.formatter());
      write(out, text.prompt());
      write(out, text.reply());
    } else if (example instanceof TrainingExample.ChatExample turns) {
      Dialogue context = turns.context();
      write(out, turns.botName());
      write(out, turns.reply());
      write(out, context.userName());
      write(out, context.memory());
      write(out, context.prompt());
      Omissions omissions = context.omissions();
      out.writeInt(omissions.hidden());
      out.writeInt(omissions.tools());
      out.writeInt(omissions.empty());
      out.writeInt(omissions.reasoning());
      out.writeInt(omissions.parts());
      out.writeInt(context.messages().size());
      for (Message message : context.messages()) {
        out.writeBoolean(message.speaker() == Speaker.BOT);
        out.writeBoolean(message.name() != null);
        if (message.name() != null) {
          write(out, message.name());
        }
        write(out, message.text());
      }
    }
  }

  private static void write(DataOutputStream out, ConversationScore score) throws IOException {
    out.writeLong(score.id().row());
    write(out, score.id().conversationId());
    out.writeInt(score.id().turn());
    RowContext context = score.context();
    write(out, context.location().file());
    out.writeLong(context.location().line());
    out.writeLong(context.location().column());
    write(out, context.botName());
    Label label = context.label();
    write(out, label == null ? "" : label.name());
    out.writeInt(context.fields().size());
    for (Map.Entry<String, FieldValue> field : context.fields().entrySet()) {
      write(out, field.getKey());
      write(out, field.getValue().text());
      out.writeBoolean(field.getValue().json());
    }
    out.writeDouble(score.appropriateProbability());
    out.writeDouble(score.baselineDeltaPercent());
    out.writeFloat(score.logitInappropriate());
    out.writeFloat(score.logitAppropriate());
    out.writeInt(score.tokens());
    out.writeInt(score.tokensDropped());
    out.writeInt(score.messages());
    out.writeInt(score.messagesUsed());
    out.writeInt(score.flags().size());
    for (Flag flag : score.flags()) {
      write(out, flag.name());
    }
    write(out, score.windowSha256());
    write(out, score.scale().name());
  }

  /** As UTF-16: UTF-8 has no form for half a surrogate pair. */
  private static void write(DataOutputStream out, String text) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }

  private static String string(DataInputStream in) throws IOException {
    char[] characters = new char[in.readInt()];
    for (int i = 0; i < characters.length; i++) {
      characters[i] = in.readChar();
    }
    return new String(characters);
  }

  private interface Entry {
    void write(DataOutputStream out) throws IOException;
  }

  private long append(Entry entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    entry.write(new DataOutputStream(bytes));
    long offset = file.length();
    new DataOutputStream(file.end()).writeInt(bytes.size());
    bytes.writeTo(file.end());
    return offset;
  }

  private DataInputStream at(long offset) throws IOException {
    int length = ByteBuffer.wrap(file.read(offset, Integer.BYTES)).getInt();
    return new DataInputStream(new ByteArrayInputStream(file.read(offset + Integer.BYTES, length)));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
