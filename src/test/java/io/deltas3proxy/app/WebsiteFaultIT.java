package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.FaultyS3Server;
import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A website whose store breaks off, at every place of a page. */
class WebsiteFaultIT {

  private static final byte[] PAGE = bytes();
  private static final String TEXT = new String(PAGE, StandardCharsets.ISO_8859_1);

  @TempDir private Path directory;

  /** Two and a half slices. */
  private static byte[] bytes() {
    byte[] bytes = new byte[2_621_440];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  /** Gives the range that is asked for, but of it only so many per cent. */
  private static FaultyS3Server.Answer part(int percent) {
    return (socket, request) -> {
      String[] range = request.header("Range").replace("bytes=", "").split("-", 2);
      int first = Integer.parseInt(range[0]);
      int last = Math.min(Integer.parseInt(range[1]), PAGE.length - 1);
      byte[] body = Arrays.copyOfRange(PAGE, first, last + 1);
      String headers =
          FaultyS3Server.STATE
              + "Content-Range: bytes "
              + first
              + "-"
              + last
              + "/"
              + PAGE.length
              + "\r\n";
      return FaultyS3Server.raw(
              percent == 100,
              FaultyS3Server.head(206, headers, body.length),
              Arrays.copyOf(body, (int) ((long) body.length * percent / 100)))
          .write(socket, request);
    };
  }

  private Product product(FaultyS3Server store) {
    return Product.start(
        directory,
        """
        "stores":{%s},"http":{"maxRetries":0},
        "website":{"cache":{"directory":"cache","sliceMegabytes":1},
          "sites":{"www":{"place":"s3://physical-bucket/site","precompressed":[]}}}
        """
            .formatted(Product.store(store.endpoint(), "physical-bucket")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 99})
  void halfAPageIsNeverTakenForAWholeAndNeverKept(int percent) {
    try (FaultyS3Server store = FaultyS3Server.start(part(percent));
        Product product = product(store)) {
      for (int i = 0; i < 2; i++) {
        Answer broken = product.http().get("/large.bin");
        assertTrue(broken.status() == 503 || !broken.whole(), broken.headers()::toString);
        assertFalse(broken.everything().contains("physical"));
      }
      store.answerBy(part(100));
      assertEquals(TEXT, product.http().get("/large.bin").bytes());
      assertEquals(TEXT, product.http().get("/large.bin").bytes());
    }
  }

  @Test
  void aPageThatSaysThatItIsElsewhereIsARedirect() {
    String headers = FaultyS3Server.STATE + "x-amz-website-redirect-location: /new/\r\n";
    try (FaultyS3Server store =
            FaultyS3Server.start(
                FaultyS3Server.raw(
                    true,
                    FaultyS3Server.head(206, headers + "Content-Range: bytes 0-0/1\r\n", 1),
                    new byte[] {'x'}));
        Product product = product(store)) {
      Answer answer = product.http().get("/old");
      assertEquals(301, answer.status());
      assertEquals(Optional.of("/new/"), answer.header("Location"));
    }
  }
}
