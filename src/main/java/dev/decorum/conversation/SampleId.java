package dev.decorum.conversation;

/**
 * The identity of one row of output. It travels through every stage, so that batching may reorder
 * freely and the score stage can restore the order of the input.
 *
 * @param row position in the output, from 0 and without gaps
 * @param conversationId the conversation's id
 * @param turn number of the message that the window ends with, from 1; 0 where the row stands for
 *     the whole conversation
 */
public record SampleId(long row, String conversationId, int turn) {

  public SampleId {
    conversationId = Unpaired.escaped(conversationId);
    if (row < 0 || turn < 0) {
      throw new IllegalArgumentException("negative row or turn: " + row + ", " + turn);
    }
  }
}
