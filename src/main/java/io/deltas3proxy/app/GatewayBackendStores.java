package io.deltas3proxy.app;

import io.deltas3proxy.gateway.provider.BackendStoreFactory;
import io.deltas3proxy.gateway.provider.ConfiguredBackend;
import io.deltas3proxy.metrics.ProxyMetrics;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.local.BucketDirectories;
import io.deltas3proxy.storage.s3.EndpointPolicy;
import io.deltas3proxy.storage.s3.HttpSettings;
import io.deltas3proxy.storage.s3.S3ObjectStore;
import io.deltas3proxy.storage.s3.S3StoreSettings;
import io.deltas3proxy.storage.s3.StaticCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** Opens the stores of the gateway's backends, measured. */
final class GatewayBackendStores implements BackendStoreFactory {

  /** Before the names of backends, which no store of tables has in its name. */
  private static final String LABEL = "gateway/";

  private static final String FILE = "file";

  private final Path directory;
  private final HttpSettings http;
  private final ProxyMetrics metrics;
  private final Clock clock;

  /**
   * @param directory that relative paths start from
   */
  GatewayBackendStores(Path directory, HttpSettings http, ProxyMetrics metrics, Clock clock) {
    this.directory = directory;
    this.http = http;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public ObjectStore open(ConfiguredBackend backend) {
    return metrics.metered(
        FILE.equals(backend.connection().endpoint().getScheme())
            ? directories(backend.connection())
            : server(backend),
        LABEL + backend.name());
  }

  /** Relative paths start from the directory of the file of backends. */
  private ObjectStore directories(ConfiguredBackend.Connection connection) {
    try {
      Path path = directory.resolve(Path.of(connection.endpoint().getSchemeSpecificPart()));
      return new BucketDirectories(Files.createDirectories(path), clock);
    } catch (IOException e) {
      throw new IllegalArgumentException("its directory cannot be made", e);
    }
  }

  private ObjectStore server(ConfiguredBackend backend) {
    ConfiguredBackend.Connection connection = backend.connection();
    S3StoreSettings settings =
        new S3StoreSettings(
            LABEL + backend.name(),
            connection.endpoint(),
            connection.signingRegion(),
            connection.pathStyle(),
            new StaticCredentials(
                connection.secrets().accessKey(), connection.secrets().secretKey(), null),
            http);
    EndpointPolicy policy =
        connection.allowPrivateEndpoint() ? EndpointPolicy.ANY_ADDRESS : EndpointPolicy.REMOTE_ONLY;
    return new S3ObjectStore(settings, policy, clock);
  }
}
