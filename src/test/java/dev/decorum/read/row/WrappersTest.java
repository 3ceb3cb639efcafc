package dev.decorum.read.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Here an object is a conversation by its field m, an exchange by q, and a message by c. */
class WrappersTest {
  private static final Wrappers WRAPPERS =
      new Wrappers(
          object -> {
            if (object.has("m")) {
              return Wrappers.Inner.CONVERSATION;
            }
            if (object.has("q")) {
              return Wrappers.Inner.EXCHANGE;
            }
            return object.has("c") ? Wrappers.Inner.MESSAGE : Wrappers.Inner.NONE;
          });

  private static ObjectNode object(String json) throws RowException {
    return (ObjectNode) new Json(1 << 20).value(json.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'object':'list','data':[{'m':1}]} | data",
        "{'data':[{'q':1}]} | data",
        "{'rows':[{'c':1}]} | rows",
        "{'conversations':[{'m':1}],'total':1} | conversations",
        "{'rows':[{'row_idx':0,'row':{'q':1}}]} | rows",
        "{'response':{'data':[{'m':1}]}} | response.data",
        // All lists of conversations belong to it, whatever the others are called.
        "{'chats':[{'m':1}],'archived':[{'m':2}],'other':[{'c':3}]} | chats, archived",
      })
  void theRowsAreFound(String json, String path) throws RowException {
    Wrappers.Place place = WRAPPERS.place(object(json));
    assertNotNull(place);
    assertEquals(path, place.described().replace("\"", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'data':[]}",
        "{'data':{'m':1}}",
        "{'data':['a']}",
        "{'data':[{'x':1}]}",
        "{'other':[{'m':1}]}",
        // The messages of one conversation
        "{'messages':[{'q':1}]}",
        "{'conversations':[{'c':1}]}",
        "{'events':[{'c':1}]}",
        // Two levels down only whole conversations are believed.
        "{'response':{'data':[{'q':1}]}}",
        "{'a':{'b':{'data':[{'m':1}]}}}",
      })
  void thereAreNone(String json) throws RowException {
    assertNull(WRAPPERS.place(object(json)));
  }

  @Test
  void aTableByColumns() throws RowException {
    assertEquals(
        List.of(object("{'q':'a','n':1}"), object("{'q':'b','n':2}")),
        WRAPPERS.table(object("{'q':{'0':'a','1':'b'},'n':{'0':1,'1':2}}")));
    assertEquals(
        List.of(object("{'q':'a','n':1}"), object("{'q':'b','n':2}")),
        WRAPPERS.table(object("{'columns':['q','n'],'index':[0,1],'data':[['a',1],['b',2]]}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'q':{}}",
        "{'q':{'0':'a','1':'b'},'n':{'0':1}}",
        "{'q':{'0':'a'},'n':{'1':1}}",
        "{'q':{'x':'a'}}",
        "{'z':{'0':'a'}}",
        "{'q':{'0':'a'},'n':3}",
        "{'columns':['q'],'data':[['a','b']]}",
        "{'columns':['q'],'data':['a']}",
      })
  void noTable(String json) throws RowException {
    assertNull(WRAPPERS.table(object(json)));
  }

  @Test
  void conversationsUnderTheirIds() throws RowException {
    assertEquals(
        List.of(object("{'m':1,'id':'a'}"), object("{'m':2,'id':'own'}")),
        WRAPPERS.byKey(object("{'a':{'m':1},'b':{'m':2,'id':'own'}}")));
    // An index of pandas is no id.
    assertEquals(List.of(object("{'m':1}")), WRAPPERS.byKey(object("{'0':{'m':1}}")));
    assertNull(WRAPPERS.byKey(object("{}")));
    assertNull(WRAPPERS.byKey(object("{'a':{'m':1},'b':3}")));
    assertNull(WRAPPERS.byKey(object("{'a':{'m':1},'b':{'x':1}}")));
    assertNull(WRAPPERS.byKey(object("{'a':{'q':1}}")));
  }

  @Test
  void theViewersRowIsTakenOutOfItsFrame() throws RowException {
    ObjectNode framed = object("{'row_idx':3,'row':{'m':1},'truncated_cells':[]}");
    assertEquals(object("{'m':1}"), Wrappers.viewed(framed));
    ObjectNode own = object("{'row':{'m':1}}");
    assertEquals(own, Wrappers.viewed(own));
  }
}
