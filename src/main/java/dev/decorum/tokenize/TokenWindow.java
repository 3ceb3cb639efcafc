package dev.decorum.tokenize;

import dev.decorum.conversation.Flag;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import dev.decorum.model.files.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The token ids that the model reads for one row, and what was cut to get them. Immutable. */
public final class TokenWindow {
  private static final int HEX = 16;
  private static final int HEX_DIGITS = Long.SIZE / 4;

  private final SampleId id;
  private final RowContext context;
  private final int[] tokenIds;
  private final int tokensDropped;
  private final int messages;
  private final int messagesUsed;
  private final Set<Flag> flags;
  private volatile @Nullable String sha256;

  /**
   * @param id the row
   * @param context what goes into the score row unchanged
   * @param tokenIds what the model reads, at least one id
   * @param tokensDropped how many tokens were cut off on the left
   * @param messages how many messages the conversation has up to this turn
   * @param messagesUsed how many of them the model sees, at least in part
   * @param flags what the reader of the score should know
   */
  public TokenWindow(
      SampleId id,
      RowContext context,
      int[] tokenIds,
      int tokensDropped,
      int messages,
      int messagesUsed,
      Set<Flag> flags) {
    if (tokenIds.length == 0) {
      throw new IllegalArgumentException("a window without tokens cannot be scored");
    }
    this.id = id;
    this.context = context;
    this.tokenIds = tokenIds.clone();
    this.tokensDropped = tokensDropped;
    this.messages = messages;
    this.messagesUsed = messagesUsed;
    this.flags = Set.copyOf(flags);
  }

  /** A window of nothing but token ids, at least one, to try a model with. */
  public static TokenWindow ofTokens(int... tokenIds) {
    return new TokenWindow(
        new SampleId(1, "", 0),
        new RowContext(new Location("", 0, 0), "", null, Map.of()),
        tokenIds,
        0,
        0,
        0,
        Set.of());
  }

  public SampleId id() {
    return id;
  }

  public RowContext context() {
    return context;
  }

  /** Number of token ids, at least 1. */
  public int length() {
    return tokenIds.length;
  }

  /** The token id at {@code position}, from 0. */
  public int tokenId(int position) {
    return tokenIds[position];
  }

  /** A copy of the token ids. */
  public int[] tokenIds() {
    return tokenIds.clone();
  }

  /** How many ids this window and another have in common from the beginning. */
  public int commonPrefix(TokenWindow other) {
    int different = Arrays.mismatch(tokenIds, other.tokenIds);
    return different < 0 ? tokenIds.length : different;
  }

  public int tokensDropped() {
    return tokensDropped;
  }

  public int messages() {
    return messages;
  }

  public int messagesUsed() {
    return messagesUsed;
  }

  public Set<Flag> flags() {
    return flags;
  }

  /**
   * The position that a GPT-2 classifier reads: the rightmost one whose id is not {@code
   * padTokenId} (a user may have typed the padding token, so this is not always the last), or 0
   * where every id is. This is the rule of transformers since 4.50 ({@code
   * GPT2ForSequenceClassification.forward}).
   */
  public int lastNonPadding(int padTokenId) {
    int position = tokenIds.length - 1;
    while (position > 0 && tokenIds[position] == padTokenId) {
      position--;
    }
    return position;
  }

  /** SHA-256 of the token ids as little-endian 32-bit integers, in lower-case hexadecimal. */
  public String sha256() {
    String known = sha256;
    if (known == null) {
      known = computeSha256();
      // Two threads that come here at once compute the same.
      sha256 = known;
    }
    return known;
  }

  /**
   * 64 bits of the hash, for callers that keep many.
   *
   * @param part 0 for the first 64 bits, up to 3 for the last
   */
  public long sha256Bits(int part) {
    return sha256Bits(sha256(), part);
  }

  /** The same 64 bits of a hash that was read or kept as text. */
  public static long sha256Bits(String sha256, int part) {
    return Long.parseUnsignedLong(sha256, HEX_DIGITS * part, HEX_DIGITS * (part + 1), HEX);
  }

  private String computeSha256() {
    ByteBuffer bytes =
        ByteBuffer.allocate(tokenIds.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(tokenIds);
    return Sha256.of(bytes.array());
  }

  @Override
  public String toString() {
    return id + " " + Arrays.toString(tokenIds);
  }
}
