package io.deltas3proxy.s3.endpoint;

import java.util.List;

/**
 * What the S3 endpoint looks like to its clients.
 *
 * @param virtualBucket the one bucket that clients see
 * @param virtualHostDomains domains below which the first label of the host is the bucket, lower
 *     case; for example {@code localhost} for {@code datalake.localhost}
 * @param region that the endpoint says it is in
 */
public record EndpointSettings(
    String virtualBucket,
    List<String> virtualHostDomains,
    String region,
    boolean readOnly,
    RetrievalSettings retrieval,
    CorsSettings cors,
    ListingSettings listing) {
  public EndpointSettings {
    virtualHostDomains = List.copyOf(virtualHostDomains);
  }
}
