package dev.decorum.bench;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Generates text that looks like English to a tokenizer: sentences of common words by frequency.
 * Nearly all words are one token in any English byte-pair encoding, so texts of a given length in
 * tokens can be made without a tokenizer and are the same for every model.
 */
final class Speech {

  /** The words roughly in the order of their frequency. */
  private static final List<String> WORDS =
      List.of(
          ("the you to and it that is of in for have not on so my but with he me can know what your"
                  + " this about get like just am sure we how all go do any think from would good up"
                  + " they should some want will people out one day more time better than there too"
                  + " did now much life say need never old really long when help going over because"
                  + " even could them why being way take little only make soon very happy home best"
                  + " try here myself lot still tell start sound look his their work back talk then"
                  + " everyone feel well same school answer last great thought anything again real"
                  + " fun thing idea said most down use after first person done stop having while"
                  + " show sounds through before anyone where always part though kind actually read"
                  + " won end asked believe wish thanks run stay able live agree high many years"
                  + " please find nobody yourself come might low city seem today seen new possible"
                  + " already anyway likes loves asking space doing gives night fact become begin"
                  + " behind between play few let around mother yes sleep birthday give made nothing"
                  + " boy happen started buy calling calm care catch away without"
                  + " change choice which ago reason clear those understand used left body breath"
                  + " cause text saying wrong chat everything true friends own joke brief heart hand"
                  + " two yet living question women thank child taking word dry means different cold"
                  + " likely big thinking our called men job mind morning next alone sing slight mom"
                  + " weeks game until another guys nice travel place during past difficult money"
                  + " family follow hello welcome drink making maybe wonder using deal rest small add"
                  + " side free sit yesterday current girl name food brain car cool told second water"
                  + " plan seems under chance leave parents favorite country once clothes number song"
                  + " simple house looking son eyes listen couple tea music course book dad dark"
                  + " daily summer direct each dog cat easy walk write learn teach laugh fall open"
                  + " close keep fast hold remember forward enjoy hope love full warm half young"
                  + " early late near far")
              .split(" ", -1));

  /** Words at the beginning of sentences. Others would take two tokens with a capital letter. */
  private static final List<String> BEGINNINGS =
      List.of("I", "You", "The", "It", "That", "We", "They", "What", "He", "She", "But", "So");

  private static final int SHORTEST_SENTENCE = 4;
  private static final int LONGEST_SENTENCE = 16;
  private static final double COMMA = 0.08;

  private final SplittableRandom random;

  Speech(SplittableRandom random) {
    this.random = random;
  }

  /**
   * Sentences of about {@code tokens} tokens, at least one; words and full stops are one token
   * each.
   */
  String text(int tokens) {
    StringBuilder text = new StringBuilder();
    int left = Math.max(1, tokens);
    while (left > 0) {
      int length = random.nextInt(SHORTEST_SENTENCE, LONGEST_SENTENCE + 1);
      // Avoids a last sentence of a single word.
      int used = left - length < SHORTEST_SENTENCE ? left : length;
      text.append(text.isEmpty() ? "" : " ");
      sentence(text, used);
      left -= used;
    }
    return text.toString();
  }

  private void sentence(StringBuilder text, int tokens) {
    int left = tokens;
    for (boolean first = true; left > (tokens > 1 ? 1 : 0); first = false) {
      text.append(first ? BEGINNINGS.get(random.nextInt(BEGINNINGS.size())) : " " + word());
      left--;
      if (!first && left > 2 && random.nextDouble() < COMMA) {
        text.append(',');
        left--;
      }
    }
    if (left > 0) {
      double stop = random.nextDouble();
      text.append(stop < 0.7 ? '.' : stop < 0.9 ? '?' : '!');
    }
  }

  private String word() {
    double frequentFirst = Math.pow(random.nextDouble(), 2);
    return WORDS.get((int) (WORDS.size() * frequentFirst));
  }
}
