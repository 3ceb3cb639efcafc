package dev.decorum.model.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tokens of a post-processor, and those that it cannot say in plain terms. */
class AffixesTest {
  private static final String BYTES = "{'type':'ByteLevel'}";
  private static final String ROBERTA =
      "{'type':'RobertaProcessing','sep':['</s>',2],'cls':['<s>',1]}";
  private static final String IDS =
      "'special_tokens':{'<s>':{'ids':[1]},'</s>':{'ids':[2,3]},'none':{'ids':[]}}}";
  private static final String BEGIN = "{'SpecialToken':{'id':'<s>'}}";
  private static final String TEXT = "{'Sequence':{'id':'A'}}";
  private static final String END = "{'SpecialToken':{'id':'</s>'}}";

  private static JsonFields json(String processor) {
    String text =
        processor
            .replace("BYTES", BYTES)
            .replace("ROBERTA", ROBERTA)
            .replace("IDS", IDS)
            .replace("BEGIN", BEGIN)
            .replace("TEXT", TEXT)
            .replace("END", END)
            .replace('\'', '"');
    return JsonFields.parse("p", text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Integer> numbers(String list) {
    return list.isEmpty()
        ? List.of()
        : Arrays.stream(list.split(" ")).map(Integer::valueOf).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "BYTES;``;``",
        "ROBERTA;1;2",
        "{'type':'TemplateProcessing','single':[TEXT],IDS;``;``",
        "{'type':'TemplateProcessing','single':[BEGIN,TEXT,END],IDS;1;2 3",
        "{'type':'TemplateProcessing','single':[BEGIN,END,TEXT],IDS;1 2 3;``",
        "{'type':'Sequence','processors':[BYTES,ROBERTA,BYTES]};1;2",
        "{'type':'Sequence','processors':[]};``;``",
      })
  void theTokensAreThoseAroundASingleText(String processor, String before, String behind) {
    assertEquals(new Affixes(numbers(before), numbers(behind)), Affixes.of(json(processor)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{};p: type must be one of ByteLevel",
        "{'type':'RobertaProcessing','sep':['</s>',2],'cls':['<s>',-1]};p: cls must be a token and",
        "{'type':'TemplateProcessing','single':[BEGIN],IDS;p: single must be special tokens around",
        "{'type':'TemplateProcessing','single':[TEXT,TEXT],IDS;p: single must be special tokens",
        "{'type':'TemplateProcessing','single':[TEXT,{'SpecialToken':{'id':'none'}}],IDS;"
            + "p: special_tokens must be the ids",
        "{'type':'Sequence','processors':[ROBERTA,ROBERTA]};"
            + "p: processors must be a list in which one processor adds tokens",
        "{'type':'Sequence','processors':[{'type':'Sequence','processors':[]}]};"
            + "p: processors must be a list of single processors",
      })
  void whatCannotBeUnderstoodIsRefused(String processor, String reason) {
    ModelException refusal = assertThrows(ModelException.class, () -> Affixes.of(json(processor)));
    assertTrue(String.valueOf(refusal.getMessage()).startsWith(reason), refusal.getMessage());
  }
}
