package io.deltas3proxy.testing;

import io.deltas3proxy.testing.WriteJournal.Answer;
import io.deltas3proxy.testing.WriteJournal.Attempt;
import io.deltas3proxy.testing.WriteJournal.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** A client of a gateway that sends everything once, and writes it down. */
public final class GatewayWriter implements AutoCloseable {

  private final S3Client client;
  private final WriteJournal journal;

  /** One of the gateway at a port. */
  public GatewayWriter(int port, WriteJournal journal) {
    this.client = client(port);
    this.journal = journal;
  }

  private static S3Client client(int port) {
    return S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + port + "/s3"))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(StaticCredentialsProvider.create(GatewayStand.OWNER))
        .overrideConfiguration(
            override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .httpClientBuilder(
            Apache5HttpClient.builder().maxConnections(200).socketTimeout(Duration.ofMinutes(2)))
        .build();
  }

  /** The client itself, for what changes nothing. */
  public S3Client client() {
    return client;
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Answer send(Attempt attempt, Supplier<@Nullable String> request) {
    Answer answer;
    try {
      String version = request.get();
      answer = new Answer(200, version == null ? "" : version);
    } catch (AwsServiceException e) {
      answer = new Answer(e.statusCode(), "");
    } catch (SdkClientException e) {
      answer = Answer.NONE;
    }
    journal.answered(attempt, answer);
    return answer;
  }

  private Attempt attempt(Kind kind, String bucket, String key, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return journal.attempt(kind, bucket, key, "", sha256(bytes), bytes.length);
  }

  public Answer put(String bucket, String key, String content) {
    return put(bucket, key, content, null);
  }

  /**
   * Puts under a condition.
   *
   * @param ifNoneMatch {@code *}, or {@code null} for none
   */
  public Answer put(String bucket, String key, String content, @Nullable String ifNoneMatch) {
    return send(
        attempt(Kind.PUT, bucket, key, content),
        () ->
            client
                .putObject(
                    r -> r.bucket(bucket).key(key).ifNoneMatch(ifNoneMatch),
                    RequestBody.fromString(content))
                .versionId());
  }

  /** Copies within a bucket what has this content. */
  public Answer copy(String bucket, String from, String to, String content) {
    return send(
        attempt(Kind.COPY, bucket, to, content),
        () ->
            client
                .copyObject(r ->
                    r.sourceBucket(bucket)
                        .sourceKey(from)
                        .destinationBucket(bucket)
                        .destinationKey(to))
                .versionId());
  }

  /** Puts a delete marker. */
  public Answer mark(String bucket, String key) {
    return send(
        journal.attempt(Kind.MARK, bucket, key, "", "", 0),
        () -> client.deleteObject(r -> r.bucket(bucket).key(key)).versionId());
  }

  /** Deletes a version for good. */
  public Answer erase(String bucket, String key, String version) {
    return send(
        journal.attempt(Kind.ERASE, bucket, key, version, "", 0),
        () -> client.deleteObject(r -> r.bucket(bucket).key(key).versionId(version)).versionId());
  }

  /** An upload of one part that is there; nothing of it is to be seen before it is completed. */
  public Upload begin(String bucket, String key, String content) {
    String id = client.createMultipartUpload(r -> r.bucket(bucket).key(key)).uploadId();
    return new Upload(bucket, key, content, id, "");
  }

  /** Sends its part. */
  public Upload part(Upload upload) {
    String tag =
        client
            .uploadPart(
                r ->
                    r.bucket(upload.bucket()).key(upload.key()).uploadId(upload.id()).partNumber(1),
                RequestBody.fromString(upload.content()))
            .eTag();
    return new Upload(upload.bucket(), upload.key(), upload.content(), upload.id(), tag);
  }

  /** An upload of one part. */
  public record Upload(String bucket, String key, String content, String id, String tag) {}

  public Answer complete(Upload upload) {
    CompletedPart part = CompletedPart.builder().partNumber(1).eTag(upload.tag()).build();
    return send(
        attempt(Kind.COMPLETE, upload.bucket(), upload.key(), upload.content()),
        () ->
            client
                .completeMultipartUpload(r ->
                    r.bucket(upload.bucket())
                        .key(upload.key())
                        .uploadId(upload.id())
                        .multipartUpload(m -> m.parts(part)))
                .versionId());
  }

  @Override
  public void close() {
    client.close();
  }
}
