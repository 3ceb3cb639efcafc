package dev.decorum.read.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolesTest {
  private static final Roles ROLES = Roles.standard();

  private static void assertAll(Role role, String... words) {
    for (String word : words) {
      assertEquals(role, ROLES.of(word), word);
    }
  }

  @Test
  void theWordsOfExportsHaveTheirRoles() {
    assertAll(
        Role.USER,
        "user",
        "human",
        "customer",
        "client",
        "visitor",
        "prompter",
        "end_user",
        "student",
        "you",
        "me",
        "requester",
        "HumanMessage");
    assertAll(
        Role.BOT,
        "assistant",
        "bot",
        "ai",
        "gpt",
        "chatgpt",
        "model",
        "chatbot",
        "chat bot",
        "agent",
        "char",
        "character",
        "output",
        "AIMessage");
    assertAll(Role.SYSTEM, "system", "developer", "SystemMessage");
    assertAll(
        Role.OMITTED,
        "tool",
        "function",
        "observation",
        "function_call",
        "ipython",
        "tool_result",
        "note",
        "private",
        "internal");
  }

  @Test
  void caseAndWhatStandsBetweenWordsDoNotMatter() {
    assertAll(Role.USER, "END_USER", "end-user", "End User", "EndUser", "enduser", "end  user");
    assertAll(Role.BOT, "Chat bot", "CHATBOT", "chat-bot", "Chat_Bot", "ChatBot", "chat\u00A0bot");
    assertAll(Role.OMITTED, "function-call", "functionCall", "FUNCTION CALL", "Tool Result");
    assertAll(Role.BOT, "ChatGPT", "Chat GPT", "AI", "Ai");
  }

  @Test
  void spaceAroundAWordAndAColonAfterItDoNotMatter() {
    assertAll(Role.USER, " user", "user ", "\tUser:\n", "User :", "You: ", "Human\uFF1A");
    assertAll(Role.BOT, "ASSISTANT:", "_bot_", "bot::");
  }

  @Test
  void turkishAndOtherLocalesChangeNothing() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertAll(Role.BOT, "AI", "ASSISTANT");
      assertAll(Role.USER, "CLIENT");
      assertEquals(Role.USER, Roles.ofFlag("IS_USER", true));
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ":",
        "Ada",
        "Claude",
        "Gemini",
        "gpt-4",
        "admin",
        "operator",
        "sender",
        "input",
        "user 1",
        "userx",
        "u ser",
        ":user",
        "m e",
        "agentic",
        "The User"
      })
  void anythingElseIsAName(String word) {
    assertNull(ROLES.of(word));
  }

  @Test
  void aLongTextIsNoWord() {
    assertNull(ROLES.of("user".repeat(1_000_000)));
    assertNull(ROLES.of("user" + " ".repeat(1_000_000)));
  }

  @Test
  void furtherWordsComeBeforeTheStandardOnes() {
    Map<String, Role> more = new LinkedHashMap<>();
    more.put("Sales Rep", Role.BOT);
    more.put("enduser", Role.BOT);
    more.put("agent:", Role.USER);
    Roles roles = Roles.with(more);
    assertEquals(Role.BOT, roles.of("sales_rep"));
    assertEquals(Role.BOT, roles.of("SalesRep"));
    assertEquals(Role.BOT, roles.of("END_USER"));
    assertEquals(Role.USER, roles.of("Agent"));
    assertEquals(Role.USER, roles.of("user"));
    assertEquals(Role.BOT, roles.of("assistant"));
    assertTrue(roles.words(Role.USER).contains("agent"));
    assertTrue(!roles.words(Role.BOT).contains("agent"));
    assertTrue(!roles.words(Role.USER).contains("end user"));
    assertNull(Roles.standard().of("sales rep"));
    assertEquals(Role.BOT, Roles.standard().of("agent"));
  }

  @Test
  void longFurtherWordsAreFound() {
    String word = "the one who answers in the shop on weekdays";
    assertEquals(Role.BOT, Roles.with(Map.of(word, Role.BOT)).of(word.toUpperCase(Locale.ROOT)));
  }

  @Test
  void noFurtherWordsAreTheStandardOnes() {
    assertSame(Roles.standard(), Roles.with(Map.of()));
  }

  @Test
  void furtherWordsThatCannotBeMeantAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Roles.with(Map.of(" : ", Role.BOT)));
    Map<String, Role> twice = new LinkedHashMap<>();
    twice.put("sales rep", Role.BOT);
    twice.put("Sales_Rep", Role.USER);
    assertEquals(
        "\"sales rep\" cannot be the word for two roles",
        assertThrows(IllegalArgumentException.class, () -> Roles.with(twice)).getMessage());
    twice.put("Sales_Rep", Role.BOT);
    assertEquals(Role.BOT, Roles.with(twice).of("salesrep"));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void everyListedWordHasItsRole(Role role) {
    for (String word : ROLES.words(role)) {
      assertAll(role, word, word.replace(' ', '_'), word.replace(" ", ""));
    }
  }

  @Test
  void noWordIsListedTwice() {
    List<String> all = new ArrayList<>();
    for (Role role : Role.values()) {
      all.addAll(ROLES.words(role));
    }
    assertEquals(all.size(), new HashSet<>(all).size());
  }

  @Test
  void aTruthValueNamesOneSideOrTheOther() {
    for (String field : new String[] {"is_user", "isUser", "IsUser", "is-user", "ISUSER"}) {
      assertEquals(Role.USER, Roles.ofFlag(field, true), field);
      assertEquals(Role.BOT, Roles.ofFlag(field, false), field);
    }
    for (String field : new String[] {"is_bot", "isBot", "is_ai", "isAI", "fromBot"}) {
      assertEquals(Role.BOT, Roles.ofFlag(field, true), field);
      assertEquals(Role.USER, Roles.ofFlag(field, false), field);
    }
    for (String field :
        new String[] {
          "is_human",
          "isHuman",
          "from_me",
          "fromMe",
          "is_from_me",
          "isCreatedByUser",
          "from_user",
          "is_customer"
        }) {
      assertEquals(Role.USER, Roles.ofFlag(field, true), field);
      assertEquals(Role.BOT, Roles.ofFlag(field, false), field);
    }
  }

  @Test
  void otherTruthValuesSayNothing() {
    for (String field :
        new String[] {
          "",
          "is_system",
          "incoming",
          "outgoing",
          "public",
          "private",
          "is_guest",
          "is_read",
          "user"
        }) {
      assertNull(Roles.ofFlag(field, true), field);
      assertNull(Roles.ofFlag(field, false), field);
    }
  }

  @Test
  void everyListedFlagIsKnown() {
    List<String> fields = Roles.flagFields();
    assertEquals(fields.size(), new HashSet<>(fields).size());
    assertEquals("is_user", fields.get(0));
    for (String field : fields) {
      assertTrue(Roles.ofFlag(field, true) != null, field);
    }
  }
}
