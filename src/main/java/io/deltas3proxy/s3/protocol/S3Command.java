package io.deltas3proxy.s3.protocol;

import org.jspecify.annotations.Nullable;

/** What a request asks for: one record per operation of S3 that is known here. */
public sealed interface S3Command {

  /** S3's name of the operation, for logs and metrics. */
  String operation();

  /**
   * {@code GET /}, or {@code HEAD /}, which some clients send to see whether the service is there.
   *
   * @param prefix only buckets whose name starts with it; may be empty
   * @param region only buckets of this region; {@code null} for all
   */
  record ListBuckets(String prefix, @Nullable String region) implements S3Command {
    @Override
    public String operation() {
      return "ListBuckets";
    }
  }

  /** {@code HEAD} of a bucket. */
  record HeadBucket(String bucket) implements S3Command {
    @Override
    public String operation() {
      return "HeadBucket";
    }
  }

  /** {@code GET} of a bucket with {@code ?location}. */
  record GetBucketLocation(String bucket) implements S3Command {
    @Override
    public String operation() {
      return "GetBucketLocation";
    }
  }

  /**
   * {@code GET} of a bucket.
   *
   * @param marker where to go on; {@code null} for the beginning
   */
  record ListObjects(String bucket, ListingQuery query, @Nullable String marker)
      implements S3Command {
    @Override
    public String operation() {
      return "ListObjects";
    }
  }

  /**
   * {@code GET} of a bucket with {@code list-type=2}.
   *
   * @param startAfter where to begin; without meaning where a token is given
   * @param continuationToken from the page before
   */
  record ListObjectsV2(
      String bucket,
      ListingQuery query,
      @Nullable String startAfter,
      @Nullable String continuationToken,
      boolean fetchOwner)
      implements S3Command {
    @Override
    public String operation() {
      return "ListObjectsV2";
    }
  }

  /** {@code GET} of an object. */
  record GetObject(ObjectRead read) implements S3Command {
    @Override
    public String operation() {
      return "GetObject";
    }
  }

  /** {@code HEAD} of an object. */
  record HeadObject(ObjectRead read) implements S3Command {
    @Override
    public String operation() {
      return "HeadObject";
    }
  }

  /** {@code OPTIONS}: a browser asks what it may send. */
  record Preflight() implements S3Command {
    @Override
    public String operation() {
      return "Preflight";
    }
  }

  /** A request that would change something. */
  record Write(S3Target target, WriteAction action) implements S3Command {
    @Override
    public String operation() {
      return action.operation();
    }
  }
}
