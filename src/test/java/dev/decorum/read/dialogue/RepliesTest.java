package dev.decorum.read.dialogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.options.InputOptions;
import dev.decorum.read.row.Json;
import dev.decorum.read.row.RowException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepliesTest {
  private static final Json JSON = new Json(1 << 20);

  private static List<Turn> replies(String value, boolean swipes) throws RowException {
    Fields fields = new Fields(InputOptions.defaults().withSwipes(swipes), JSON, new FieldUse());
    ObjectNode row = (ObjectNode) JSON.value("{\"reply\":" + value.replace('\'', '"') + "}");
    return new Replies(fields).of(new Found("reply", row.get("reply"), 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'hi' | [B:hi]",
        "'' | [B:]",
        "['hi'] | [B:hi]",
        "{'content':'hi'} | [B:hi]",
        "{'role':'assistant','content':'hi'} | [B:hi]",
        "[{'role':'assistant','content':'hi'}] | [B:hi]",
        "[{'role':'user','content':'a'},{'role':'assistant','content':'b'}] | [U:a, B:b]",
        "{'generated_text':'hi'} | [B:hi]",
        // A call of a tool, and nothing
        "{'role':'assistant','content':null,'tool_calls':[{}]} | [B:TOOL]",
        "{'choices':[{'message':{'role':'assistant','content':null}}]} | [B:EMPTY]",
        "{'content':null} | [B:EMPTY]",
        // Answers of services
        "{'id':'x','choices':[{'index':0,'message':{'role':'assistant','content':'hi'}}]} | [B:hi]",
        "{'choices':[{'text':'hi'},{'text':'ho'}]} | [B:hi]",
        "{'candidates':[{'content':{'role':'model','parts':[{'text':'hi'}]}}]} | [B:hi]",
        "{'output':{'message':{'role':'assistant','content':[{'text':'hi'}]}}} | [B:hi]",
        "{'role':'assistant','content':[{'type':'text','text':'a'},{'type':'tool_use'}]} | [B:a]",
        "[{'type':'text','text':'hi'},{'type':'text','text':'ho'}] | `[B:hi\nho]`",
        "{'result':'hi'} | [B:hi]",
        // As JSON within a text, and a text that only looks like it
        "'{\\'role\\':\\'assistant\\',\\'content\\':\\'hi\\'}' | [B:hi]",
        "'{\\'temperature\\':20}' | `[B:{\"temperature\":20}]`",
        "'[sighs] hi' | [B:[sighs] hi]",
      })
  void aReplyIs(String value, String expected) throws RowException {
    assertEquals(expected, Turns.show(replies(value, false)).toString());
  }

  @Test
  void whatTheModelThinksIsNoMessageOfIt() throws RowException {
    List<Turn> turns =
        replies(
            "[{'type':'reasoning','summary':[]},{'type':'message','role':'assistant',"
                + "'content':[{'type':'output_text','text':'hi'}]}]",
            false);
    assertEquals("B:hi", Turns.show(turns).get(turns.size() - 1));
    assertEquals(2, turns.size());
    assertEquals(null, turns.get(0).said().text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "3 | reply is a number, expected a text or a message",
        "null | reply is missing, expected a text or a message",
        "[] | reply is an empty list, expected a reply",
        "[{'score':1}] | reply[0] has no text; its fields are score",
        "{} | reply has no text; its fields are none",
        "{'score':1,'x':2} | reply has no text; its fields are score, x; name the one that holds it with"
            + " --map reply=reply.FIELD",
        "['a','b'] | reply holds 2 replies; to rank them, name the field with --map candidates=reply",
        "[{'content':'a'},{'content':'b'}] | reply holds 2 replies; to rank them, name the field with"
            + " --map candidates=reply",
        "[{'role':'user','content':'a'}] | reply holds no message of the bot",
        "{'message':{'message':{'message':{'message':{'message':{'message':{'message':{'x':1}}}}}}}} |"
            + " reply.message.message.message.message.message.message.message is nested"
            + " deeper than a reply can be",
      })
  void whatIsNoneIsTold(String value, String reason) {
    assertEquals(
        reason, assertThrows(RowException.class, () -> replies(value, false)).getMessage());
  }

  @Test
  void furtherChoicesAreVersionsWhereTheyAreWanted() throws RowException {
    String choices =
        "{'choices':[{'message':{'content':'a'}},{'message':{'content':null}},"
            + "{'message':{'content':'c'}}]}";
    List<Turn> one = replies(choices, false);
    assertEquals(List.of("B:a"), Turns.show(one));
    assertEquals(List.of(), one.get(0).alternatives());
    List<Turn> all = replies(choices, true);
    assertEquals(List.of("B:a"), Turns.show(all));
    assertEquals(
        List.of(new Turn.Alternative(1, "a"), new Turn.Alternative(3, "c")),
        all.get(0).alternatives());
  }
}
