package io.deltas3proxy.delta.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The last bytes are held back, however the bytes come. */
class HeldBackTest {

  @Test
  void theLastBytesAreHeldAndTheOthersPassed() throws IOException {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int count = 1 + random.nextInt(10);
      ByteArrayOutputStream passed = new ByteArrayOutputStream();
      HeldBack stream = new HeldBack(passed, count);
      StringBuilder all = new StringBuilder();
      for (int writes = random.nextInt(12); writes > 0; writes--) {
        String text = "abcdefghijklmnopqrstuvwxyz".substring(0, random.nextInt(26));
        all.append(text);
        if (text.length() == 1) {
          stream.write(text.charAt(0));
        } else {
          stream.write(text.getBytes(StandardCharsets.US_ASCII));
        }
      }
      String held = new String(stream.held(), StandardCharsets.US_ASCII);
      assertEquals(Math.min(count, all.length()), held.length());
      assertEquals(all.toString(), passed.toString(StandardCharsets.US_ASCII) + held);
    }
  }
}
