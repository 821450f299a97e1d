package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PoolStatistics;
import io.deltas3proxy.storage.PresignRequest;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.SignedRead;
import io.deltas3proxy.storage.StoreCredentials;
import io.deltas3proxy.storage.StoreException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Buckets of AWS S3, or of a server that speaks its protocol, with one set of credentials. Where
 * these may not list a bucket, S3 answers 403 for a missing key, which is then {@link
 * StoreException.Denied}: they need {@code s3:ListBucket} beside {@code s3:GetObject}.
 */
public final class S3ObjectStore implements ObjectStore, PoolStatistics.Source {

  private final BackendConnections connections;
  private final S3Client client;
  private final Backend backend;
  private final ObjectStore own;

  /**
   * @throws IllegalArgumentException when the policy refuses the endpoint
   */
  public S3ObjectStore(S3StoreSettings settings, EndpointPolicy policy, Clock clock) {
    if (settings.endpoint() != null) {
      policy.check(settings.endpoint());
    }
    AwsCredentialsProvider credentials = settings.credentialsProvider();
    this.connections = new BackendConnections(settings.name(), settings.http(), policy);
    this.client = client(settings, credentials, policy);
    this.backend =
        new Backend(
            connections,
            client,
            new BucketAddressing(settings),
            new Retries(settings.http()),
            settings.region(),
            clock);
    this.own = backend.signedBy(credentials);
  }

  private static S3Client client(
      S3StoreSettings settings, AwsCredentialsProvider credentials, EndpointPolicy policy) {
    HttpSettings http = settings.http();
    return S3Client.builder()
        .region(Region.of(settings.region()))
        .endpointOverride(settings.endpoint())
        .forcePathStyle(settings.pathStyle())
        .credentialsProvider(credentials)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .overrideConfiguration(override ->
            override
                .apiCallTimeout(http.requestDeadline())
                .retryStrategy(
                    StandardRetryStrategy.builder().maxAttempts(http.maxRetries() + 1).build()))
        .httpClientBuilder(
            Apache5HttpClient.builder()
                .maxConnections(http.maxConnections())
                .connectionTimeout(http.connectTimeout())
                .socketTimeout(http.readTimeout())
                .connectionAcquisitionTimeout(http.requestDeadline())
                .dnsResolver(policy.resolver()))
        .build();
  }

  @Override
  public ReadHead head(ReadRequest request) throws StoreException {
    return own.head(request);
  }

  @Override
  public ObjectContent get(ReadRequest request) throws StoreException {
    return own.get(request);
  }

  @Override
  public ListingPage list(ListingRequest request) throws StoreException {
    return own.list(request);
  }

  @Override
  public Optional<URI> presignGet(PresignRequest request) throws StoreException {
    return own.presignGet(request);
  }

  @Override
  public ObjectWriter writer() throws StoreException {
    return own.writer();
  }

  @Override
  public ObjectStore signedBy(StoreCredentials credentials) {
    return backend.forCaller(provider(credentials));
  }

  @Override
  public ObjectStore passing(SignedRead read, StoreCredentials credentials) {
    return backend.passing(read, provider(credentials));
  }

  private static AwsCredentialsProvider provider(StoreCredentials credentials) {
    return StaticCredentialsProvider.create(
        new StaticCredentials(
                credentials.accessKeyId(),
                credentials.secretAccessKey(),
                credentials.sessionToken())
            .toAwsCredentials());
  }

  @Override
  public PoolStatistics poolStatistics() {
    return connections.statistics();
  }

  @Override
  public void close() {
    client.close();
    connections.close();
  }
}
