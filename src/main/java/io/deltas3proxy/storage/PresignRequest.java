package io.deltas3proxy.storage;

import java.time.Duration;
import java.util.Map;

/**
 * A GET of one object that a client may send by itself for a while.
 *
 * @param signedHeaders headers that the client is known to send and S3 wants signed ({@code
 *     x-amz-*}), lower-case names
 * @param responseParameters {@code response-*} query parameters to sign into the URL
 * @param lifetime 1 second to 7 days
 */
public record PresignRequest(
    ObjectAddress address,
    Map<String, String> signedHeaders,
    Map<String, String> responseParameters,
    Duration lifetime) {
  public PresignRequest {
    signedHeaders = Map.copyOf(signedHeaders);
    responseParameters = Map.copyOf(responseParameters);
  }
}
