package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.WriteIntent;
import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.S3Target;
import io.deltas3proxy.s3.protocol.S3VersionChange;
import io.deltas3proxy.s3.protocol.S3VersionCommand;
import io.deltas3proxy.storage.WriteConditions;

/** What a caller must be allowed for a command. A command without an answer does not compile. */
sealed interface RequiredAccess {

  /** Tells nothing that not everybody knows. */
  record None() implements RequiredAccess {}

  /** The bucket must be there. */
  record SeeBucket(String bucket) implements RequiredAccess {}

  /** The bucket must be there; every entry of the listing is judged by itself. */
  record ListBucket(String bucket) implements RequiredAccess {}

  /** The object must be readable. */
  record ReadObject(S3Target target) implements RequiredAccess {}

  /** The object must be changeable. */
  record WriteObject(S3Target target, WriteIntent intent) implements RequiredAccess {}

  /** One object must be readable, and another, or the same, changeable. */
  record CopyObject(S3Target source, S3Target target, WriteIntent intent)
      implements RequiredAccess {}

  /**
   * Something of the bucket must be changeable; every object is judged by itself once it is known.
   */
  record WriteBucket(String bucket) implements RequiredAccess {}

  /** A change of a kind that nobody may make. */
  record Unserved(S3Target target) implements RequiredAccess {}

  static RequiredAccess of(S3Command command) {
    return switch (command) {
      case S3Command.ListBuckets c -> new None();
      case S3Command.Preflight c -> new None();
      case S3Command.HeadBucket c -> new SeeBucket(c.bucket());
      case S3Command.GetBucketLocation c -> new SeeBucket(c.bucket());
      case S3Command.ListObjects c -> new ListBucket(c.bucket());
      case S3Command.ListObjectsV2 c -> new ListBucket(c.bucket());
      case S3Command.GetObject c -> new ReadObject(c.read().target());
      case S3Command.HeadObject c -> new ReadObject(c.read().target());
      case S3Command.GetObjectTagging c -> new ReadObject(c.target());
      case S3Command.ListParts c -> new WriteObject(c.target(), WriteIntent.PART);
      case S3Command.ListMultipartUploads c -> new WriteBucket(c.bucket());
      // Nothing here has versions.
      case S3VersionCommand c -> new Unserved(new S3Target(c.bucket(), ""));
      case S3Change c -> of(c);
    };
  }

  private static RequiredAccess of(S3Change change) {
    return switch (change) {
      case S3Change.PutObject c -> new WriteObject(c.target(), storing(c.conditions()));
      case S3Change.CopyObject c ->
          new CopyObject(c.source().target(), c.target(), storing(c.conditions()));
      // A condition on what is there tells something of it.
      case S3Change.DeleteObject c ->
          c.ifMatch() == null
              ? new WriteObject(c.target(), WriteIntent.DELETE)
              : new CopyObject(c.target(), c.target(), WriteIntent.DELETE);
      case S3Change.DeleteObjects c -> new WriteBucket(c.target().bucket());
      case S3Change.CreateMultipartUpload c -> new WriteObject(c.target(), WriteIntent.MULTIPART);
      case S3Change.UploadPart c -> new WriteObject(c.target(), WriteIntent.PART);
      case S3Change.UploadPartCopy c ->
          new CopyObject(c.source().target(), c.target(), WriteIntent.PART);
      // Whose upload it is comes first; whether the object may be made is seen when it is.
      case S3Change.CompleteMultipartUpload c -> new WriteObject(c.target(), WriteIntent.PART);
      case S3Change.AbortMultipartUpload c -> new WriteObject(c.target(), WriteIntent.PART);
      case S3Change.PutObjectTagging c -> new WriteObject(c.target(), WriteIntent.TAG);
      case S3Change.DeleteObjectTagging c -> new WriteObject(c.target(), WriteIntent.TAG);
      case S3VersionChange c -> new Unserved(c.target());
      case S3Change.Unserved c -> new Unserved(c.target());
    };
  }

  private static WriteIntent storing(WriteConditions conditions) {
    return conditions.ifMatch() == null ? WriteIntent.PUT : WriteIntent.REPLACE;
  }
}
