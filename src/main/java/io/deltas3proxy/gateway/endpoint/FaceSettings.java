package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.s3.endpoint.CorsSettings;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * What the face looks like to its clients.
 *
 * @param region that the endpoint says it is in
 * @param tokenKey that continuations of listings are sealed with; the same on all instances
 * @param zone where this instance stands; {@code null} where that is not said
 * @param newBucketReplicas that a bucket requires which a request makes
 */
public record FaceSettings(
    String region,
    CorsSettings cors,
    SecretKey tokenKey,
    @Nullable Location zone,
    int newBucketReplicas) {}
