package dev.decorum.read;

import dev.decorum.conversation.Candidacy;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Omissions;
import dev.decorum.conversation.Rejection;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that came of reading some inputs. */
public record Reading(
    List<ReadResult> results,
    List<Conversation> accepted,
    List<Rejection> rejected,
    List<String> detected,
    List<String> warnings,
    List<String> notes) {

  public static Reading of(String text, InputOptions options) {
    return of(text.getBytes(StandardCharsets.UTF_8), options);
  }

  public static Reading of(String text) {
    return of(text, InputOptions.defaults());
  }

  public static Reading of(byte[] bytes, InputOptions options) {
    return of(List.of("-"), options, new ByteArrayInputStream(bytes));
  }

  public static Reading ofFiles(InputOptions options, String... inputs) {
    return of(List.of(inputs), options, InputStream.nullInputStream());
  }

  public static Reading of(List<String> inputs, InputOptions options, InputStream standardInput) {
    List<ReadResult> results = new ArrayList<>();
    List<Conversation> accepted = new ArrayList<>();
    List<Rejection> rejected = new ArrayList<>();
    List<String> detected = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    InputListener listener =
        new InputListener() {
          @Override
          public void formatDetected(String file, String layout, String because) {
            detected.add(file + ": " + layout + " because " + because);
          }

          @Override
          public void warning(String message) {
            warnings.add(message);
          }

          @Override
          public void note(String message) {
            notes.add(message);
          }

          @Override
          public void unused(String file, List<String> fields) {
            for (String field : fields) {
              notes.add(file + ": the field \"" + field + "\" holds a text that is not used");
            }
          }
        };
    try (ConversationSource source =
        ConversationSource.open(inputs, options, standardInput, listener)) {
      for (Optional<ReadResult> next = source.next(); next.isPresent(); next = source.next()) {
        ReadResult result = next.get();
        results.add(result);
        if (result instanceof ReadResult.Accepted ok) {
          accepted.add(ok.conversation());
        } else if (result instanceof ReadResult.Rejected bad) {
          rejected.add(bad.rejection());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Reading(results, accepted, rejected, detected, warnings, notes);
  }

  /** One line for each result, and {@code !! message} for each time that reading failed. */
  public static List<String> linesAndFailures(String text, InputOptions options) {
    List<String> lines = new ArrayList<>();
    InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    try (ConversationSource source =
        ConversationSource.open(List.of("-"), options, in, InputListener.silent())) {
      boolean more = true;
      while (more) {
        try {
          Optional<ReadResult> next = source.next();
          next.ifPresent(result -> lines.add(show(result)));
          more = next.isPresent();
        } catch (InputException e) {
          lines.add("!! " + e.getMessage());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  public static String show(ReadResult result) {
    return result instanceof ReadResult.Accepted ok
        ? show(ok.conversation())
        : "! " + show(((ReadResult.Rejected) result).rejection());
  }

  /** How many rows had been read at each result, one digit each. */
  public static String rowNumbers(String text, InputOptions options) {
    InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    StringBuilder rows = new StringBuilder();
    try (ConversationSource source =
        ConversationSource.open(List.of("-"), options, in, InputListener.silent())) {
      for (Optional<ReadResult> next = source.next(); next.isPresent(); next = source.next()) {
        rows.append(source.rowsRead());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows.toString();
  }

  /** One line for each result, for tables of cases. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (ReadResult result : results) {
      lines.add(show(result));
    }
    return lines;
  }

  /** Each conversation's id and whose candidate it is: {@code p#2 of p: 2 REJECTED}. */
  public List<String> candidacies() {
    List<String> lines = new ArrayList<>();
    for (Conversation conversation : accepted) {
      Candidacy candidacy = conversation.candidacy();
      lines.add(
          conversation.id()
              + (candidacy == null
                  ? " alone"
                  : " of "
                      + candidacy.group()
                      + ": "
                      + candidacy.number()
                      + " "
                      + candidacy.preference()));
    }
    return lines;
  }

  public static String show(Rejection rejection) {
    return rejection.location().line()
        + ":"
        + rejection.location().column()
        + " "
        + rejection.reason();
  }

  /** What was left out, by reason: {@code tools=2 empty=1}. */
  private static String show(Omissions omissions) {
    StringBuilder shown = new StringBuilder();
    String[] reasons = {"hidden", "tools", "empty", "reasoning", "parts"};
    int[] counts = {
      omissions.hidden(),
      omissions.tools(),
      omissions.empty(),
      omissions.reasoning(),
      omissions.parts()
    };
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        shown.append(' ').append(reasons[i]).append('=').append(counts[i]);
      }
    }
    return shown.toString();
  }

  /**
   * {@code id @1 bot=Bot label=APPROPRIATE |memory|prompt| user(You): hi; bot: hello; tools=1}; a
   * message's own name stands in brackets: {@code bot(Eve): hello}.
   */
  public static String show(Conversation conversation) {
    StringBuilder line = new StringBuilder(conversation.id());
    line.append(" @").append(conversation.location().line());
    line.append(" bot=").append(conversation.botName());
    if (conversation.label() != null) {
      line.append(" label=").append(conversation.label());
    }
    if (!conversation.fields().isEmpty()) {
      line.append(" kept=");
      conversation
          .fields()
          .forEach(
              (name, value) ->
                  line.append(name)
                      .append(value.json() ? "=" : "='")
                      .append(value.text())
                      .append(value.json() ? ";" : "';"));
    }
    line.append(" |");
    if (conversation.content() instanceof FormattedText formatted) {
      return line.append(formatted.text()).append("|").toString();
    }
    Dialogue dialogue = (Dialogue) conversation.content();
    line.append(dialogue.memory()).append("|").append(dialogue.prompt()).append("|");
    for (Message message : dialogue.messages()) {
      String own = message.name() == null ? "" : "(" + message.name() + ")";
      String name =
          switch (message.speaker()) {
            case USER -> "user" + (own.isEmpty() ? "(" + dialogue.userName() + ")" : own);
            case BOT -> "bot" + own;
          };
      line.append(' ').append(name).append(": ").append(message.text()).append(';');
    }
    return line.append(show(dialogue.omissions())).toString();
  }
}
