package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's terminal sessions, and its picture of one, are what the program prints today. */
class ReadmeIT {
  private static final String FENCE = "```";

  /** A command behind {@code $} and what the README says that it prints on a terminal. */
  private record Session(int line, String command, String printed) {}

  @Test
  void everySessionPrintsWhatTheReadmeShows() throws Exception {
    List<Session> sessions = sessions(Files.readAllLines(Path.of("README.md")));
    assertTrue(sessions.size() >= 3, sessions.size() + " sessions");
    for (Session session : sessions) {
      String command = session.command().replaceFirst("^bin/decorum", "decorum");
      Distribution.Result result =
          new Distribution()
              .environment("NO_COLOR", "1")
              .environment("PAGER", "cat")
              .environment(
                  "DECORUM_OPTS", "-Ddecorum.terminal.stdout=true -Ddecorum.terminal.stderr=true")
              .shell("{ " + command + " ; } 2>&1");
      Printout.assertAlike(session.printed(), result.out(), "README.md:" + session.line());
    }
  }

  /** Drawn by src/reference/draw_terminal.py, with the session as the picture's description. */
  @Test
  void thePictureShowsWhatTheProgramPrints() throws Exception {
    Path picture = Path.of("src/site/resources/images/terminal.svg");
    Matcher description =
        Pattern.compile("(?s)<desc>(.*)\n</desc>").matcher(Files.readString(picture));
    assertTrue(description.find(), "a description");
    String said =
        description.group(1).replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&");
    List<Session> sessions = sessions((FENCE + "console\n" + said + "\n" + FENCE).lines().toList());
    assertEquals(2, sessions.size(), "commands");
    for (Session session : sessions) {
      Distribution.Result result = new Distribution().shell(session.command());
      Printout.assertAlike(
          session.printed().strip(), result.out().strip(), picture + ": " + session.command());
    }
  }

  private static List<Session> sessions(List<String> lines) {
    List<Session> sessions = new ArrayList<>();
    boolean console = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(FENCE)) {
        console = !console && line.equals(FENCE + "console");
      } else if (console && line.startsWith("$ ")) {
        StringBuilder printed = new StringBuilder();
        int end = i + 1;
        while (!lines.get(end).startsWith("$ ") && !lines.get(end).startsWith(FENCE)) {
          printed.append(lines.get(end++)).append('\n');
        }
        sessions.add(new Session(i + 1, line.substring(2), printed.toString()));
      }
    }
    return sessions;
  }
}
