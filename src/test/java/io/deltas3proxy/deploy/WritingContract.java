package io.deltas3proxy.deploy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Uploads in every server: what is allowed is stored byte for byte, and the rest is not read. */
abstract class WritingContract extends FilesContract {

  private static final String TARGET = "/datalake/written/";
  private static final int MIB = 1 << 20;
  private static final long HUGE = 4L << 30;

  /** What servers like to change in a path. */
  static final List<String> ODD =
      List.of(
          "a space",
          "plus+sign",
          "slash%2Fencoded",
          "percent%25",
          "100%",
          "matrix;x=1/f",
          "\u00fcnic\u00f6de \u65e5\u672c \ud83d\ude00",
          "quoted\"file'",
          "ampersand&question?hash#",
          "...dots...",
          "col=a:b@c/f",
          "brackets[]{}|^`<>",
          "~!*(),$");

  private static String fresh() {
    return UUID.randomUUID().toString();
  }

  private static Path stored(String key) {
    return ServedLake.get().written().resolve(key);
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private static void put(S3Client client, String key, byte[] content) {
    client.putObject(
        put -> put.bucket(BUCKET).key("written/" + key), RequestBody.fromBytes(content));
  }

  /** The writer's own and uncommitted, so nobody else sees it. */
  private static byte[] get(S3Client client, String key) throws IOException {
    try (ResponseInputStream<GetObjectResponse> object =
        client.getObject(get -> get.bucket(BUCKET).key("written/" + key))) {
      return object.readAllBytes();
    }
  }

  private static int status(Runnable request) {
    return assertThrows(S3Exception.class, request::run).statusCode();
  }

  @Test
  void bodiesOfAnySizeAreStoredAsTheyAre() throws IOException {
    try (S3Client client = writer()) {
      for (int size : new int[] {0, 1, 8191, MIB + 1, 64 * MIB}) {
        String key = fresh();
        put(client, key, content(size));
        assertArrayEquals(content(size), Files.readAllBytes(stored(key)), "of " + size);
        assertArrayEquals(content(size), get(client, key), "of " + size);
        client.deleteObject(delete -> delete.bucket(BUCKET).key("written/" + key));
        assertFalse(Files.exists(stored(key)));
      }
    }
  }

  @Test
  void checksumsBehindBodiesAreVerified() throws IOException {
    try (S3Client client = writer()) {
      for (ChecksumAlgorithm algorithm :
          List.of(ChecksumAlgorithm.CRC32, ChecksumAlgorithm.SHA256, ChecksumAlgorithm.SHA1)) {
        String key = fresh();
        client.putObject(
            put -> put.bucket(BUCKET).key("written/" + key).checksumAlgorithm(algorithm),
            RequestBody.fromBytes(content(3 * MIB)));
        assertArrayEquals(content(3 * MIB), Files.readAllBytes(stored(key)), algorithm.toString());
      }
    }
  }

  @Test
  void everyKeyIsStoredUnderItself() throws IOException {
    Map<String, String> expected = new LinkedHashMap<>();
    Map<String, String> seen = new LinkedHashMap<>();
    String directory = fresh() + "/";
    try (S3Client client = writer()) {
      for (String name : ODD) {
        put(client, directory + name, name.getBytes(UTF_8));
        expected.put(name, name);
        seen.put(name, Files.readString(stored(directory + name)));
      }
    }
    assertEquals(expected, seen);
    try (Stream<Path> files = Files.list(stored(directory))) {
      assertEquals(ODD.size(), files.count());
    }
  }

  @Test
  void anUploadInPartsIsPutTogether() throws IOException {
    String key = fresh();
    byte[] first = content(5 * MIB);
    byte[] last = content(12345);
    try (S3Client client = writer()) {
      String id =
          client
              .createMultipartUpload(create -> create.bucket(BUCKET).key("written/" + key))
              .uploadId();
      List<CompletedPart> parts =
          List.of(part(client, key, id, 1, first), part(client, key, id, 2, last));
      assertFalse(Files.exists(stored(key)));
      client.completeMultipartUpload(complete ->
          complete
              .bucket(BUCKET)
              .key("written/" + key)
              .uploadId(id)
              .multipartUpload(CompletedMultipartUpload.builder().parts(parts).build()));
    }
    byte[] whole = new byte[first.length + last.length];
    System.arraycopy(first, 0, whole, 0, first.length);
    System.arraycopy(last, 0, whole, first.length, last.length);
    assertArrayEquals(whole, Files.readAllBytes(stored(key)));
  }

  private static CompletedPart part(
      S3Client client, String key, String id, int number, byte[] body) {
    String tag =
        client
            .uploadPart(
                part -> part.bucket(BUCKET).key("written/" + key).uploadId(id).partNumber(number),
                RequestBody.fromBytes(body))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  @Test
  void whatIsNotAllowedIsAnsweredBeforeItsBody() throws IOException {
    WaitingUpload upload = new WaitingUpload(port());
    for (String target :
        List.of(
            TARGET + "_delta_index/x",
            TARGET + "_delta_log/00000000000000000007.json",
            TARGET + "_delta_log/00000000000000000000.checkpoint.parquet",
            "/datalake/lake/part=open/new.parquet")) {
      assertEquals(403, upload.announce(target, HUGE).status(), target);
      WaitingUpload.Heard asked = upload.ask(target, content(100));
      assertEquals(403, asked.status(), asked::head);
      assertFalse(asked.continued(), target);
    }
    String taken = TARGET + "_delta_log/00000000000000000000.json";
    assertEquals(412, upload.announce(taken, 100).status());
  }

  @Test
  void whoAsksFirstIsAskedForTheBody() throws IOException {
    String key = fresh();
    WaitingUpload.Heard heard = new WaitingUpload(port()).ask(TARGET + key, content(MIB));
    assertEquals(200, heard.status(), heard::head);
    assertTrue(heard.continued());
    assertArrayEquals(content(MIB), Files.readAllBytes(stored(key)));
  }

  @Test
  void aBodyThatBreaksOffIsNotStored() throws IOException {
    String key = fresh();
    WaitingUpload.Heard heard =
        new WaitingUpload(port()).breakOff(TARGET + key, MIB, content(1000));
    assertTrue(heard.status() == 0 || heard.status() >= 400, heard::head);
    assertFalse(Files.exists(stored(key)));
  }

  @Test
  void aBodyWithoutALengthIsRefused() throws IOException {
    String key = fresh();
    List<String> lines =
        List.of("Transfer-Encoding: chunked", "x-amz-content-sha256: UNSIGNED-PAYLOAD");
    RawAnswer answer =
        raw().send("PUT", TARGET + key, lines, "1\r\na\r\n0\r\n\r\n".getBytes(US_ASCII));
    assertTrue(answer.status() >= 400, answer::all);
    assertFalse(Files.exists(stored(key)));
  }

  @Test
  void aCommitIsStoredOnceAndInItsPartition() throws IOException {
    try (S3Client client = writer()) {
      String name = fresh();
      put(client, name, content(10));
      long version = version();
      String key = "_delta_log/%020d.json".formatted(version);
      Consumer<String> commit = part -> put(client, key, commit(name, part));
      assertEquals(403, status(() -> commit.accept("closed")));
      assertFalse(Files.exists(stored(key)));
      commit.accept("open");
      assertArrayEquals(commit(name, "open"), Files.readAllBytes(stored(key)));
      assertEquals(412, status(() -> commit.accept("open")));
      try (S3Client reader = client()) {
        assertArrayEquals(content(10), get(reader, name));
      }
    }
  }

  private static byte[] commit(String name, String part) {
    return """
    {"commitInfo":{"timestamp":1780000000000,"operation":"WRITE"}}
    {"add":{"path":"%s","partitionValues":{"part":"%s"},"size":10,\
    "modificationTime":1780000000000,"dataChange":true}}
    """
        .formatted(name, part)
        .getBytes(UTF_8);
  }

  /** That the next commit makes. */
  private static long version() throws IOException {
    try (Stream<Path> files = Files.list(stored("_delta_log"))) {
      return files.filter(file -> file.toString().endsWith(".json")).count();
    }
  }
}
