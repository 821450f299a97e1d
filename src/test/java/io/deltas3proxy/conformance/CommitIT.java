package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.WriteEndpoint;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits as they are stored by PutObject and CopyObject. */
class CommitIT {

  private static final String FIRST = WriteEndpoint.logOf("trades", 1);

  private WriteEndpoint endpoint;

  @BeforeEach
  void start(@TempDir Path directory) {
    endpoint = WriteEndpoint.start(directory);
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  private RawHttp.Answer put(String user, String key, String body) {
    return endpoint.send(user, "PUT", "/datalake/" + key, Map.of(), body);
  }

  private static String add(String path, String mic) {
    return """
    {"add":{"path":"%s","partitionValues":{"MIC":"%s"},"size":1,"modificationTime":1,\
    "dataChange":true}}
    """
        .formatted(path, mic);
  }

  private static String result(RawHttp.Answer answer) {
    return (answer.status() + " " + answer.code()).strip();
  }

  @Test
  void aWriterCommitsAFileOfTheirOwnAndTheIndexFollows() throws Exception {
    CountDownLatch followed = new CountDownLatch(1);
    assertEquals("200", result(put("london", "trades/new.parquet", "rows")));
    endpoint
        .indexes()
        .onRefresh(() -> {
          if (!endpoint.stored(FIRST).equals("NoSuchKey")) {
            followed.countDown();
          }
        });
    String commit = add("new.parquet", "XLON");
    assertEquals("200", result(put("london", FIRST, commit)));
    assertEquals(commit, endpoint.stored(FIRST));
    assertTrue(followed.await(10, TimeUnit.SECONDS));
  }

  @Test
  void aCommitOfAnotherPartitionIsRefusedWithTheReason() {
    assertEquals("200", result(put("london", "trades/new.parquet", "rows")));
    RawHttp.Answer answer = put("london", FIRST, add("new.parquet", "XPAR"));
    assertEquals("403 AccessDenied", result(answer));
    assertTrue(answer.text().contains("a partition that may not be written"), answer.text());
    assertEquals("NoSuchKey", endpoint.stored(FIRST));
  }

  @Test
  void aCommitOfAnothersFileIsRefused() {
    assertEquals("200", result(put("second", "trades/theirs.parquet", "rows")));
    assertEquals("403 AccessDenied", result(put("london", FIRST, add("theirs.parquet", "XLON"))));
    assertEquals("403 AccessDenied", result(put("london", FIRST, add("b.parquet", "XLON"))));
    assertEquals("403 AccessDenied", result(put("london", FIRST, "no commit")));
    assertEquals("403 AccessDenied", result(put("reader", FIRST, add("a.parquet", "XLON"))));
    assertEquals("NoSuchKey", endpoint.stored(FIRST));
  }

  @Test
  void aVersionIsCommittedOnceWhateverTheClientAsks() {
    String mine = add("a.parquet", "XLON");
    assertEquals("200", result(put("london", FIRST, mine)));
    String later = "{\"commitInfo\":{}}\n" + mine;
    assertEquals("412 PreconditionFailed", result(put("second", FIRST, later)));
    assertEquals(mine, endpoint.stored(FIRST));
    endpoint.trades().at(1);
    assertEquals("412 PreconditionFailed", result(put("second", FIRST, later)));
    String old = WriteEndpoint.logOf("trades", 0);
    assertEquals("412 PreconditionFailed", result(put("second", old, later)));
    String gap = WriteEndpoint.logOf("trades", 3);
    assertEquals("403 AccessDenied", result(put("second", gap, later)));
  }

  @Test
  void aCommitWhoseBodyIsNotWhatWasSaidIsNotStored() {
    Map<String, String> wrong = Map.of("content-md5", "XUFAKrxLKna5cZ2REBfFkg==");
    RawHttp.Answer answer =
        endpoint.send("london", "PUT", "/datalake/" + FIRST, wrong, add("a.parquet", "XLON"));
    assertEquals("400 BadDigest", result(answer));
    assertEquals("NoSuchKey", endpoint.stored(FIRST));
  }

  @Test
  void aCommitThatIsCopiedIsReviewedToo() {
    assertEquals("200", result(put("london", "trades/staged", add("b.parquet", "XLON"))));
    Map<String, String> copy = Map.of("x-amz-copy-source", "/datalake/trades/staged");
    RawHttp.Answer answer = endpoint.send("london", "PUT", "/datalake/" + FIRST, copy, "");
    assertEquals("403 AccessDenied", result(answer));
    assertEquals("NoSuchKey", endpoint.stored(FIRST));
    assertEquals("200", result(put("london", "trades/staged", add("a.parquet", "XLON"))));
    RawHttp.Answer good = endpoint.send("london", "PUT", "/datalake/" + FIRST, copy, "");
    assertEquals("200", result(good), good.everything());
    assertEquals(add("a.parquet", "XLON"), endpoint.stored(FIRST));
  }

  @Test
  void commitsAreNotStoredInParts() {
    RawHttp.Answer answer =
        endpoint.send("owner", "POST", "/datalake/" + FIRST + "?uploads=", Map.of(), "");
    assertEquals("501 NotImplemented", result(answer));
  }

  @Test
  void filesThatAreMadeOfTheLogAreForThoseWhoSeeAllOfIt() {
    String checkpoint = "trades/_delta_log/00000000000000000000.checkpoint.parquet";
    assertEquals("403 AccessDenied", result(put("london", checkpoint, "x")));
    assertEquals("200", result(put("owner", checkpoint, "x")));
    assertEquals("200", result(put("owner", checkpoint, "y")));
    assertEquals("y", endpoint.stored(checkpoint));
  }
}
