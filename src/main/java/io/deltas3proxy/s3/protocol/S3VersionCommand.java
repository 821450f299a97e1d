package io.deltas3proxy.s3.protocol;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What only a bucket that keeps versions can be asked: one record per operation. */
public sealed interface S3VersionCommand extends S3Command {

  /** The bucket that is asked. */
  String bucket();

  /**
   * {@code GET} of a bucket with {@code ?versions}.
   *
   * @param keyMarker versions of this key and of those before were given; {@code null} for none
   * @param versionIdMarker of the key of the marker, versions up to this one were given and older
   *     ones were not; {@code null} where all of them were
   */
  record ListObjectVersions(
      String bucket,
      ListingQuery query,
      @Nullable String keyMarker,
      @Nullable String versionIdMarker)
      implements S3VersionCommand {
    @Override
    public String operation() {
      return "ListObjectVersions";
    }
  }

  /** {@code GET} of a bucket with {@code ?versioning}. */
  record GetBucketVersioning(String bucket) implements S3VersionCommand {
    @Override
    public String operation() {
      return "GetBucketVersioning";
    }
  }

  /** {@code GET} of a bucket with {@code ?object-lock}. */
  record GetObjectLockConfiguration(String bucket) implements S3VersionCommand {
    @Override
    public String operation() {
      return "GetObjectLockConfiguration";
    }
  }

  /**
   * {@code GET} of an object with {@code ?retention}.
   *
   * @param versionId {@code null} for the current one
   */
  record GetObjectRetention(S3Target target, @Nullable String versionId)
      implements S3VersionCommand {
    @Override
    public String bucket() {
      return target.bucket();
    }

    @Override
    public String operation() {
      return "GetObjectRetention";
    }
  }

  /**
   * {@code GET} of an object with {@code ?legal-hold}.
   *
   * @param versionId {@code null} for the current one
   */
  record GetObjectLegalHold(S3Target target, @Nullable String versionId)
      implements S3VersionCommand {
    @Override
    public String bucket() {
      return target.bucket();
    }

    @Override
    public String operation() {
      return "GetObjectLegalHold";
    }
  }

  /**
   * {@code GET} of an object with {@code ?attributes}.
   *
   * @param versionId {@code null} for the current one
   * @param attributes names of those that are wanted, for example {@code ObjectSize}
   */
  record GetObjectAttributes(S3Target target, @Nullable String versionId, Set<String> attributes)
      implements S3VersionCommand {
    public GetObjectAttributes {
      attributes = Set.copyOf(attributes);
    }

    @Override
    public String bucket() {
      return target.bucket();
    }

    @Override
    public String operation() {
      return "GetObjectAttributes";
    }
  }
}
