package dev.decorum.tokenize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenWindowTest {

  @ParameterizedTest
  @CsvSource({
    "5 6 7, 2",
    "5 6 9, 1",
    "5 9 9, 0",
    "9 5 9, 1",
    "5 9 6, 2",
    "5, 0",
    "9, 0",
    "9 9 9, 0"
  })
  void theClassifierReadsTheRightmostTokenThatIsNotPadding(String ids, int position) {
    int[] tokenIds = Arrays.stream(ids.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    assertEquals(position, TokenWindows.of(0, tokenIds).lastNonPadding(9));
  }

  /**
   * python3 -c "import hashlib,struct;
   * print(hashlib.sha256(struct.pack('<4i',1,256,1024,50256)).hexdigest())".
   */
  @Test
  void theHashIsOfLittleEndianIntegers() {
    assertEquals(
        "ce828e9523af1ab563df70de17c2a2a2112ec27bea619f407a573461474df23c",
        TokenWindows.of(0, 1, 256, 1024, 50256).sha256());
  }

  @Test
  void theIdsAreOutOfReach() {
    int[] given = {1, 2, 3};
    TokenWindow window = TokenWindows.of(0, given);
    given[0] = 99;
    window.tokenIds()[1] = 99;
    assertArrayEquals(new int[] {1, 2, 3}, window.tokenIds());
    assertEquals(1, window.tokenId(0));
    assertEquals(3, window.length());
  }

  @Test
  void aWindowWithoutTokensIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> TokenWindows.of(0));
  }
}
