package io.deltas3proxy.s3.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.storage.UploadCompletion.Part;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that clients send. */
class S3RequestsTest {

  private static final String NAMESPACE = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

  private static byte[] bytes(String document) {
    return document.getBytes(StandardCharsets.UTF_8);
  }

  private static S3ErrorCode refusal(Function<byte[], ?> reader, String document) {
    return assertThrows(S3Exception.class, () -> reader.apply(bytes(document))).code();
  }

  @Test
  void aDeletionNamesItsObjects() {
    DeletionRequest request =
        S3Requests.deletion(
            bytes(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Delete "
                    + NAMESPACE
                    + "><!-- none --><Object><Key>t/a&amp;b é</Key></Object>\n"
                    + "<Object><Key>t/c</Key><VersionId>null</VersionId></Object>"
                    + "<Object><Key>t/d</Key><VersionId>v1</VersionId></Object>"
                    + "<Object><Key>t/e</Key><ETag>\"x\"</ETag></Object>"
                    + "<Object><Key>t/../f</Key></Object>"
                    + "<Object><Key>"
                    + "k".repeat(1025)
                    + "</Key></Object><Quiet>true</Quiet></Delete>"));
    assertEquals(true, request.quiet());
    assertEquals(
        List.of("t/a&b é", "t/c", "t/d", "t/e", "t/../f", "k".repeat(1025)),
        request.entries().stream().map(DeletionRequest.Entry::key).toList());
    assertEquals(
        List.of(
            "null", "null", "NO_SUCH_VERSION", "NOT_IMPLEMENTED", "INVALID_URI", "KEY_TOO_LONG"),
        request.entries().stream().map(entry -> String.valueOf(entry.refusal())).toList());
  }

  @Test
  void aDeletionHasOneToAThousandObjects() {
    String object = "<Object><Key>k</Key></Object>";
    String most = "<Delete>" + object.repeat(1000) + "</Delete>";
    assertEquals(1000, S3Requests.deletion(bytes(most)).entries().size());
    assertEquals(
        S3ErrorCode.MALFORMED_XML,
        refusal(S3Requests::deletion, "<Delete>" + object.repeat(1001) + "</Delete>"));
    assertEquals(S3ErrorCode.MALFORMED_XML, refusal(S3Requests::deletion, "<Delete></Delete>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no document",
        "<Delete>",
        "<Other><Object><Key>k</Key></Object></Other>",
        "<Delete><Object><Key>k</Key></Object><More/></Delete>",
        "<Delete><Object><Key>k</Key><More/></Object></Delete>",
        "<Delete><Object></Object></Delete>",
        "<Delete><Object><Key></Key></Object></Delete>",
        "<Delete><Object><Key>k</Key><Key>l</Key></Object></Delete>",
        "<Delete><Object><Key>k<b/></Key></Object></Delete>",
        "<Delete>text<Object><Key>k</Key></Object></Delete>",
        "<Delete><Object><Key>k</Key></Object></Delete><Delete/>",
        "<!DOCTYPE Delete><Delete><Object><Key>k</Key></Object></Delete>",
        "<!DOCTYPE Delete [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
            + "<Delete><Object><Key>&e;</Key></Object></Delete>",
        "<!DOCTYPE Delete [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>"
            + "<Delete><Object><Key>&b;</Key></Object></Delete>",
        "<Delete><Object><Key>&unknown;</Key></Object></Delete>",
        "<?go away?><Delete><Object><Key>k</Key></Object></Delete>",
        "<Delete><?go away?><Object><Key>k</Key></Object></Delete>",
        "<Delete><Object><Key>\u0000</Key></Object></Delete>"
      })
  void whatIsNoDeletionIsRefused(String document) {
    assertEquals(S3ErrorCode.MALFORMED_XML, refusal(S3Requests::deletion, document));
  }

  @Test
  void depthAndNumberOfElementsAreBounded() {
    String deep = "<a>".repeat(5000) + "</a>".repeat(5000);
    assertEquals(S3ErrorCode.MALFORMED_XML, refusal(S3Requests::deletion, deep));
    String wide = "<Delete>" + "<a/>".repeat(60_000) + "</Delete>";
    assertEquals(S3ErrorCode.MALFORMED_XML, refusal(S3Requests::deletion, wide));
  }

  @Test
  void aCompletionNamesItsPartsInOrder() {
    String document =
        "<CompleteMultipartUpload "
            + NAMESPACE
            + "><Part><PartNumber>1</PartNumber><ETag>&quot;a&quot;</ETag>"
            + "<ChecksumCRC32>AAAAAA==</ChecksumCRC32></Part>"
            + "<Part><ETag>b</ETag><PartNumber>3</PartNumber></Part></CompleteMultipartUpload>";
    assertEquals(
        List.of(
            new Part(1, "\"a\"", Map.of("ChecksumCRC32", "AAAAAA==")), new Part(3, "b", Map.of())),
        S3Requests.completion(bytes(document)));
  }

  private static String completion(int... numbers) {
    StringBuilder parts = new StringBuilder("<CompleteMultipartUpload>");
    for (int number : numbers) {
      parts.append("<Part><PartNumber>" + number + "</PartNumber><ETag>e</ETag></Part>");
    }
    return parts + "</CompleteMultipartUpload>";
  }

  @Test
  void partsThatAreNotInOrderAreRefused() {
    assertEquals(S3ErrorCode.INVALID_PART_ORDER, refusal(S3Requests::completion, completion(2, 1)));
    assertEquals(S3ErrorCode.INVALID_PART_ORDER, refusal(S3Requests::completion, completion(1, 1)));
    assertEquals(S3ErrorCode.INVALID_ARGUMENT, refusal(S3Requests::completion, completion(0)));
    assertEquals(S3ErrorCode.INVALID_ARGUMENT, refusal(S3Requests::completion, completion(10_001)));
    assertEquals(S3ErrorCode.MALFORMED_XML, refusal(S3Requests::completion, completion()));
    assertEquals(S3ErrorCode.MALFORMED_XML, refusal(S3Requests::completion, completion(-1)));
  }

  @Test
  void tenTagsAreTheMost() {
    StringBuilder tags = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      tags.append("<Tag><Key>k" + i + "</Key><Value>v</Value></Tag>");
    }
    String start = "<Tagging><TagSet>";
    String end = "</TagSet></Tagging>";
    assertEquals(10, S3Requests.tagging(bytes(start + tags + end)).size());
    assertEquals(Map.of(), S3Requests.tagging(bytes(start + end)));
    String more = "<Tag><Key>x</Key><Value>v</Value></Tag>";
    assertEquals(S3ErrorCode.BAD_REQUEST, refusal(S3Requests::tagging, start + tags + more + end));
    assertEquals(S3ErrorCode.INVALID_TAG, refusal(S3Requests::tagging, start + more + more + end));
    assertEquals(
        S3ErrorCode.MALFORMED_XML, refusal(S3Requests::tagging, "<Tagging>" + more + "</Tagging>"));
  }
}
