package dev.decorum.model.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.model.Tokenizers;
import dev.decorum.model.files.ModelException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a {@code tokenizer.json} reaches the native library, which dies of much of it. */
class TokenizerScanTest {
  private static final String NOTHING = "'version':'1.0'";

  private static TokenizerScan scan(String component, String modelField) {
    return TokenizerScan.of(Tokenizers.small(component, modelField), "t.json", false, Set.of());
  }

  private static void assertRefused(String component, String modelField, String reason) {
    ModelException refusal = assertThrows(ModelException.class, () -> scan(component, modelField));
    assertTrue(
        String.valueOf(refusal.getMessage()).startsWith("t.json: " + reason), refusal.getMessage());
  }

  /** The first five ended the process or never ended. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'pre_tokenizer':{'type':'FixedLength','length':0};pre_tokenizer: type must be one of",
        "'pre_tokenizer':{'type':'Split','pattern':{'Regex':'(a+)+$'}};pre_tokenizer: pattern must",
        "'normalizer':{'type':'Replace','pattern':{'Regex':'(a|aa)+$'}};normalizer: type must be",
        "'normalizer':{'type':'Replace','pattern':{'String':''}};normalizer: type must be one of",
        "'normalizer':{'type':'Precompiled','precompiled_charsmap':'A'};normalizer: type must be",
        "'normalizer':{'type':'Sequence','normalizers':[{'type':'Replace'}]};"
            + "normalizer: normalizers: type must be one of",
        "'normalizer':{'type':'Sequence','normalizers':[1]};normalizer: normalizers must be a list",
        "'normalizer':{'type':'Sequence'};normalizer: normalizers must be a list of at most 16",
        "'normalizer':{'type':'NFC','type':'Replace'};"
            + "normalizer: not JSON: the key \"type\" occurs twice",
        "'normalizer':[];normalizer must be an object or null",
        "'decoder':7;decoder must be an object or null",
        "'pre_tokenizer':{'type':'Split','pattern':7};pre_tokenizer: pattern must be an object",
      })
  void aHarmfulComponentIsRefused(String component, String reason) {
    assertRefused(component, "'dropout':null", reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'dropout':0.5;model: dropout is set",
        "'continuing_subword_prefix':'##';model: continuing_subword_prefix is set",
        "'end_of_word_suffix':'</w>';model: end_of_word_suffix is set",
      })
  void whatAGpt2DoesNotDoIsRefused(String modelField, String reason) {
    assertRefused(NOTHING, modelField, reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'normalizer':null",
        "'normalizer':{'type':'Sequence','normalizers':[{'type':'NFC'},{'type':'Lowercase'}]}",
        "'pre_tokenizer':{'type':'Digits','individual_digits':true}",
        "'post_processor':{'type':'ByteLevel','trim_offsets':false}",
      })
  void aHarmlessComponentIsHandedOver(String component) {
    byte[] file = Tokenizers.small(component, "'dropout':0.0");
    TokenizerScan scan = TokenizerScan.of(file, "t.json", false, Set.of());
    assertEquals(withNoTokens(text(file)), text(scan.json(null, "[]")));
  }

  /** The third ended the process, as an index out of bounds. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'truncation':{'max_length':0,'stride':5}",
        "'padding':{'pad_to_multiple_of':0}",
        "'post_processor':{'type':'TemplateProcessing','single':[{'Sequence':{'id':'A'}}]}",
        "'decoder':{'type':'Replace','pattern':{'Regex':'(a+)+$'}}"
      })
  void whatIsOfNoUseIsLeftOut(String component) {
    String field = component.substring(0, component.indexOf(':'));
    byte[] expected = Tokenizers.small(field + ":null", "'dropout':null");
    assertEquals(
        withNoTokens(text(expected)), text(scan(component, "'dropout':null").json(null, "[]")));
  }

  @Test
  void anOldFileIsMadeToSayWhatItIs() {
    String old = "{\"model\":{ \"vocab\":{\"a\":0},\"merges\":[]}, \"decoder\":{}}";
    TokenizerScan scan =
        TokenizerScan.of(old.getBytes(StandardCharsets.UTF_8), "t.json", false, Set.of());
    assertEquals(
        "{\"added_tokens\":[],\"model\":{\"type\":\"BPE\", \"vocab\":{\"a\":0},\"merges\":[]},"
            + " \"decoder\":null}",
        text(scan.json(null, "[]")));
  }

  @Test
  void addedTokensAreBounded() {
    String token = "{'id':1,'content':'" + "x".repeat(600_000) + "'}";
    assertEquals(1, scan("'added_tokens':[" + token + "]", "'dropout':null").added().size());
    assertRefused(
        "'added_tokens':[" + token + "," + token + "]",
        "'dropout':null",
        "the added tokens are longer than 1048576 characters");
  }

  @Test
  void aComponentIsBounded() {
    String normalizer = "{'type':'NFC','x':'" + "x".repeat(70_000) + "'}";
    assertRefused(
        "'normalizer':" + normalizer,
        "'dropout':null",
        "normalizer is longer than 65536 characters");
  }

  /** With the list of added tokens that every file has when it is handed over. */
  private static String withNoTokens(String json) {
    return "{\"added_tokens\":[]," + json.substring(1);
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
