package io.deltas3proxy.s3.protocol;

import org.jspecify.annotations.Nullable;

/** What a request asks for: one record per operation of S3 that is known here. */
public sealed interface S3Command
    permits S3Change,
        S3VersionCommand,
        S3Command.ListBuckets,
        S3Command.HeadBucket,
        S3Command.GetBucketLocation,
        S3Command.ListObjects,
        S3Command.ListObjectsV2,
        S3Command.GetObject,
        S3Command.HeadObject,
        S3Command.Preflight,
        S3Command.GetObjectTagging,
        S3Command.ListParts,
        S3Command.ListMultipartUploads {

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

  /**
   * {@code GET} of an object with {@code ?tagging}.
   *
   * @param versionId as sent; {@code null} when not
   */
  record GetObjectTagging(S3Target target, @Nullable String versionId) implements S3Command {
    @Override
    public String operation() {
      return "GetObjectTagging";
    }
  }

  /**
   * {@code GET} of an object with {@code uploadId}.
   *
   * @param after parts above this number
   * @param most 0 to 1,000
   */
  record ListParts(S3Target target, String uploadId, int after, int most) implements S3Command {
    @Override
    public String operation() {
      return "ListParts";
    }
  }

  /**
   * {@code GET} of a bucket with {@code ?uploads}.
   *
   * @param prefix may be empty
   * @param delimiter keys that have it behind the prefix are grouped; empty for none
   * @param keyMarker uploads of keys after this one; empty for all
   * @param uploadIdMarker of the key of the marker itself, those with greater ids; empty for none
   * @param most 0 to 1,000
   * @param urlEncoded whether keys are to be percent-encoded in the answer
   */
  record ListMultipartUploads(
      String bucket,
      String prefix,
      String delimiter,
      String keyMarker,
      String uploadIdMarker,
      int most,
      boolean urlEncoded)
      implements S3Command {
    @Override
    public String operation() {
      return "ListMultipartUploads";
    }
  }
}
