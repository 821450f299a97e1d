package io.deltas3proxy.testing;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A real S3 server on a free local port that keeps its objects in a directory and verifies
 * Signature Version 4. It cannot hold both {@code a} and {@code a/b}, and lists in UTF-16 order.
 */
public final class S3TestServer implements AutoCloseable {

  public static final String ACCESS_KEY = "AKIDTESTSERVER";
  public static final String SECRET_KEY = "test-server-secret";
  public static final String REGION = "us-east-1";

  private final S3Proxy server;
  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final List<String> askers = new CopyOnWriteArrayList<>();
  private final S3Client client;
  private final String accessKey;
  private final String secretKey;

  private S3TestServer(S3Proxy server, String accessKey, String secretKey) {
    this.server = server;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    secrets.put(accessKey, secretKey);
    this.client =
        S3Client.builder()
            .endpointOverride(endpoint())
            .region(Region.of(REGION))
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
  }

  /** Starts a server over an existing directory with {@link #ACCESS_KEY}. */
  public static S3TestServer start(Path directory) {
    return start(directory, ACCESS_KEY, SECRET_KEY);
  }

  /** Starts a server over an existing directory; buckets are its sub-directories. */
  public static S3TestServer start(Path directory, String accessKey, String secretKey) {
    FilesystemNio2BlobStore objects = new FilesystemNio2BlobStore(directory.toString());
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(objects)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
            .ignoreUnknownHeaders(true)
            .build();
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the S3 test server does not start", e);
    }
    S3TestServer started = new S3TestServer(server, accessKey, secretKey);
    server.setBlobStoreLocator((key, bucket, object) -> started.grant(key, objects));
    return started;
  }

  private @Nullable AccessGrant grant(@Nullable String key, BlobStore objects) {
    String secret = key == null ? null : secrets.get(key);
    askers.add(String.valueOf(key));
    return secret == null ? null : new AccessGrant(secret, objects);
  }

  /** Lets another access key do everything too. */
  public void know(String anotherAccessKey, String itsSecret) {
    secrets.put(anotherAccessKey, itsSecret);
  }

  /** Refuses an access key from now on. */
  public void forget(String key) {
    secrets.remove(key);
  }

  /** Different access keys of the requests since the last call of this. */
  public Set<String> askers() {
    Set<String> keys = new TreeSet<>(askers);
    askers.clear();
    return keys;
  }

  /** Base URL for path-style requests, for example {@code http://127.0.0.1:40123}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  public String accessKey() {
    return accessKey;
  }

  public String secretKey() {
    return secretKey;
  }

  /** A client with this server's credentials, to create buckets and write objects. */
  public S3Client client() {
    return client;
  }

  public void createBucket(String bucket) {
    client.createBucket(request -> request.bucket(bucket));
  }

  public void put(String bucket, String key, byte[] content) {
    client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
  }

  public void put(String bucket, String key, String content) {
    put(bucket, key, content.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    client.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the S3 test server does not stop", e);
    }
  }
}
