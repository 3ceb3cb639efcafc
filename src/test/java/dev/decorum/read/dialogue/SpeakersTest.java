package dev.decorum.read.dialogue;

import static dev.decorum.read.dialogue.Turns.by;
import static dev.decorum.read.dialogue.Turns.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.read.row.RowException;
import dev.decorum.read.text.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpeakersTest {
  private static final Turn USER = said(Role.USER, "u");
  private static final Turn BOT = said(Role.BOT, "b");
  private static final Turn SYSTEM = said(Role.SYSTEM, "s");

  private static List<String> sides(
      @Nullable String botName, @Nullable String userName, Turn... turns) throws RowException {
    return Turns.show(Speakers.resolve(List.of(turns), botName, userName));
  }

  private static String refusal(
      @Nullable String botName, @Nullable String userName, Turn... turns) {
    return assertThrows(RowException.class, () -> sides(botName, userName, turns)).getMessage();
  }

  @Test
  void knownSidesStayAsTheyAre() throws RowException {
    List<Turn> turns = List.of(USER, BOT, SYSTEM);
    assertSame(turns, Speakers.resolve(turns, "Tom", null));
  }

  @Test
  void aNameThatIsKnownTellsTheSide() throws RowException {
    assertEquals(
        List.of("U:1", "B:2", "U:3"),
        sides("Tom", "Ann", by("Ann", "1"), by("Tom", "2"), by("Ann", "3")));
    assertEquals(List.of("B:1"), sides(" Tom ", null, by("Tom", "1")));
    // One known name tells the only other one.
    assertEquals(List.of("U:1", "B:2"), sides("Tom", null, by("Ann", "1"), by("Tom", "2")));
    assertEquals(List.of("U:1", "B:2"), sides(null, "Ann", by("Ann", "1"), by("Tom", "2")));
  }

  @Test
  void aKnownNameIsFoundBesideAnUnknownRoleToo() throws RowException {
    Turn turn =
        new Turn(
            null, "Beraterin", "Eva", Said.text("1"), null, List.of(), null, List.of(), "m", false);
    assertEquals(List.of("B:1"), sides("Eva", null, turn));
    assertEquals(List.of("B:1"), sides("Beraterin", null, turn));
  }

  @Test
  void theOnlyUnknownNameBelongsToTheOtherSide() throws RowException {
    assertEquals(List.of("U:u", "B:1", "B:2"), sides(null, null, USER, by("x", "1"), by("x", "2")));
    assertEquals(List.of("U:1", "B:b"), sides(null, null, by("x", "1"), BOT));
    // Nobody speaks as the system.
    assertEquals(List.of("S:s", "U:u", "B:1"), sides(null, null, SYSTEM, USER, by("x", "1")));
  }

  @Test
  void anyOtherNameIsAskedFor() {
    assertEquals(
        "it is unclear which side speaks as \"x\"; say who that is with --bot-name x, --user-name x or"
            + " --roles user=x",
        refusal(null, null, by("x", "1"), by("x", "2"), SYSTEM));
    assertEquals(
        "it is unclear which side speaks as \"x\" beside a known user and a known bot; say who that"
            + " is with --bot-name x, --user-name x or --roles user=x",
        refusal(null, null, USER, BOT, by("x", "1")));
    assertEquals(
        "it is unclear which side speaks as \"Al\" and as \"Bo O'Neil\"; say which of them is the"
            + " bot, for example with --bot-name 'Bo O'\\''Neil' --user-name Al",
        refusal(null, null, by("Al", "1"), by("Bo O'Neil", "2")));
    assertEquals(
        "it is unclear which side speaks as \"a\", \"b\", \"c\" beside a known user and a known bot;"
            + " say which of them is the bot, for example with --bot-name b; others with --roles, for"
            + " example --roles user=a",
        refusal(null, null, USER, BOT, by("a", "1"), by("b", "2"), by("c", "3")));
    // A name may tell whom to propose, and nothing more.
    assertEquals(
        "it is unclear which side speaks as \"HatBot\" and as \"Mino\"; say which of them is the"
            + " bot, for example with --bot-name HatBot --user-name Mino",
        refusal(null, null, by("HatBot", "1"), by("Mino", "2")));
    // What comes in is the customer's in a help desk, and the bot's in a phone.
    assertEquals(
        "it is unclear which side incoming and outgoing are; if the bot writes what goes out, add"
            + " --roles bot=outgoing,user=incoming, otherwise the other way round",
        refusal(null, null, by("incoming", "1"), by("outgoing", "2")));
    // A name that both bear tells nothing.
    assertTrue(refusal("Al", "Al", by("Al", "1")).startsWith("it is unclear which side"));
  }

  @Test
  void ofManyNamesSomeAreTold() {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      turns.add(by("name" + i, "hi"));
    }
    String message = refusal(null, null, turns.toArray(Turn[]::new));
    assertTrue(message.contains("\"name7\""), message);
    assertTrue(!message.contains("name8"), message);
    assertTrue(refusal(null, null, by("x".repeat(9_999), "a")).length() < 500, "a long name");
  }

  @Test
  void whoHasNoNameIsAskedForByTheField() {
    assertEquals(
        "m[0]: it is unclear who says it; name the field of the speaker with --map sender=FIELD",
        refusal("Tom", "Ann", USER, by(null, "1")));
  }

  @Test
  void whatWasNotSaidNeedsNoSide() throws RowException {
    Turn call =
        new Turn(
            null,
            "x",
            null,
            Said.nothing(Said.Reason.TOOL),
            null,
            List.of(),
            null,
            List.of(),
            "m",
            false);
    assertEquals(List.of("?:TOOL", "U:u", "B:b"), sides(null, null, call, USER, BOT));
  }
}
