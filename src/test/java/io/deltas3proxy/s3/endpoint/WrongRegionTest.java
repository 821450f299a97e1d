package io.deltas3proxy.s3.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltas3proxy.accounts.KeyLookup;
import io.deltas3proxy.testing.BodySink;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.RequestSignature;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Who signs for another region is told which it is, where clients look for it. */
class WrongRegionTest {

  private static final String TARGET = "/datalake/t/file";

  private final BodySink sink = BodySink.start((id, token) -> new KeyLookup.Unknown(), true);
  private final RequestSignature elsewhere = RequestSignature.s3("AKIDALICE", "secret");
  private final String host = "127.0.0.1:" + sink.uri().getPort();

  @AfterEach
  void stop() {
    sink.close();
  }

  private RawHttp.Answer signed(String method) {
    List<String> lines = elsewhere.lines(method, TARGET, Map.of("host", host), Instant.now());
    return new RawHttp(sink.uri().getPort()).send(method, TARGET, lines.toArray(String[]::new));
  }

  /** As botocore reads an error: by the names of the elements below the root. */
  private static Map<String, String> parsed(RawHttp.Answer answer) throws Exception {
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(answer.text().getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    assertEquals("Error", root.getTagName());
    Map<String, String> error = new HashMap<>();
    for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
      error.put(node.getNodeName(), node.getTextContent());
    }
    return error;
  }

  @Test
  void theAnswerToASignedHeaderNamesTheRegion() throws Exception {
    RawHttp.Answer answer = signed("GET");
    assertEquals(400, answer.status());
    Map<String, String> error = parsed(answer);
    assertEquals("AuthorizationHeaderMalformed", error.get("Code"));
    assertEquals("eu-west-1", error.get("Region"));
    assertEquals(Optional.of("eu-west-1"), answer.header("x-amz-bucket-region"));
  }

  @Test
  void theAnswerToAPresignedUrlNamesTheRegion() throws Exception {
    RawHttp.Answer answer =
        new RawHttp(sink.uri().getPort())
            .get(elsewhere.presigned(TARGET, host, RequestSignature.UNSIGNED, Instant.now()));
    assertEquals(400, answer.status());
    Map<String, String> error = parsed(answer);
    assertEquals("AuthorizationQueryParametersError", error.get("Code"));
    assertEquals("eu-west-1", error.get("Region"));
    assertEquals(Optional.of("eu-west-1"), answer.header("x-amz-bucket-region"));
  }

  @Test
  void anAnswerWithoutABodyNamesItInAHeader() {
    RawHttp.Answer answer = signed("HEAD");
    assertEquals("400 ", answer.status() + " " + answer.text());
    assertEquals(Optional.of("eu-west-1"), answer.header("x-amz-bucket-region"));
  }

  @Test
  void noOtherRefusalNamesARegion() throws Exception {
    RequestSignature here = new RequestSignature("AKIDALICE", "secret", null, "eu-west-1", "s3");
    List<String> lines = here.lines("GET", TARGET, Map.of("host", host), Instant.now());
    RawHttp.Answer answer =
        new RawHttp(sink.uri().getPort()).get(TARGET, lines.toArray(String[]::new));
    assertEquals("SignatureDoesNotMatch", parsed(answer).get("Code"));
    assertEquals(Optional.empty(), answer.header("x-amz-bucket-region"));
    assertEquals(null, parsed(answer).get("Region"));
  }
}
