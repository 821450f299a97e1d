package io.deltas3proxy.s3.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.RequestSignature;
import io.deltas3proxy.testing.S3TestServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers of an answer are set by those alone whose signature says so. */
class ResponseOverridesIT {

  private static final String TYPE = "response-content-type=text%2Fhtml";
  private static final String NAMED =
      "response-content-disposition=attachment%3B%20filename%3Da.bin&" + TYPE;

  @TempDir private Path directory;
  private S3TestServer backend;
  private ForwardingEndpoint endpoint;

  @BeforeEach
  void start() {
    backend = S3TestServer.start(directory);
    ForwardingEndpoint.fill(backend);
    TableBackend own = new TableBackend(AuthMode.IAM, CallerCredentials.NONE);
    endpoint = new ForwardingEndpoint(backend.endpoint(), GetMode.PROXY, Map.of(), own);
  }

  @AfterEach
  void stop() {
    endpoint.close();
    backend.close();
  }

  private String presigned(Identity caller, String query) {
    return ForwardingEndpoint.signature(caller)
        .presigned(
            ForwardingEndpoint.FILE + query,
            "127.0.0.1:" + endpoint.server().port(),
            RequestSignature.UNSIGNED,
            Instant.now());
  }

  @Test
  void aPresignedUrlSetsThem() {
    RawHttp.Answer answer = endpoint.http().get(presigned(ForwardingEndpoint.ADA, "?" + NAMED));
    assertEquals("200 london", answer.status() + " " + answer.text());
    assertEquals(Optional.of("text/html"), answer.header("Content-Type"));
    assertEquals(Optional.of("attachment; filename=a.bin"), answer.header("Content-Disposition"));
  }

  @Test
  void aSignedHeaderSetsThem() {
    RawHttp.Answer answer =
        endpoint.get(ForwardingEndpoint.FILE + "?" + NAMED, ForwardingEndpoint.ADA);
    assertEquals("200 london", answer.status() + " " + answer.text());
    assertEquals(Optional.of("text/html"), answer.header("Content-Type"));
    assertEquals(Optional.of("attachment; filename=a.bin"), answer.header("Content-Disposition"));
  }

  @Test
  void whoDoesNotSignIsRefusedAsS3Does() {
    for (String name :
        List.of(
            "response-content-type",
            "response-content-language",
            "response-expires",
            "response-cache-control",
            "response-content-disposition",
            "response-content-encoding")) {
      RawHttp.Answer answer = endpoint.http().get(ForwardingEndpoint.FILE + "?" + name + "=x");
      assertEquals("400 InvalidRequest", answer.status() + " " + answer.code(), name);
    }
    assertEquals(Set.of(), backend.askers());
  }

  @Test
  void noneIsAddedToASignatureOrSetByOneThatIsGuessed() {
    backend.askers();
    String url = presigned(ForwardingEndpoint.ADA, "");
    RawHttp.Answer added = endpoint.http().get(url + "&" + TYPE);
    assertEquals("403 SignatureDoesNotMatch", added.status() + " " + added.code());
    RawHttp.Answer changed =
        endpoint
            .http()
            .get(presigned(ForwardingEndpoint.ADA, "?" + TYPE).replace("text%2Fhtml", "text%2Fx"));
    assertEquals("403 SignatureDoesNotMatch", changed.status() + " " + changed.code());
    Identity pretending = ForwardingEndpoint.pretending(ForwardingEndpoint.ADA);
    RawHttp.Answer guessed = endpoint.get(ForwardingEndpoint.FILE + "?" + TYPE, pretending);
    assertEquals("403 SignatureDoesNotMatch", guessed.status() + " " + guessed.code());
    assertEquals(Set.of(), backend.askers());
  }
}
