package dev.decorum.model.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.model.Tokenizers;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the small files beside a tokenizer of four tokens do to it. */
class TokenizerSettingsTest {
  @TempDir private Path folder;

  @BeforeEach
  void aTokenizer() throws IOException {
    Files.write(
        folder.resolve("tokenizer.json"), Tokenizers.small("'added_tokens':[]", "'dropout':null"));
  }

  private void write(String name, String json) throws IOException {
    Files.writeString(folder.resolve(name), json.replace('\'', '"'));
  }

  private ModelTokenizer open() {
    return ModelTokenizer.open(ModelFolder.open(folder), null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        // GPT-2's class has three of its own, and null takes one away.
        "{};{};<|endoftext|>",
        "{'bos_token':null,'eos_token':'<e>'};{};<e> <|endoftext|>",
        // The map counts more than the configuration, but not beside added_tokens_decoder.
        "{'pad_token':'<p>'};{'pad_token':'<q>'};<|endoftext|> <q>",
        "{'pad_token':'<p>','added_tokens_decoder':{}};{'pad_token':'<q>'};<|endoftext|> <p>",
        // The old name counts where the new one says nothing; of map and configuration both do.
        "{'additional_special_tokens':['x']};{};<|endoftext|> x",
        "{'additional_special_tokens':['x'],'extra_special_tokens':['y']};{};<|endoftext|> y",
        "{'extra_special_tokens':['y']};{'extra_special_tokens':['z']};<|endoftext|> y z",
        "{'extra_special_tokens':['y']};{'additional_special_tokens':['x']};<|endoftext|> y",
        // Tokens with names of their own, before those in a list.
        "{'extra_special_tokens':['y'],'image_token':'i'};{};<|endoftext|> i y",
        "{'extra_special_tokens':{'image':'i'}};{};<|endoftext|> i",
        "{'model_specific_special_tokens':{'image':'i'}};{};<|endoftext|> i",
        "{'image_token':{'content':'i'}};{};<|endoftext|>",
        "{'image_token':{'content':'i','__type':'AddedToken'}};{};<|endoftext|> i",
      })
  void specialTokensComeFromBothFiles(String config, String map, String tokens) throws IOException {
    write("tokenizer_config.json", config);
    write("special_tokens_map.json", map);
    assertEquals(List.of(tokens.split(" ")), open().addedTokens());
  }

  /** The padding that was saved with it. */
  @Test
  void onlyTheGenericClassTakesItsPaddingTokenFromTheFile() throws IOException {
    Files.write(
        folder.resolve("tokenizer.json"),
        Tokenizers.small(
            "'added_tokens':[],'padding':{'pad_token':'<p>','pad_id':7}", "'dropout':null"));
    assertEquals(List.of("<|endoftext|>"), open().addedTokens());
    write("tokenizer_config.json", "{'tokenizer_class':'PreTrainedTokenizerFast'}");
    assertEquals(List.of("<p>"), open().addedTokens());
    write(
        "tokenizer_config.json", "{'tokenizer_class':'PreTrainedTokenizerFast','pad_token':null}");
    assertEquals(List.of(), open().addedTokens());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{};",
        "{'model_max_length':12};12",
        "{'model_max_length':1e30};",
        "{'model_max_length':1000000000000000019884624838656};",
        "{'max_len':12};12",
        "{'model_max_length':null,'max_len':12};",
      })
  void theWindowIsModelMaxLength(String config, Integer length) throws IOException {
    write("tokenizer_config.json", config);
    if (length == null) {
      assertNull(open().maxLength());
    } else {
      assertEquals(length, open().maxLength());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'model_max_length':0};model_max_length must be a whole number from 1",
        "{'model_max_length':12.5};model_max_length must be a whole number from 1",
        "{'fast_tokenizer_files':['tokenizer.4.0.json']};fast_tokenizer_files is set",
        "{'extra_special_tokens':[7]};extra_special_tokens must be a token",
        "{'extra_special_tokens':7};extra_special_tokens must be a list of tokens",
        "{'pad_token':7};pad_token must be a token",
        "{'added_tokens_decoder':null};added_tokens_decoder must be an object",
        "{'added_tokens_decoder':{'x':{'content':'y'}}};"
            + "added_tokens_decoder: x must be an added token under its id",
        "{'tokenizer_class':'OtherTokenizer'};tokenizer_class is OtherTokenizer",
      })
  void whatCannotBeFollowedIsRefused(String config, String reason) throws IOException {
    write("tokenizer_config.json", config);
    ModelException refusal = assertThrows(ModelException.class, this::open);
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("tokenizer_config.json: " + reason),
        refusal.getMessage());
  }

  /** Beside a tokenizer.json only the map can say so. */
  @Test
  void theMapMaySayWhichTokensAreAroundATextThatTheConfigurationMayNot() throws IOException {
    write("tokenizer_config.json", "{'add_bos_token':true}");
    assertEquals(Affixes.NONE, open().affixes());
    write("special_tokens_map.json", "{'add_bos_token':true}");
    assertEquals(new Affixes(List.of(4), List.of()), open().affixes());
  }
}
