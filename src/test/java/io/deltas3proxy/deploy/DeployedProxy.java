package io.deltas3proxy.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** A test that runs outside, against the WAR in a server that Arquillian started. */
@ExtendWith(ArquillianExtension.class)
abstract class DeployedProxy {

  /** What no answer may contain: names of servers, and of the places behind the proxy. */
  private static final List<String> SECRET =
      List.of(
          "tomcat",
          "coyote",
          "jetty",
          "undertow",
          "wildfly",
          "jboss",
          "exception",
          "java.",
          "io.deltas3proxy",
          LakeBackend.BUCKET,
          "127.0.0.1");

  static final String BUCKET = "datalake";

  @ArquillianResource private @Nullable URL address;

  int port() {
    return Objects.requireNonNull(address, "Arquillian injects it").getPort();
  }

  RawClient raw() {
    return new RawClient(port());
  }

  S3Client client() {
    return client(RawSignature.SECRET);
  }

  S3Client client(String secret) {
    return client(RawSignature.KEY_ID, secret);
  }

  S3Client writer() {
    return client(RawSignature.WRITER_ID, RawSignature.WRITER_SECRET);
  }

  private S3Client client(String accessKeyId, String secret) {
    return S3Client.builder()
        .endpointOverride(URI.create("http://localhost:" + port()))
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret)))
        .build();
  }

  S3Presigner presigner() {
    return S3Presigner.builder()
        .endpointOverride(URI.create("http://localhost:" + port()))
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(RawSignature.KEY_ID, RawSignature.SECRET)))
        .build();
  }

  /** The body, or the status of the error. */
  static String outcome(S3Client client, GetObjectRequest request) {
    try {
      return client.getObject(request, ResponseTransformer.toBytes()).asUtf8String();
    } catch (S3Exception e) {
      return Integer.toString(e.statusCode());
    }
  }

  static GetObjectRequest get(LakeFile file, @Nullable String range) {
    return GetObjectRequest.builder().bucket(BUCKET).key("lake/" + file.key()).range(range).build();
  }

  /** The answer is an S3 error that the application wrote, with the id of the request. */
  static void assertS3Error(String code, int status, RawAnswer answer) {
    assertEquals(code + " " + status, answer.element("Code") + " " + answer.status(), answer::all);
    String id = answer.header("x-amz-request-id").orElse("none");
    assertTrue(id.matches("[0-9A-F]{16}"), id);
    assertEquals(id, answer.element("RequestId"), answer::text);
    assertTrue(answer.whole(), "framed");
    assertSaysNothing(answer);
  }

  /** The answer tells nothing of the server, or of what is behind the proxy. */
  static void assertSaysNothing(RawAnswer answer) {
    String seen = answer.all().toLowerCase(Locale.ROOT);
    for (String secret : SECRET) {
      assertFalse(seen.contains(secret), () -> secret + " in " + answer.all());
    }
  }
}
