package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.Buckets;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the name of a bucket in a request means. */
public sealed interface BucketNames {

  /** The bucket that is meant. */
  Optional<GatewayBucket> find(String name) throws MetadataUnavailableException;

  /** The name of the bucket that is meant, whether there is one or not. */
  String meant(String name);

  /** All buckets, in the order of their names. */
  List<GatewayBucket> all() throws MetadataUnavailableException;

  /** Every name means the one bucket. */
  record Fixed(GatewayBucket bucket) implements BucketNames {
    @Override
    public Optional<GatewayBucket> find(String name) {
      return Optional.of(bucket);
    }

    @Override
    public String meant(String name) {
      return name.isEmpty() ? name : bucket.name();
    }

    @Override
    public List<GatewayBucket> all() {
      return List.of(bucket);
    }
  }

  /**
   * Each bucket has its name.
   *
   * @param configured names of those that the configuration holds: requests do not change them
   */
  record Mapped(Buckets buckets, Set<String> configured) implements BucketNames {
    public Mapped {
      configured = Set.copyOf(configured);
    }

    @Override
    public Optional<GatewayBucket> find(String name) throws MetadataUnavailableException {
      return buckets.find(name);
    }

    @Override
    public String meant(String name) {
      return name;
    }

    @Override
    public List<GatewayBucket> all() throws MetadataUnavailableException {
      return buckets.all();
    }
  }
}
