package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.S3Target;

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

  /** The object, or the bucket, must be changeable. */
  record Change(S3Target target) implements RequiredAccess {}

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
      case S3Command.ListParts c -> new Change(c.target());
      case S3Command.ListMultipartUploads c -> new Change(new S3Target(c.bucket(), ""));
      case S3Change c -> new Change(c.target());
    };
  }
}
