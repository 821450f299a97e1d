package io.deltas3proxy.app;

import io.deltas3proxy.s3.endpoint.AuthMode;
import io.deltas3proxy.storage.conditional.ConditionalWrites;
import io.deltas3proxy.storage.s3.EndpointPolicy;
import io.deltas3proxy.storage.s3.S3StoreSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One S3 store and what it is for.
 *
 * @param buckets whose tables it serves without being named
 * @param authMode {@code null} for the default
 * @param conditionalWrites who sees to it that one of several writers wins
 */
record BackendSettings(
    S3StoreSettings store,
    EndpointPolicy policy,
    List<String> buckets,
    @Nullable AuthMode authMode,
    ForwardSettings forward,
    ConditionalWrites conditionalWrites) {

  /** The store of buckets that no other store names: AWS itself, unless it is configured. */
  static final String DEFAULT = "default";

  BackendSettings {
    buckets = List.copyOf(buckets);
  }
}
