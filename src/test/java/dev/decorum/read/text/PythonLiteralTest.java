package dev.decorum.read.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonLiteralTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode tree(@Nullable String json, String of) {
    assertNotNull(json, of);
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(of + " became " + json, e);
    }
  }

  @Test
  void whatPythonAndNumPyPrintIsRead() throws IOException {
    int rows = 0;
    try (InputStream bytes =
            Objects.requireNonNull(getClass().getResourceAsStream("/python/literals.jsonl"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode row = JSON.readTree(line);
        String python = row.get("python").asText();
        String json = row.get("json").asText();
        assertEquals(
            tree(json, json).toString().replaceAll("\\b(-?\\d+)\\.0\\b", "$1"),
            tree(PythonLiteral.toJson(python), python)
                .toString()
                .replaceAll("\\b(-?\\d+)\\.0\\b", "$1"),
            python);
        rows++;
      }
    }
    assertTrue(rows > 600, rows + " rows");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[] | []",
        "{} | {}",
        "() | []",
        "[[], {}, ()] | [[],{},[]]",
        "[1, 2,] | [1,2]",
        "{'a': 1,} | {\"a\":1}",
        "(1,) | [1]",
        "([1]) | [1]",
        "[(1), (2,), ((3))] | [ 1,[2],  3]",
        " [ 'a' , \"b\" ] | [\"a\",\"b\"]",
        "[u'a', r'\\n', R\"\\'\"] | [\"a\",\"\\\\n\",\"\\\\'\"]",
        "['''it's \"so\"''', \"\"\"\"\"\", ''] | [\"it's \\\"so\\\"\",\"\",\"\"]",
        "['\\x41\\u00e9\\U0001F600\\101\\0\\q'] | [\"A\u00E9\uD83D\uDE00A\\u0000\\\\q\"]",
        "['\\a\\b\\f\\v\\t\\r'] | [\"\\u0007\\u0008\\u000c\\u000b\\u0009\\u000d\"]",
        "[1_000, 1., .5, -0, +7, 1e5, 1.E-3, 12L] | [1000,1,0.5,-0,7,1e5,1e-3,12]",
        "[True, False, None, true, false, null] | [true,false,null,true,false,null]",
        "[nan, inf, -inf, NaN, NaT, <NA>, np.nan] | [null,null,null,null,null,null,null]",
        "[float('nan')] | [\"nan\"]",
        "[Timestamp('2025-01-25 10:00:00+0000', tz='UTC')] | [\"2025-01-25 10:00:00+0000\"]",
        "[pd.Timestamp('2025-01-25'), np.datetime64('2025')] | [\"2025-01-25\",\"2025\"]",
        "{'_id': ObjectId('65a'), 'n': Int64(5)} | {\"_id\":\"65a\",\"n\":5}",
        "[datetime.datetime(2025, 1, 25, 10, 0, tzinfo=<UTC>)] | [\"2025-01-25T10:00Z\"]",
        "[datetime.datetime(2025, 1, 25, 10, 0, tzinfo=zoneinfo.ZoneInfo(key='Europe/Berlin'))]"
            + " | [\"2025-01-25T10:00+01:00\"]",
        "[datetime.datetime(2025, 1, 25, 10, 0, tzinfo=<DstTzInfo 'Europe/Berlin' CET+1:00:00"
            + " STD>)] | [\"2025-01-25T10:00\"]",
        "[datetime.datetime(2025, 1, 25, 0, 0, fold=1)] | [\"2025-01-25T00:00\"]",
        "array([{'a': 1}, {'a': 2}], dtype=object) | [{\"a\":1},{\"a\":2}]",
        "np.array(['a', 'b'], dtype='<U1') | [\"a\",\"b\"]",
        "array([], shape=(0,), dtype=np.float64) | []",
        "[{'a': 1}  {'a': 2}] | [{\"a\":1},{\"a\":2}]",
        "[list([1]) list([2])] | [[1],[2]]",
        "[OrderedDict([('a', 1), ('b', [2])]), OrderedDict([])] | [{\"a\":1,\"b\":[2]},{}]",
        "[dict(a=1), dict({'b': 2}), dict()] | [{\"a\":1},{\"b\":2},{}]",
        "[Row(role='user', content=None)] | [{\"role\":\"user\",\"content\":null}]",
        "[HumanMessage(content='Hi', additional_kwargs={})]"
            + " | [{\"content\":\"Hi\",\"additional_kwargs\":{},\"type\":\"HumanMessage\"}]",
        "[AIMessage(content='Hi', type='ai')] | [{\"content\":\"Hi\",\"type\":\"ai\"}]",
        "{1: 'a', None: 'b', True: 'c'} | {\"1\":\"a\",\"null\":\"b\",\"true\":\"c\"}",
        "[{1, 2}, {'a'}, {3,}] | [[1,2],[\"a\"],[3]]",
        "{\"a\": [1, {\"b\": null}]} | {\"a\":[1,{\"b\":null}]}",
        "['a\u2028b'] | [\"a\u2028b\"]",
      })
  void literalsBecomeJson(String python, String json) {
    assertEquals(json.strip(), PythonLiteral.toJson(python));
  }

  @Test
  void lineBreaksAreBlankOrPartOfAText() {
    assertEquals("[{\"a\":1},{\"a\":2}]", PythonLiteral.toJson("[{'a': 1}\n {'a': 2}]\n"));
    assertEquals("[\"a\\nb\"]", PythonLiteral.toJson("['a\nb']"));
    assertEquals("[\"ab\"]", PythonLiteral.toJson("['a\\\nb']"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Hello.",
        "(smiles) Hello.",
        "[smiles]",
        "{{char}} waves",
        "'text'",
        "5",
        "None",
        "(1)",
        "('a')",
        "[",
        "[1",
        "[1,",
        "[,]",
        "[1,,2]",
        "[1]]",
        "[1] 2",
        "{'a'",
        "{'a':",
        "{'a':}",
        "{'a': 1",
        "{'a': 1, 'b'}",
        "{'a': 1, 2}",
        "{'a' 1}",
        "{'a': 1 'b': 2}",
        "{'a': 1: 2}",
        "{'a', 'b': 1}",
        "{(1, 2): 3}",
        "{[1]: 3}",
        "['a]",
        "['a\\']",
        "['a' b]",
        "['a''b']",
        "('a' 'b', 1)",
        "[1 - 2]",
        "[1-2]",
        "[b'a']",
        "[f'a']",
        "[rb'a']",
        "['\\x4']",
        "['\\u00g0']",
        "['\\U00110000']",
        "['\\N{DASH}']",
        "[007]",
        "[1j]",
        "[0x1F]",
        "[1e]",
        "[.]",
        "[-]",
        "[1.2.3]",
        "[...]",
        "[1, ..., 2]",
        "[{'a': 1} ... {'a': 2}]",
        "[<object object at 0x7f>]",
        "[print('x')]",
        "[Row('user', 'Hi')]",
        "[Row(role='user', 'Hi')]",
        "[Row(role=)]",
        "[UUID()]",
        "[datetime.datetime(2025, 13, 1)]",
        "[datetime.datetime(2025, 1)]",
        "[datetime.datetime(2025, 1, 1, 1, 1, 1, 1, 1)]",
        "[datetime.datetime(2025, 1, 1",
        "[OrderedDict([('a', 1)]",
        "[OrderedDict([('a', 1, 2)])]",
        "[OrderedDict([('a')])]",
        "[OrderedDict([1])]",
        "f(a=1)",
        "array([1], dtype=",
        "array(",
        "[True1]",
        "[undefined]"
      })
  void anythingElseIsNoLiteral(String text) {
    assertNull(PythonLiteral.toJson(text));
  }

  @Test
  void depthIsBounded() {
    assertEquals(
        "[".repeat(1000) + "]".repeat(1000),
        PythonLiteral.toJson("[".repeat(1000) + "]".repeat(1000)));
    assertNull(PythonLiteral.toJson("[".repeat(1001) + "]".repeat(1001)));
    assertNull(PythonLiteral.toJson("[".repeat(1_000_000)));
    assertNull(PythonLiteral.toJson("(".repeat(1_000_000)));
    assertNull(PythonLiteral.toJson("{1:".repeat(1_000_000)));
  }

  @Test
  void longTextsAreRead() {
    int n = 200_000;
    String list = "[" + "{'a': 1}\n ".repeat(n) + "]";
    assertEquals(8 * n + 1, Objects.requireNonNull(PythonLiteral.toJson(list)).length());
    String numbers = "{" + "1: (1), ".repeat(n) + "}";
    assertTrue(Objects.requireNonNull(PythonLiteral.toJson(numbers)).startsWith("{\"1\": 1,\"1\""));
    assertNull(PythonLiteral.toJson("[" + "datetime.datetime(".repeat(n)));
    assertNull(PythonLiteral.toJson("[" + "a".repeat(5 * n)));
  }

  @Test
  void damagedLiteralsBecomeJsonOrNothing() {
    String[] seeds = {
      "[{'role': 'user', 'content': \"It's\", 'name': None, 'ok': True}, (1, 2.5, {3}), ()]",
      "array([OrderedDict([('a', 1)]), Row(a='x', b=[None])], dtype=object)",
      "[{'a': datetime.datetime(2025, 1, 25, 10, 0, tzinfo=datetime.timezone.utc)}\n {'a': nan}]"
    };
    Random random = new Random(1);
    int read = 0;
    for (int round = 0; round < 100_000; round++) {
      StringBuilder text = new StringBuilder(seeds[round % seeds.length]);
      for (int changes = 1 + random.nextInt(3); changes > 0 && !text.isEmpty(); changes--) {
        int i = random.nextInt(text.length());
        char c = "[](){},:='\"\\ \n1.-xNu".charAt(random.nextInt(20));
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(i, c);
          case 1 -> text.insert(i, c);
          default -> text.delete(i, i + 1 + random.nextInt(Math.min(4, text.length() - i)));
        }
      }
      String json = PythonLiteral.toJson(text.toString());
      if (json != null) {
        assertTrue(tree(json, text.toString()).isContainerNode(), text::toString);
        read++;
      }
    }
    assertTrue(read > 1_000, "of 100,000 there are " + read);
  }
}
