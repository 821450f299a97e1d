package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.http.Judgement;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.WriteEndpoint;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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
  void theAuditTrailLearnsWhatIsTouchedAndByWhichRule() {
    assertEquals("200", result(put("london", "trades/new.parquet", "rows")));
    Judgement file = endpoint.server().judgement("new.parquet");
    assertEquals(new Judgement(List.of(), false, "grant of User[name=london] rule 0", 0), file);
    assertEquals("403 AccessDenied", result(put("london", FIRST, add("new.parquet", "XPAR"))));
    Judgement refused = endpoint.server().judgement("status=403");
    assertEquals(new Judgement(List.of(Map.of("MIC", "XPAR")), false, null, 0), refused);
    assertEquals("200", result(put("london", FIRST, add("new.parquet", "XLON"))));
    Judgement commit = endpoint.server().judgement("01.json status=200");
    assertEquals(
        new Judgement(
            List.of(Map.of("MIC", "XLON")), false, "grant of User[name=london] rule 0", 0),
        commit);
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
    String later = "{\"commitInfo\":{\"timestamp\":1}}\n" + mine;
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

  @Test
  void aCommitThatReadersWouldDecodeOrNotGetIsRefused() {
    String commit = add("a.parquet", "XLON");
    for (Map<String, String> headers :
        List.of(
            Map.of("content-encoding", "gzip"), Map.of("x-amz-storage-class", "DEEP_ARCHIVE"))) {
      RawHttp.Answer answer = endpoint.send("london", "PUT", "/datalake/" + FIRST, headers, commit);
      assertEquals("501 NotImplemented", result(answer));
      assertEquals("NoSuchKey", endpoint.stored(FIRST));
    }
  }

  @Test
  void aFileThatIsCommittedWhileItIsReplacedStays() throws Exception {
    assertEquals("200", result(put("london", "trades/slow.parquet", "old")));
    String answer =
        replaceSlowly("slow.parquet", () -> endpoint.trades().file("slow.parquet", "XLON"));
    assertEquals("HTTP/1.1 403 Forbidden", answer);
    assertEquals("old", endpoint.stored("trades/slow.parquet"));
  }

  @Test
  void nobodyElseGetsANameWhileItsFileIsReplaced() throws Exception {
    assertEquals("200", result(put("london", "trades/slow.parquet", "old")));
    String answer =
        replaceSlowly(
            "slow.parquet",
            () -> {
              RawHttp.Answer deleted =
                  endpoint.send("london", "DELETE", "/datalake/trades/slow.parquet", Map.of(), "");
              assertEquals("204", result(deleted));
              assertEquals(
                  "403 AccessDenied", result(put("second", "trades/slow.parquet", "theirs")));
            });
    assertEquals("HTTP/1.1 200 OK", answer);
    assertEquals("new", endpoint.stored("trades/slow.parquet"));
    assertEquals("403 AccessDenied", result(put("second", "trades/slow.parquet", "theirs")));
  }

  @Test
  void aNameIsFreeAgainOnceItIsCertainThatNothingWasStored() {
    Map<String, String> wrong = Map.of("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==");
    RawHttp.Answer failed =
        endpoint.send("london", "PUT", "/datalake/trades/bad.parquet", wrong, "x");
    assertEquals("400 BadDigest", result(failed));
    assertEquals("200", result(put("second", "trades/bad.parquet", "theirs")));
    assertEquals("theirs", endpoint.stored("trades/bad.parquet"));
  }

  @Test
  void aWriterHasOnlySoManyUncommittedFiles() {
    assertEquals("200", result(put("london", "trades/one.parquet", "x")));
    endpoint.claims().setMost(1);
    assertEquals("403 QuotaExceeded", result(put("london", "trades/two.parquet", "x")));
    assertEquals("NoSuchKey", endpoint.stored("trades/two.parquet"));
    assertEquals("200", result(put("london", "trades/one.parquet", "y")));
    endpoint.send("london", "DELETE", "/datalake/trades/one.parquet", Map.of(), "");
    assertEquals("200", result(put("london", "trades/two.parquet", "x")));
  }

  @Test
  void aFileThatIsTheWritersStillIsReplaced() throws Exception {
    assertEquals("200", result(put("london", "trades/slow.parquet", "old")));
    assertEquals("HTTP/1.1 200 OK", replaceSlowly("slow.parquet", () -> {}));
    assertEquals("new", endpoint.stored("trades/slow.parquet"));
  }

  /** Stores "new" and does something else once the body was asked for. */
  private String replaceSlowly(String key, Runnable meanwhile) throws Exception {
    Map<String, String> headers = Map.of("content-length", "3", "expect", "100-continue");
    String head = endpoint.head("london", "PUT", "/datalake/trades/" + key, headers);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.server().port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      BufferedReader answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      assertEquals("HTTP/1.1 100 Continue", answers.readLine());
      assertEquals("", answers.readLine());
      meanwhile.run();
      socket.getOutputStream().write("new".getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return String.valueOf(answers.readLine());
    }
  }
}
