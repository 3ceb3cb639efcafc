package dev.decorum.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Jaccard indices of sets of four letters, counted by hand: "abcdefgh" has abcd bcde cdef defg
 * efgh, "abcdefgx" has abcd bcde cdef defg efgx, so 4 of 6 are common.
 */
class NearDuplicatesTest {

  @ParameterizedTest
  @CsvSource({
    "0.66, abcdefgh, abcdefgx, true",
    "0.67, abcdefgh, abcdefgx, false",
    "1.0,  'Hi, there!', 'hi   THERE', true",
    "1.0,  'ﬁne', 'fine', true",
    "0.8,  ok, ok., true",
    "0.8,  ok, no, false",
    "0.8,  'I like cats', 'I like dogs', false",
    "0.8,  😀, 😡, false",
    "0.8,  '!!!', '...', true",
    "2.0,  abcdefgh, abcdefgi, false",
  })
  void alikeOrNot(double threshold, String a, String b, boolean expected) {
    NearDuplicates duplicates = new NearDuplicates(threshold);
    assertEquals(expected, duplicates.are(duplicates.shingles(a), duplicates.shingles(b)));
    assertEquals(expected, duplicates.are(duplicates.shingles(b), duplicates.shingles(a)));
  }
}
