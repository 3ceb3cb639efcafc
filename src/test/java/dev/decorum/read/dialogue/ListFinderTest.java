package dev.decorum.read.dialogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.options.InputOptions;
import dev.decorum.read.row.Json;
import dev.decorum.read.row.RowException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListFinderTest {
  private static final Json JSON = new Json(1 << 20);

  private static @Nullable FoundList find(String json, Map<String, String> columns)
      throws RowException {
    Fields fields = new Fields(InputOptions.defaults().withColumns(columns), JSON, new FieldUse());
    ObjectNode row = (ObjectNode) JSON.value(json.replace('\'', '"'));
    return new ListFinder(fields).find(row, fields.row(row, FieldPlace.ROW));
  }

  private static @Nullable FoundList find(String json) throws RowException {
    return find(json, Map.of());
  }

  /** Where the list is, its length and how many objects it lies in. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'messages':[{'role':'user','content':'a'}]} | messages 1 0",
        "{'Messages':[]} | Messages 0 0",
        "{'messages':[{'a':1}],'chat_history':[]} | messages 1 0",
        "{'history':[['a','b']]} | history 1 0",
        "{'messages':null,'turns':[{'role':'user','content':'a'}]} | turns 1 0",
        // Texts that are no messages
        "{'history':['a','b'],'turns':[{'role':'user','content':'a'}]} | turns 1 0",
        "{'turns':3,'log':[{'role':'user','content':'a'}]} | log 1 0",
        // Further inside
        "{'request':{'messages':[{'role':'user','content':'a'}]}} | request.messages 1 1",
        "{'a':{'b':{'c':{'messages':[{'x':1}]}}}} | a.b.c.messages 1 3",
        "{'request':{'messages':[]},'b':{'turns':[{'x':1}]}} | b.turns 1 1",
        // Known words tell a list under any name.
        "{'foo':[{'role':'user','content':'a'},{'role':'assistant','content':'b'}]} | foo 2 0",
        "{'foo':[{'type':'human','data':{'content':'a'}}]} | foo 1 0",
        // In other shapes
        "{'messages':{'role':['user','bot'],'content':['a','b']}} | messages 2 0",
        "{'messages':{'m1':{'role':'user','content':'a'},'m2':{'role':'bot','content':'b'}}} |"
            + " messages 2 0",
        "{'messages':'[{\\'role\\':\\'user\\',\\'content\\':\\'a\\'}]'} | messages 1 0",
        "{'cell':'[{\\'role\\':\\'user\\',\\'content\\':\\'a\\'}]'} | cell 1 0",
      })
  void itIsFound(String json, String expected) throws RowException {
    FoundList found = find(json);
    assertEquals(
        expected,
        found == null
            ? null
            : found.name() + " " + found.list().size() + " " + found.carriers().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'messages':null}",
        "{'messages':'hi'}",
        "{'messages':['hi']}",
        "{'messages':[[1,2,3]]}",
        "{'messages':{}}",
        "{'messages':{'m1':{'x':1}}}",
        "{'messages':{'role':['user'],'content':['a','b']}}",
        "{'a':{'b':{'c':{'d':{'messages':[{'role':'user','content':'a'}]}}}}}",
        // Replies are not what they answer.
        "{'response':{'choices':[{'message':{'role':'assistant','content':'a'}}]}}",
        "{'chosen':[{'role':'user','content':'a'}],'rejected':[{'role':'user','content':'a'}]}",
        "{'candidates':[{'role':'assistant','content':'a'}]}",
        "{'output':[{'role':'assistant','content':'a'}]}",
        // Most of them are nobody's.
        "{'foo':[{'role':'user','content':'a'},{'x':1},{'x':2}]}",
        "{'foo':[{'name':'Ann','text':'a'}]}",
      })
  void thereIsNone(String json) throws RowException {
    assertNull(find(json));
  }

  @Test
  void ofSeveralNobodyCanTell() {
    RowException several =
        assertThrows(
            RowException.class,
            () ->
                find("{'a':[{'role':'user','content':'1'}],'b':[{'role':'user','content':'2'}]}"));
    assertEquals(
        "there are several lists of messages: a and b; name the one that is meant, for example with --map"
            + " messages=a",
        several.getMessage());
  }

  @Test
  void whereTheUserSaysSo() throws RowException {
    Map<String, String> columns = Map.of("messages", "log.turns");
    FoundList found =
        find("{'messages':[],'log':{'turns':[{'role':'user','content':'a'}]}}", columns);
    assertEquals("log.turns", found == null ? null : found.name());
    assertNull(find("{'messages':[{'role':'user','content':'a'}]}", columns));
    assertEquals(
        "log.turns is a number, expected a list of messages",
        assertThrows(RowException.class, () -> find("{'log':{'turns':3}}", columns)).getMessage());
    assertEquals(
        "log.turns is a string, expected a list of messages",
        assertThrows(RowException.class, () -> find("{'log':{'turns':'hi'}}", columns))
            .getMessage());
    assertEquals(
        "log.turns holds no list of messages: not valid JSON: it ends in the middle of an object:"
            + " a } is missing",
        assertThrows(RowException.class, () -> find("{'log':{'turns':'[{'}}", columns))
            .getMessage());
  }

  /** What lies within a huge object is looked for in bounded time. */
  @Test
  void aLargeRowIsNotSearchedForEver() throws RowException {
    StringBuilder row = new StringBuilder("{'x':0");
    for (int i = 0; i < 20_000; i++) {
      row.append(",'k").append(i).append("':{'a':{'b':1}}");
    }
    assertNull(find(row.append('}').toString()));
  }
}
