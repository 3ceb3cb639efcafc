package dev.decorum.tokenize;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.Unpaired;
import dev.decorum.failure.LibraryReason;
import dev.decorum.format.TextFinding;
import dev.decorum.format.TokenCounter;
import dev.decorum.format.Window;
import dev.decorum.format.WindowText;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.tokenizer.Affixes;
import dev.decorum.model.tokenizer.ModelTokenizer;
import dev.decorum.model.tokenizer.PreTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bundle's tokenizer with the one truncation rule: of more than {@code maxTokens} ids the last
 * ones stay, as Hugging Face does with {@code truncation_side="left"}. The tokens that the
 * tokenizer puts around every text count among them; a special token that a user typed becomes its
 * id, and the row is flagged.
 */
public final class WindowTokenizer implements TokenCounter, AutoCloseable {

  /** DJL's defaults cut to 512 tokens on the wrong side and pad with 0: all of that is off. */
  private static final Map<String, String> AS_IT_IS =
      Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

  /** What texts have in common is looked at from this length on. */
  private static final int SHORTEST_HEAD = 1 << 12;

  /** By how many characters more that has to be to be looked at again. */
  private static final int HEAD_STEP = 1 << 10;

  /** As much of a text as shows whether it fits, nearly always. */
  private static final int FITTING_TAIL = 1 << 14;

  private final HuggingFaceTokenizer tokenizer;
  private final int maxTokens;
  private final List<String> specialTokens;
  private final Affixes affixes;
  private final int vocabularySize;
  private final boolean canBeCut;

  private WindowTokenizer(
      HuggingFaceTokenizer tokenizer,
      int maxTokens,
      List<String> specialTokens,
      Affixes affixes,
      int vocabularySize,
      boolean canBeCut) {
    this.tokenizer = tokenizer;
    this.maxTokens = maxTokens;
    this.specialTokens = List.copyOf(specialTokens);
    this.affixes = affixes;
    this.vocabularySize = vocabularySize;
    this.canBeCut = canBeCut;
    if (affixes.size() >= maxTokens) {
      throw new ModelException(
          "the tokenizer adds "
              + affixes.size()
              + " tokens to every text, which leaves no room for it in a window of "
              + maxTokens);
    }
  }

  /**
   * Loads the tokenizer of a model.
   *
   * @param maxTokens the length of the window, at least 1
   * @throws ModelException if the tokenizer library cannot use it
   */
  public static WindowTokenizer load(ModelBundle bundle, int maxTokens) {
    return load(
        bundle.tokenizerJson(),
        maxTokens,
        bundle.specialTokens(),
        bundle.affixes(),
        bundle.spec().network().vocabularySize());
  }

  /**
   * Loads the tokenizer of a folder.
   *
   * @param maxTokens the length of the model's window, at least 1
   * @param vocabularySize how many tokens the model knows
   * @throws ModelException if the tokenizer library cannot use it
   */
  public static WindowTokenizer load(ModelTokenizer tokenizer, int maxTokens, int vocabularySize) {
    return load(
        tokenizer.json(), maxTokens, tokenizer.addedTokens(), tokenizer.affixes(), vocabularySize);
  }

  /**
   * Loads a tokenizer.
   *
   * @param tokenizerJson the content of a {@code tokenizer.json}
   * @param maxTokens the length of the model's window, at least 1
   * @param specialTokens spellings that the tokenizer turns into special ids
   * @throws ModelException if the tokenizer library cannot use it
   */
  public static WindowTokenizer load(
      byte[] tokenizerJson, int maxTokens, List<String> specialTokens) {
    return load(tokenizerJson, maxTokens, specialTokens, Affixes.NONE, Integer.MAX_VALUE);
  }

  private static WindowTokenizer load(
      byte[] tokenizerJson,
      int maxTokens,
      List<String> specialTokens,
      Affixes affixes,
      int vocabularySize) {
    try {
      return new WindowTokenizer(
          HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(tokenizerJson), AS_IT_IS),
          maxTokens,
          specialTokens,
          affixes,
          vocabularySize,
          PreTokenizer.splitsAtSpaces(tokenizerJson));
    } catch (ModelException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new ModelException("the tokenizer cannot be loaded: " + LibraryReason.of(e), e);
    }
  }

  @Override
  public int count(String text) {
    int count = 0;
    String safe = withoutLoneSurrogates(text);
    for (TextPiece piece : TextPiece.of(safe, specialTokens)) {
      count += encode(piece).getIds().length;
    }
    return count;
  }

  @Override
  public boolean fits(WindowText text, int most) {
    int from = text.length() - FITTING_TAIL;
    if (from > 0) {
      String end = text.substring(from, text.length());
      int place = TextPiece.firstPlace(end, specialTokens);
      if (canBeCut && place >= 0) {
        // What comes before a place where the text can be cut only adds to the tokens behind it.
        text.tokenizing(end.length() - place);
        if (count(end.substring(place)) > most) {
          return false;
        }
      }
    }
    return tail(text).count() <= most;
  }

  /**
   * The ids that the model reads for {@code window}; empty where its text has no token at all,
   * since then there is nothing to score.
   *
   * @throws UnknownTokenException if it has a token that was added to the tokenizer and not to the
   *     model
   * @throws dev.decorum.format.TooMuchTextException if the windows of its row have too much text
   */
  public Optional<TokenWindow> tokenize(Window window) {
    return cut(window).map(Cut::tokens);
  }

  /** As {@link #tokenize}, together with the text and the place where it was cut. */
  public Optional<TokenizedText> tokenizeText(Window window) {
    return cut(window)
        .map(
            cut ->
                new TokenizedText(
                    withoutLoneSurrogates(window.text().toString()), cut.start(), cut.tokens()));
  }

  /** What the model reads, and where in the text it begins. */
  private record Cut(TokenWindow tokens, int start) {}

  private Optional<Cut> cut(Window window) {
    WindowText text = window.text();
    Tail tail = tail(text);
    if (tail.count() == 0) {
      return Optional.empty();
    }
    int dropped = Math.max(0, tail.count() - (maxTokens - affixes.size()));
    int textStart = dropped == 0 ? 0 : tail.startOf(dropped);
    EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
    flags.addAll(window.flags());
    if (dropped > 0) {
      flags.add(Flag.TRUNCATED);
    }
    String seen = withoutLoneSurrogates(text.substring(textStart, text.length()));
    if (specialTokens.stream().anyMatch(seen::contains)) {
      flags.add(Flag.SPECIAL_TOKEN_IN_TEXT);
    }
    if (tail.loneSurrogate) {
      flags.add(Flag.LONE_SURROGATE);
    }
    int used = (int) window.messageEnds().stream().filter(end -> end > textStart).count();
    return Optional.of(
        new Cut(
            new TokenWindow(
                window.id(),
                window.context(),
                ids(tail.idsFrom(dropped)),
                dropped,
                window.messages(),
                used,
                flags),
            textStart));
  }

  /** The ids of the text and those around it. */
  private int[] ids(int[] text) {
    for (int id : text) {
      if (id >= vocabularySize) {
        throw new UnknownTokenException(id, vocabularySize);
      }
    }
    if (affixes.size() == 0) {
      return text;
    }
    int[] ids = new int[affixes.size() + text.length];
    int at = 0;
    for (int id : affixes.before()) {
      ids[at++] = id;
    }
    System.arraycopy(text, 0, ids, at, text.length);
    at += text.length;
    for (int id : affixes.behind()) {
      ids[at++] = id;
    }
    return ids;
  }

  /**
   * Encodes a text and keeps the pieces at its end that hold the last tokens. What the text has in
   * common with the one before it is encoded once, where it can be cut without a difference.
   */
  private Tail tail(WindowText text) {
    SharedBeginning head = canBeCut && text.shared() >= SHORTEST_HEAD ? head(text) : null;
    boolean isShort = text.length() <= TextPiece.LONGEST;
    if (head != null && (isShort || head.cutAnywhere)) {
      Tail tail = new Tail(head);
      tail.add(text, text.substring(head.end, text.length()), !isShort);
      if (isShort || tail.cutAnywhere) {
        return tail;
      }
    }
    Tail tail = new Tail(null);
    tail.add(text, text.toString(), false);
    return tail;
  }

  private Encoding encode(TextPiece piece) {
    try {
      return tokenizer.encode(piece.text(), false, false);
    } catch (RuntimeException e) {
      throw new ModelException("the tokenizer cannot be used: " + LibraryReason.of(e), e);
    }
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  /**
   * Half a surrogate pair has no UTF-8 form; handed to the native tokenizer it corrupts other
   * characters of the same string, so each becomes U+FFFD first, as Python's {@code
   * errors="replace"} does.
   */
  private static String withoutLoneSurrogates(String text) {
    int at = Unpaired.find(text, 0);
    if (at < 0) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text);
    for (; at >= 0; at = Unpaired.find(text, at + 1)) {
      safe.setCharAt(at, '\uFFFD');
    }
    return safe.toString();
  }

  /**
   * What the text has in common with the one before it, encoded up to the last place where it can
   * be cut; {@code null} if there is none.
   */
  private @Nullable SharedBeginning head(WindowText text) {
    Found found = text.finding() instanceof Found last && last.by == this ? last : null;
    SharedBeginning known = found == null ? null : found.head;
    if (text.shared() - (found == null ? 0 : found.reach) < HEAD_STEP) {
      return known;
    }
    int start = known == null ? 0 : known.end;
    int from = Math.max(start, text.shared() - TextPiece.LONGEST);
    int place = TextPiece.lastPlace(text.substring(from, text.shared()), specialTokens);
    if (place < 0) {
      text.keep(new Found(this, text.shared(), known));
      return known;
    }
    Tail tail = new Tail(known);
    tail.add(text, text.substring(start, from + place), true);
    SharedBeginning head = tail.head();
    text.keep(new Found(this, text.shared(), head));
    return head;
  }

  /** The beginning of a text up to a place where it can be cut. */
  private static final class SharedBeginning implements Part {
    private final int end;
    private final int tokens;
    private final int[] ids;
    private final int[] starts;
    private final boolean loneSurrogate;
    private final boolean cutAnywhere;

    /**
     * @param end where the place is
     * @param tokens how many tokens there are before it
     * @param ids the last of them
     * @param starts where in the text these begin
     * @param loneSurrogate whether there is half a surrogate pair
     * @param cutAnywhere whether the tokens are the same wherever it is cut into pieces
     */
    SharedBeginning(
        int end, int tokens, int[] ids, int[] starts, boolean loneSurrogate, boolean cutAnywhere) {
      this.end = end;
      this.tokens = tokens;
      this.ids = ids;
      this.starts = starts;
      this.loneSurrogate = loneSurrogate;
      this.cutAnywhere = cutAnywhere;
    }

    @Override
    public int size() {
      return ids.length;
    }

    @Override
    public int id(int token) {
      return ids[token];
    }

    @Override
    public int start(int token) {
      return starts[token];
    }
  }

  /** How far a text was looked at for its head, and what came of it. */
  private record Found(WindowTokenizer by, int reach, @Nullable SharedBeginning head)
      implements TextFinding {}

  /** A part of a text in tokens. */
  private interface Part {
    int size();

    int id(int token);

    /** Where in the text a token begins. */
    int start(int token);
  }

  /** A piece that was encoded, and how much of the text comes before what the piece is of. */
  private record Encoded(TextPiece piece, Encoding encoding, int before) implements Part {
    @Override
    public int size() {
      return encoding.getIds().length;
    }

    @Override
    public int id(int token) {
      return Math.toIntExact(encoding.getIds()[token]);
    }

    @Override
    public int start(int token) {
      return before + piece.start() + piece.offset(encoding.getCharTokenSpans()[token].getStart());
    }
  }

  /** The end of a text in tokens, and how many there are before it. */
  private final class Tail {
    private final int wanted = maxTokens - affixes.size();
    private final Deque<Part> parts = new ArrayDeque<>();
    private int end;
    private int before;
    private int kept;
    private boolean loneSurrogate;
    private boolean cutAnywhere = true;

    /** Goes on behind a head, if there is one. */
    Tail(@Nullable SharedBeginning head) {
      if (head != null) {
        end = head.end;
        before = head.tokens - head.size();
        kept = head.size();
        parts.add(head);
        loneSurrogate = head.loneSurrogate;
        cutAnywhere = head.cutAnywhere;
      }
    }

    /**
     * Adds what comes next of a text.
     *
     * @param askingForCuts whether it matters that the text can be cut anywhere
     */
    void add(WindowText text, String next, boolean askingForCuts) {
      text.tokenizing(next.length());
      String safe = withoutLoneSurrogates(next);
      loneSurrogate |= !safe.equals(next);
      List<TextPiece> pieces = TextPiece.of(safe, specialTokens);
      cutAnywhere =
          cutAnywhere && askingForCuts && TextPiece.isCutAnywhere(safe, pieces, specialTokens);
      for (TextPiece piece : pieces) {
        Encoded added = new Encoded(piece, encode(piece), end);
        parts.add(added);
        kept += added.size();
        while (kept - parts.getFirst().size() >= wanted) {
          int gone = parts.removeFirst().size();
          kept -= gone;
          before += gone;
        }
      }
      end += next.length();
    }

    /** Tokens of the whole text. */
    int count() {
      return before + kept;
    }

    /** The ids from a token on, which is one of the last. */
    int[] idsFrom(int token) {
      int[] ids = new int[count() - token];
      int at = before - token;
      for (Part part : parts) {
        for (int i = 0; i < part.size(); i++) {
          if (at >= 0) {
            ids[at] = part.id(i);
          }
          at++;
        }
      }
      return ids;
    }

    /** Where in the text a token begins, which is one of the last. */
    int startOf(int token) {
      int index = token - before;
      for (Part part : parts) {
        if (index < part.size()) {
          return part.start(index);
        }
        index -= part.size();
      }
      throw new IndexOutOfBoundsException(token);
    }

    /** All of it as the head of other texts. */
    SharedBeginning head() {
      int first = Math.max(0, count() - wanted);
      int[] starts = new int[count() - first];
      for (int i = 0; i < starts.length; i++) {
        starts[i] = startOf(first + i);
      }
      return new SharedBeginning(end, count(), idsFrom(first), starts, loneSurrogate, cutAnywhere);
    }
  }
}
