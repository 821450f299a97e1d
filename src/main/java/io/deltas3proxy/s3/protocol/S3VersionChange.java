package io.deltas3proxy.s3.protocol;

import io.deltas3proxy.storage.WriteConditions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What would change something and only a bucket that keeps versions serves. */
public sealed interface S3VersionChange extends S3Change {

  /**
   * {@code PUT} of an object with {@code x-amz-copy-source}.
   *
   * @param headers of the copy; {@code null} for those of the source
   * @param tagging of the copy, as {@code x-amz-tagging}, perhaps empty; {@code null} for that of
   *     the source
   * @param lock of the copy: never that of the source
   */
  record CopyVersion(
      S3Target target,
      CopySource source,
      @Nullable Map<String, String> headers,
      @Nullable String tagging,
      ObjectLock lock,
      WriteConditions conditions)
      implements S3VersionChange {
    public CopyVersion {
      headers = headers == null ? null : Map.copyOf(headers);
    }

    @Override
    public WriteAction action() {
      return WriteAction.COPY_OBJECT;
    }
  }

  /**
   * {@code DELETE} of an object with {@code versionId}: for good.
   *
   * @param bypass whether a lock of mode governance is to be passed over
   */
  record DeleteVersion(S3Target target, String versionId, boolean bypass)
      implements S3VersionChange {
    @Override
    public WriteAction action() {
      return WriteAction.DELETE_OBJECT;
    }
  }

  /**
   * {@code POST} of a bucket with {@code ?delete}.
   *
   * @param bypass as that of {@link DeleteVersion}
   */
  record DeleteVersions(S3Target target, DocumentBody body, boolean bypass)
      implements S3VersionChange {
    @Override
    public WriteAction action() {
      return WriteAction.DELETE_OBJECTS;
    }
  }

  /**
   * {@code PUT} of an object with {@code ?tagging}.
   *
   * @param versionId {@code null} for the current one
   */
  record PutVersionTagging(S3Target target, @Nullable String versionId, DocumentBody body)
      implements S3VersionChange {
    @Override
    public WriteAction action() {
      return WriteAction.PUT_OBJECT_TAGGING;
    }
  }

  /**
   * {@code DELETE} of an object with {@code ?tagging}.
   *
   * @param versionId {@code null} for the current one
   */
  record DeleteVersionTagging(S3Target target, @Nullable String versionId)
      implements S3VersionChange {
    @Override
    public WriteAction action() {
      return WriteAction.DELETE_OBJECT_TAGGING;
    }
  }

  /**
   * {@code PUT} of an object with {@code ?retention}.
   *
   * @param versionId {@code null} for the current one
   * @param bypass as that of {@link DeleteVersion}
   */
  record PutObjectRetention(
      S3Target target, @Nullable String versionId, DocumentBody body, boolean bypass)
      implements S3VersionChange {
    @Override
    public WriteAction action() {
      return WriteAction.PUT_OBJECT_RETENTION;
    }
  }

  /**
   * {@code PUT} of an object with {@code ?legal-hold}.
   *
   * @param versionId {@code null} for the current one
   */
  record PutObjectLegalHold(S3Target target, @Nullable String versionId, DocumentBody body)
      implements S3VersionChange {
    @Override
    public WriteAction action() {
      return WriteAction.PUT_OBJECT_LEGAL_HOLD;
    }
  }

  /** {@code PUT} of a bucket with {@code ?versioning}. */
  record PutBucketVersioning(S3Target target, DocumentBody body) implements S3VersionChange {
    @Override
    public WriteAction action() {
      return WriteAction.PUT_BUCKET_VERSIONING;
    }
  }

  /** {@code PUT} of a bucket with {@code ?object-lock}. */
  record PutObjectLockConfiguration(S3Target target, DocumentBody body) implements S3VersionChange {
    @Override
    public WriteAction action() {
      return WriteAction.PUT_OBJECT_LOCK_CONFIGURATION;
    }
  }

  /**
   * {@code PUT} of a bucket; where it is to be, the body says.
   *
   * @param objectLock whether its versions may be locked
   */
  record CreateBucket(S3Target target, DocumentBody body, boolean objectLock)
      implements S3VersionChange {
    @Override
    public WriteAction action() {
      return WriteAction.CREATE_BUCKET;
    }
  }

  /** {@code DELETE} of a bucket. */
  record DeleteBucket(S3Target target) implements S3VersionChange {
    @Override
    public WriteAction action() {
      return WriteAction.DELETE_BUCKET;
    }
  }
}
