package dev.decorum.model.tokenizer;

import dev.decorum.failure.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Learns a byte-level vocabulary from texts: counts their pre-tokens ({@link PreTokens}), then
 * merges the most frequent pair of neighbouring tokens into a new one, again and again.
 *
 * <p>Vocabulary and merges are those of {@code ByteLevelBPETokenizer().train_from_iterator(texts,
 * vocab_size, min_frequency, special_tokens=["<|endoftext|>"])}. Source: {@code BpeTrainer} of
 * Hugging Face's tokenizers 0.23; Sennrich et al. 2016, "Neural Machine Translation of Rare Words
 * with Subword Units". The order of the texts does not matter.
 *
 * <p>Memory grows with the different pre-tokens, not with the texts. Not safe for use by several
 * threads.
 */
public final class BytePairTrainer {

  /** The smallest vocabulary: the special token and the 256 bytes. */
  public static final int LEAST_SIZE = 1 + ByteAlphabet.SIZE;

  /** The largest vocabulary. */
  public static final int MOST_SIZE = 1 << 18;

  /**
   * The characters of a pre-token beyond which it is cut into several, which Hugging Face does not
   * do: a token of more than 65,536 bytes would make a {@code tokenizer.json} that {@link
   * TokenizerScan} refuses.
   */
  static final int LONGEST = 1 << 14;

  /**
   * The total characters of all different pre-tokens, four million words of eight letters. With so
   * many, training takes 1.5 GB.
   */
  private static final int MOST_CHARACTERS = 1 << 25;

  /** How often a pre-token was seen. */
  private static final class Occurrences {
    private long count;
  }

  private final Map<String, Occurrences> words = new HashMap<>();
  private final int mostCharacters;
  private int characters;

  /** Creates a trainer that has seen no texts. */
  public BytePairTrainer() {
    this(MOST_CHARACTERS);
  }

  /**
   * @param mostCharacters the total characters of all different pre-tokens
   */
  BytePairTrainer(int mostCharacters) {
    this.mostCharacters = mostCharacters;
  }

  /**
   * Counts the pre-tokens of a text. Half a surrogate pair counts as U+FFFD. {@code <|endoftext|>}
   * within it is text as any other.
   *
   * @throws UsageException if there are too many different pre-tokens by now
   */
  public void add(CharSequence text) {
    String whole = withoutLoneSurrogates(text.toString());
    int from = 0;
    while (from < whole.length()) {
      int end = PreTokens.end(whole, from);
      while (end - from > LONGEST) {
        boolean splitsPair = Character.isLowSurrogate(whole.charAt(from + LONGEST));
        int cut = from + LONGEST - (splitsPair ? 1 : 0);
        count(whole.substring(from, cut));
        from = cut;
      }
      count(whole.substring(from, end));
      from = end;
    }
  }

  private void count(String word) {
    Occurrences known = words.get(word);
    if (known == null) {
      if (word.length() > mostCharacters - characters) {
        throw new UsageException(
            "the texts have more different words than a tokenizer can be trained on: "
                + mostCharacters
                + " characters in total; train on a part of the texts");
      }
      characters += word.length();
      known = new Occurrences();
      words.put(word, known);
    }
    known.count++;
  }

  private static String withoutLoneSurrogates(String text) {
    StringBuilder safe = null;
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isSurrogate(text.charAt(i))) {
        continue;
      }
      if (Character.charCount(text.codePointAt(i)) == 2) {
        i++;
      } else {
        safe = safe == null ? new StringBuilder(text) : safe;
        safe.setCharAt(i, '\uFFFD');
      }
    }
    return safe == null ? text : safe.toString();
  }

  /**
   * Learns from all texts that were added. May be called again, also after further texts.
   *
   * @param vocabularySize the tokens wanted, {@value #LEAST_SIZE} to {@value #MOST_SIZE}, the
   *     special one included. There are fewer if no further pair is frequent enough
   * @param minimumFrequency how often a pair must occur to be merged, from 1
   * @throws UsageException if a number is out of range
   */
  public BytePairVocabulary train(int vocabularySize, int minimumFrequency) {
    if (vocabularySize < LEAST_SIZE || vocabularySize > MOST_SIZE) {
      throw new UsageException(
          "a vocabulary of "
              + vocabularySize
              + " tokens: it must have at least "
              + LEAST_SIZE
              + " (256 bytes and "
              + BytePairVocabulary.END_OF_TEXT
              + ") and at most "
              + MOST_SIZE);
    }
    if (minimumFrequency < 1) {
      throw new UsageException(
          "a minimum frequency of " + minimumFrequency + ": it must be at least 1");
    }
    return new Training(words).run(vocabularySize, minimumFrequency);
  }

  /** Indices of words, which grow one by one. */
  private static final class Positions {
    private int[] indices = new int[2];
    private int size;

    /** Adds the word, unless it was the last one to be added. */
    void add(int word) {
      if (size > 0 && indices[size - 1] == word) {
        return;
      }
      if (size == indices.length) {
        indices = Arrays.copyOf(indices, size + (size >> 1) + 1);
      }
      indices[size++] = word;
    }
  }

  /** Two neighbouring tokens, to be merged when it is their turn. */
  private static final class Pair {
    /** The most frequent first, then those of smaller ids. */
    static final Comparator<Pair> ORDER =
        Comparator.<Pair>comparingLong(pair -> pair.queuedCount)
            .reversed()
            .thenComparingInt(pair -> pair.left)
            .thenComparingInt(pair -> pair.right);

    private final int left;
    private final int right;

    /** The words in which they became neighbours, some of them perhaps no longer. */
    private final Positions words = new Positions();

    /** How often they are neighbours, over all words. */
    private long count;

    /** The count with which they were queued, which only decreases afterwards. */
    private long queuedCount;

    Pair(int left, int right) {
      this.left = left;
      this.right = right;
    }

    long key() {
      return key(left, right);
    }

    static long key(int left, int right) {
      // A product spreads the keys, and keeps them different since its factor is odd.
      return ((long) left << Integer.SIZE | right) * 0x9E3779B97F4A7C15L;
    }
  }

  /**
   * One run over words that are at first sequences of bytes.
   *
   * <p>As a pair is merged wherever it is, the tokens within a string are the same at all places
   * where no token crosses its ends. Hence no token comes about from two pairs, and only the merge
   * that makes a token finds new pairs with it: every pair is queued once.
   */
  private static final class Training {
    private final int[][] symbols;
    private final int[] lengths;
    private final long[] counts;
    private final Map<Long, Pair> pairs = new HashMap<>();

    /** Pairs that are not queued yet. */
    private final List<Pair> found = new ArrayList<>();

    private final PriorityQueue<Pair> queue = new PriorityQueue<>(Pair.ORDER);
    private final List<String> tokens = new ArrayList<>();
    private final List<BytePairVocabulary.Merge> merges = new ArrayList<>();

    Training(Map<String, Occurrences> words) {
      symbols = new int[words.size()][];
      lengths = new int[words.size()];
      counts = new long[words.size()];
      tokens.add(BytePairVocabulary.END_OF_TEXT);
      int firstByte = tokens.size();
      tokens.addAll(ByteAlphabet.sorted());
      int word = 0;
      for (Map.Entry<String, Occurrences> entry : words.entrySet()) {
        byte[] bytes = entry.getKey().getBytes(StandardCharsets.UTF_8);
        int[] own = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
          own[i] = firstByte + ByteAlphabet.place(bytes[i]);
        }
        symbols[word] = own;
        lengths[word] = own.length;
        counts[word] = entry.getValue().count;
        for (int i = 1; i < own.length; i++) {
          found(own[i - 1], own[i], word);
        }
        word++;
      }
      queueFound();
    }

    BytePairVocabulary run(int vocabularySize, int minimumFrequency) {
      while (tokens.size() < vocabularySize) {
        Pair next = queue.poll();
        if (next == null) {
          break;
        }
        if (next.queuedCount != next.count) {
          next.queuedCount = next.count;
          queue.add(next);
          continue;
        }
        if (next.count < minimumFrequency) {
          break;
        }
        merge(next);
      }
      return new BytePairVocabulary(tokens, merges);
    }

    private void merge(Pair pair) {
      BytePairVocabulary.Merge merge =
          new BytePairVocabulary.Merge(tokens.get(pair.left), tokens.get(pair.right));
      merges.add(merge);
      tokens.add(merge.merged());
      for (int i = 0; i < pair.words.size; i++) {
        merge(pair, tokens.size() - 1, pair.words.indices[i]);
      }
      pairs.remove(pair.key());
      queueFound();
    }

    /** Merges the pair in a word, from left to right, and counts its new neighbours. */
    private void merge(Pair pair, int merged, int word) {
      int[] own = symbols[word];
      int length = lengths[word];
      int written = 0;
      int read = 0;
      while (read < length) {
        if (own[read] != pair.left || read + 1 == length || own[read + 1] != pair.right) {
          own[written++] = own[read++];
          continue;
        }
        if (written > 0) {
          lost(own[written - 1], pair.left, word);
          found(own[written - 1], merged, word);
        }
        read += 2;
        if (read < length) {
          lost(pair.right, own[read], word);
          found(merged, own[read], word);
        }
        own[written++] = merged;
      }
      lengths[word] = written;
    }

    private Pair pair(int left, int right) {
      return pairs.computeIfAbsent(Pair.key(left, right), absent -> new Pair(left, right));
    }

    private void lost(int left, int right, int word) {
      pair(left, right).count -= counts[word];
    }

    private void found(int left, int right, int word) {
      Pair pair = pair(left, right);
      pair.count += counts[word];
      if (pair.words.size == 0) {
        found.add(pair);
      }
      pair.words.add(word);
    }

    private void queueFound() {
      for (Pair pair : found) {
        // Others were lost at once to a merge further right in the word.
        if (pair.count > 0) {
          pair.queuedCount = pair.count;
          queue.add(pair);
        }
      }
      found.clear();
    }
  }
}
