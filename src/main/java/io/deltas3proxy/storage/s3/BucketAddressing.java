package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.ObjectAddress;
import java.net.URI;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Where the objects of a store's buckets are on the network. */
final class BucketAddressing {

  /**
   * The place of one object.
   *
   * @param port -1 for the scheme's own
   * @param path percent-encoded, with its leading slash
   */
  record Target(String scheme, String host, int port, String path) {

    String authority() {
      return port < 0 ? host : host + ":" + port;
    }
  }

  private final String scheme;
  private final String host;
  private final int port;
  private final String basePath;
  private final boolean pathStyle;

  BucketAddressing(S3StoreSettings settings) {
    URI endpoint = settings.endpoint();
    URI base = endpoint == null ? awsEndpoint(settings.region()) : endpoint;
    this.scheme = base.getScheme();
    this.host = base.getHost();
    this.port = base.getPort() == standardPort(scheme) ? -1 : base.getPort();
    String path = base.getRawPath();
    this.basePath = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    this.pathStyle = settings.pathStyle();
  }

  private static URI awsEndpoint(String region) {
    return URI.create("https://" + S3Client.serviceMetadata().endpointFor(Region.of(region)));
  }

  private static int standardPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  Target target(ObjectAddress address) {
    String path = basePath + "/" + KeyEncoding.encode(address.key());
    if (isInHost(address.bucket())) {
      return new Target(scheme, address.bucket() + "." + host, port, path);
    }
    String bucket = KeyEncoding.encode(address.bucket());
    return new Target(
        scheme, host, port, basePath + "/" + bucket + path.substring(basePath.length()));
  }

  /** A dot in the bucket's name would match no wildcard certificate. */
  private boolean isInHost(String bucket) {
    return !pathStyle && !(scheme.equals("https") && bucket.contains("."));
  }
}
