package io.deltas3proxy.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.deltas3proxy.storage.PartPage.StoredPart;
import io.deltas3proxy.storage.StoreException.Invalid.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises for uploads in parts. */
abstract class UploadContract extends WriterFixture {

  private static final String NO_UPLOAD = "2f1e0c7a-0000-4000-8000-000000000000";

  private final byte[] one = bytes(11, Math.max(smallestPart(), 5_000));
  private final byte[] two = bytes(12, Math.max(smallestPart(), 5_000) + 1);
  private final byte[] last = bytes(13, 777);

  private String begin(String key) throws IOException {
    return writer().createUpload(address(key), Map.of());
  }

  private WrittenObject part(String key, String upload, int number, byte[] content)
      throws IOException {
    return writer()
        .putPart(
            new PartAddress(upload, number),
            request(key, content),
            new ByteArrayInputStream(content));
  }

  private WrittenObject complete(
      String key, String upload, Map<Integer, String> tags, WriteConditions conditions)
      throws IOException {
    List<UploadCompletion.Part> parts = new ArrayList<>();
    new TreeMap<>(tags)
        .forEach((number, tag) -> parts.add(new UploadCompletion.Part(number, tag, Map.of())));
    return writer()
        .completeUpload(new UploadCompletion(address(key), upload, parts, Map.of(), conditions));
  }

  private WrittenObject complete(String key, String upload, Map<Integer, String> tags)
      throws IOException {
    return complete(key, upload, tags, WriteConditions.NONE);
  }

  private PartPage parts(String key, String upload, int after, int most) throws IOException {
    return writer().listParts(address(key), upload, after, most);
  }

  private static byte[] concatenated(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] each : parts) {
      all.writeBytes(each);
    }
    return all.toByteArray();
  }

  @Test
  void partsInAnyOrderBecomeOneObject() throws IOException {
    String upload = begin("dir/f");
    String third = part("dir/f", upload, 7, last).eTag();
    String first = part("dir/f", upload, 1, one).eTag();
    String second = part("dir/f", upload, 3, two).eTag();
    assertMissing("dir/f");
    assertEquals(List.of(), keys(""));
    WrittenObject done =
        complete("dir/f", upload, Map.of(1, first, 3, second.replace("\"", ""), 7, third));
    assertStored("dir/f", concatenated(one, two, last));
    assertEquals(done.eTag(), info("dir/f").eTag());
    assertEquals(List.of("dir/f"), keys(""));
  }

  @Test
  void anUploadKeepsTheHeadersItBeganWith() throws IOException {
    String upload =
        writer()
            .createUpload(
                address("f"), Map.of("content-type", "text/x-parts", "x-amz-meta-note", "n"));
    String tag = part("f", upload, 1, last).eTag();
    complete("f", upload, Map.of(1, tag));
    assertStored("f", last);
    assertEquals("text/x-parts", info("f").headers().get("content-type"));
    assertEquals("n", info("f").headers().get("x-amz-meta-note"));
  }

  @Test
  void aPartOfNoBytesIsAPart() throws IOException {
    String upload = begin("f");
    String tag = part("f", upload, 1, new byte[0]).eTag();
    complete("f", upload, Map.of(1, tag));
    assertStored("f", new byte[0]);
  }

  @Test
  void aPartIsReplacedByOneOfTheSameNumber() throws IOException {
    String upload = begin("f");
    String old = part("f", upload, 1, last).eTag();
    String tag = part("f", upload, 1, one).eTag();
    assertNotEquals(old, tag);
    assertEquals(1, parts("f", upload, 0, 10).parts().size());
    assertInvalid(Fault.INVALID_PART, () -> complete("f", upload, Map.of(1, old)));
    assertMissing("f");
    complete("f", upload, Map.of(1, tag));
    assertStored("f", one);
  }

  @Test
  void partsThatAreNotNamedAreDropped() throws IOException {
    String upload = begin("f");
    String first = part("f", upload, 1, one).eTag();
    part("f", upload, 2, two);
    String third = part("f", upload, 3, last).eTag();
    complete("f", upload, Map.of(1, first, 3, third));
    assertStored("f", concatenated(one, last));
  }

  @Test
  void aPartThatIsMissingOrNotTheOneThatIsNamedIsInvalid() throws IOException {
    put("f", OLD);
    String upload = begin("f");
    String tag = part("f", upload, 1, one).eTag();
    assertInvalid(
        Fault.INVALID_PART,
        () -> complete("f", upload, Map.of(1, "\"00000000000000000000000000000000\"")));
    assertInvalid(Fault.INVALID_PART, () -> complete("f", upload, Map.of(1, tag, 2, tag)));
    assertStored("f", OLD);
    complete("f", upload, Map.of(1, tag));
    assertStored("f", one);
  }

  @Test
  void aPartThatIsTooSmallIsRefusedUnlessItIsTheLast() throws IOException {
    assumeTrue(smallestPart() > 0);
    byte[] small = Arrays.copyOf(one, smallestPart() - 1);
    String upload = begin("f");
    String first = part("f", upload, 1, small).eTag();
    String second = part("f", upload, 2, last).eTag();
    assertInvalid(Fault.ENTITY_TOO_SMALL, () -> complete("f", upload, Map.of(1, first, 2, second)));
    assertMissing("f");
    complete("f", upload, Map.of(2, second));
    assertStored("f", last);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 99, 100})
  void aPartWhoseBodyFailsStoresNothing(int percent) throws IOException {
    byte[] content = bytes(14, 200_000);
    IOException failure = new IOException("the client went away");
    String upload = begin("f");
    String tag = part("f", upload, 1, last).eTag();
    int at = content.length / 100 * percent;
    for (int number : List.of(1, 2)) {
      BrokenBody broken =
          new BrokenBody(
              content,
              at,
              () -> {
                throw failure;
              });
      assertSame(
          failure,
          assertThrows(
              IOException.class,
              () ->
                  writer()
                      .putPart(new PartAddress(upload, number), request("f", content), broken)));
      if (percent < 100) {
        assertInvalid(
            Fault.INCOMPLETE_BODY,
            () ->
                writer()
                    .putPart(
                        new PartAddress(upload, number),
                        request("f", content),
                        new BrokenBody(content, at, () -> false)));
      }
    }
    assertEquals(
        List.of(tag), parts("f", upload, 0, 10).parts().stream().map(StoredPart::eTag).toList());
    complete("f", upload, Map.of(1, tag));
    assertStored("f", last);
  }

  @Test
  void aPartWhoseDigestDoesNotFitIsNotStored() throws Exception {
    assumeTrue(comparesChecksums());
    String upload = begin("f");
    Map<String, String> wrong = Map.of("content-md5", ObjectWriterContract.digest("MD5", OLD));
    assertInvalid(
        Fault.BAD_DIGEST,
        () ->
            writer()
                .putPart(
                    new PartAddress(upload, 1),
                    request("f", NEW.length, wrong, WriteConditions.NONE),
                    new ByteArrayInputStream(NEW)));
    assertEquals(List.of(), parts("f", upload, 0, 10).parts());
  }

  @Test
  void anUploadCanEndOnlyWhereNothingIs() throws IOException {
    assumeTrue(hasConditionsForUploads());
    String upload = begin("f");
    String tag = part("f", upload, 1, one).eTag();
    put("f", OLD);
    assertThrows(
        StoreException.PreconditionFailed.class,
        () -> complete("f", upload, Map.of(1, tag), WriteConditions.IF_ABSENT));
    assertStored("f", OLD);
    writer().delete(address("f"));
    String again = begin("f");
    String same = part("f", again, 1, one).eTag();
    complete("f", again, Map.of(1, same), WriteConditions.IF_ABSENT);
    assertStored("f", one);
  }

  @Test
  void ofUploadsThatRaceForAKeyOneWins() throws Exception {
    assumeTrue(hasConditionsForUploads());
    for (int round = 0; round < 5; round++) {
      String key = "f" + round;
      List<Boolean> won = together(4, number -> winsByUpload(key, number));
      assertEquals(1, won.stream().filter(each -> each).count());
      assertStored(key, bytes(won.indexOf(true), 10_000));
    }
  }

  private boolean winsByUpload(String key, int number) throws IOException {
    String upload = begin(key);
    String tag = part(key, upload, 1, bytes(number, 10_000)).eTag();
    while (true) {
      try {
        complete(key, upload, Map.of(1, tag), WriteConditions.IF_ABSENT);
        return true;
      } catch (StoreException.PreconditionFailed e) {
        return false;
      } catch (StoreException.Conflict e) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void anUploadThatWasAbortedIsGone() throws IOException {
    assumeNotLacking(Lack.KNOWS_WHICH_UPLOADS_THERE_ARE);
    put("f", OLD);
    String upload = begin("f");
    String tag = part("f", upload, 1, one).eTag();
    writer().abortUpload(address("f"), upload);
    assertGone("f", upload, tag);
    assertStored("f", OLD);
    assertEquals(List.of("f"), keys(""));
  }

  @Test
  void anUploadThatNeverWasIsUnknown() throws IOException {
    assumeNotLacking(Lack.KNOWS_WHICH_UPLOADS_THERE_ARE);
    put("f", OLD);
    assertGone("f", NO_UPLOAD, "\"00000000000000000000000000000000\"");
    assertStored("f", OLD);
  }

  @Test
  void anUploadIsOfOneKey() throws IOException {
    assumeNotLacking(Lack.KNOWS_WHICH_UPLOADS_THERE_ARE);
    String upload = begin("f");
    String tag = part("f", upload, 1, one).eTag();
    assertGone("g", upload, tag);
    assertMissing("g");
    complete("f", upload, Map.of(1, tag));
    assertStored("f", one);
    assertThrows(StoreException.NoSuchUpload.class, () -> part("f", upload, 2, last));
  }

  private void assertGone(String key, String upload, String tag) throws IOException {
    assertThrows(StoreException.NoSuchUpload.class, () -> part(key, upload, 1, last));
    assertThrows(
        StoreException.NoSuchUpload.class, () -> copyPart(key, upload, 2, from("source", key)));
    assertThrows(StoreException.NoSuchUpload.class, () -> parts(key, upload, 0, 10));
    assertThrows(StoreException.NoSuchUpload.class, () -> complete(key, upload, Map.of(1, tag)));
    assertThrows(
        StoreException.NoSuchUpload.class, () -> writer().abortUpload(address(key), upload));
  }

  @Test
  void partsAreListedInPages() throws IOException {
    assumeNotLacking(Lack.PAGES_OF_PARTS);
    String upload = begin("f");
    assertEquals(List.of(), parts("f", upload, 0, 10).parts());
    List<String> tags = new ArrayList<>();
    for (int number : List.of(1, 2, 9, 10, 10_000)) {
      tags.add(part("f", upload, number, bytes(number, 100 + number)).eTag());
    }
    PartPage whole = parts("f", upload, 0, 1000);
    assertFalse(whole.more());
    assertEquals(tags, whole.parts().stream().map(StoredPart::eTag).toList());
    assertEquals(List.of(1, 2, 9, 10, 10_000), numbers(whole));
    assertEquals(10_100, whole.parts().getLast().size());
    PartPage first = parts("f", upload, 0, 2);
    assertTrue(first.more());
    assertEquals(List.of(1, 2), numbers(first));
    assertEquals(List.of(9, 10), numbers(parts("f", upload, 2, 2)));
    assertEquals(List.of(10_000), numbers(parts("f", upload, 10, 2)));
    assertFalse(parts("f", upload, 10, 1).more());
    assertEquals(List.of(), numbers(parts("f", upload, 10_000, 5)));
  }

  private static List<Integer> numbers(PartPage page) {
    return page.parts().stream().map(StoredPart::number).toList();
  }

  // --- parts that are copies ---

  private WrittenObject copyPart(String key, String upload, int number, CopyRequest request)
      throws IOException {
    put("source", two);
    assertEquals(address(key), request.target());
    try {
      return writer().copyPart(new PartAddress(upload, number), request);
    } finally {
      writer().delete(address("source"));
    }
  }

  private CopyRequest from(String source, String key) {
    return new CopyRequest(
        address(source), address(key), ReadConditions.NONE, null, WriteConditions.NONE);
  }

  private CopyRequest from(String source, String key, ByteRange.Bounded range) {
    return new CopyRequest(
        address(source), address(key), range, ReadConditions.NONE, null, WriteConditions.NONE);
  }

  @Test
  void aPartCanBeACopy() throws IOException {
    String upload = begin("f");
    String first = copyPart("f", upload, 1, from("source", "f")).eTag();
    String second =
        copyPart("f", upload, 2, from("source", "f", new ByteRange.Bounded(10, 1009))).eTag();
    complete("f", upload, Map.of(1, first, 2, second));
    assertStored("f", concatenated(two, Arrays.copyOfRange(two, 10, 1010)));
  }

  @Test
  void aPartThatIsACopyOfWhatIsNotThereIsNotStored() throws IOException {
    String upload = begin("f");
    ByteRange.Bounded outside = new ByteRange.Bounded(two.length, two.length + 5L);
    assertThrows(
        StoreException.class, () -> copyPart("f", upload, 1, from("source", "f", outside)));
    assertThrows(StoreException.NotFound.class, () -> copyPart("f", upload, 1, from("none", "f")));
    assertEquals(List.of(), parts("f", upload, 0, 10).parts());
  }
}
