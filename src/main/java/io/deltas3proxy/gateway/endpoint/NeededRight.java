package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.S3Target;
import io.deltas3proxy.s3.protocol.S3VersionChange;
import io.deltas3proxy.s3.protocol.S3VersionCommand;
import java.util.EnumSet;
import java.util.Set;

/** What a caller must be allowed for a command. A command without an answer does not compile. */
sealed interface NeededRight {

  /** Tells nothing that not everybody knows, or only what the caller may. */
  record None() implements NeededRight {}

  /** Anything in the bucket. */
  record See(String bucket) implements NeededRight {}

  /** This on some objects: which, is judged one by one. */
  record Some(String bucket, GatewayPrivilege privilege) implements NeededRight {}

  /** This on some objects whose keys begin so. */
  record Within(String bucket, String prefix, GatewayPrivilege privilege) implements NeededRight {}

  /** This on all objects of the bucket. */
  record Whole(String bucket, GatewayPrivilege privilege) implements NeededRight {}

  /** To write everything of a bucket that is not there yet. */
  record NewBucket(String bucket) implements NeededRight {}

  /** All of these on one object. */
  record OnObject(S3Target target, Set<GatewayPrivilege> privileges) implements NeededRight {
    public OnObject {
      privileges = Set.copyOf(privileges);
    }
  }

  /** Something on one object, and something on another. */
  record Copy(OnObject source, OnObject target) implements NeededRight {}

  static NeededRight of(S3Command command) {
    return switch (command) {
      case S3Command.ListBuckets c -> new None();
      case S3Command.Preflight c -> new None();
      case S3Command.HeadBucket c -> new See(c.bucket());
      case S3Command.GetBucketLocation c -> new See(c.bucket());
      case S3Command.ListObjects c ->
          new Within(c.bucket(), c.query().prefix(), GatewayPrivilege.READ);
      case S3Command.ListObjectsV2 c ->
          new Within(c.bucket(), c.query().prefix(), GatewayPrivilege.READ);
      case S3Command.GetObject c -> read(c.read().target());
      case S3Command.HeadObject c -> read(c.read().target());
      case S3Command.GetObjectTagging c -> read(c.target());
      case S3Command.ListParts c -> write(c.target());
      case S3Command.ListMultipartUploads c -> new Some(c.bucket(), GatewayPrivilege.WRITE);
      case S3VersionCommand c -> of(c);
      case S3Change c -> of(c);
    };
  }

  private static NeededRight of(S3VersionCommand command) {
    return switch (command) {
      case S3VersionCommand.ListObjectVersions c ->
          new Within(c.bucket(), c.query().prefix(), GatewayPrivilege.READ);
      case S3VersionCommand.GetBucketVersioning c -> new See(c.bucket());
      case S3VersionCommand.GetObjectLockConfiguration c -> new See(c.bucket());
      case S3VersionCommand.GetObjectRetention c -> read(c.target());
      case S3VersionCommand.GetObjectLegalHold c -> read(c.target());
      case S3VersionCommand.GetObjectAttributes c -> read(c.target());
    };
  }

  private static NeededRight of(S3Change change) {
    return switch (change) {
      case S3Change.PutObject c -> write(c.target());
      case S3Change.CopyObject c -> new Copy(read(c.source().target()), write(c.target()));
      case S3Change.DeleteObject c -> delete(c.target(), false);
      case S3Change.DeleteObjects c -> new Some(c.target().bucket(), GatewayPrivilege.DELETE);
      case S3Change.CreateMultipartUpload c -> write(c.target());
      case S3Change.UploadPart c -> write(c.target());
      case S3Change.UploadPartCopy c -> new Copy(read(c.source().target()), write(c.target()));
      case S3Change.CompleteMultipartUpload c -> write(c.target());
      case S3Change.AbortMultipartUpload c -> write(c.target());
      case S3Change.PutObjectTagging c -> write(c.target());
      case S3Change.DeleteObjectTagging c -> write(c.target());
      case S3VersionChange c -> of(c);
      case S3Change.Unserved c -> new None();
    };
  }

  private static NeededRight of(S3VersionChange change) {
    return switch (change) {
      case S3VersionChange.CopyVersion c -> new Copy(read(c.source().target()), write(c.target()));
      case S3VersionChange.DeleteVersion c -> delete(c.target(), c.bypass());
      case S3VersionChange.DeleteVersions c ->
          new Some(c.target().bucket(), GatewayPrivilege.DELETE);
      case S3VersionChange.PutVersionTagging c -> write(c.target());
      case S3VersionChange.DeleteVersionTagging c -> write(c.target());
      case S3VersionChange.PutObjectRetention c ->
          with(GatewayPrivilege.WRITE, c.target(), c.bypass());
      case S3VersionChange.PutObjectLegalHold c -> write(c.target());
      case S3VersionChange.PutBucketVersioning c -> whole(c.target());
      case S3VersionChange.PutObjectLockConfiguration c -> whole(c.target());
      case S3VersionChange.CreateBucket c -> new NewBucket(c.target().bucket());
      case S3VersionChange.DeleteBucket c ->
          new Whole(c.target().bucket(), GatewayPrivilege.DELETE);
    };
  }

  private static OnObject read(S3Target target) {
    return with(GatewayPrivilege.READ, target, false);
  }

  private static OnObject write(S3Target target) {
    return with(GatewayPrivilege.WRITE, target, false);
  }

  private static OnObject delete(S3Target target, boolean bypass) {
    return with(GatewayPrivilege.DELETE, target, bypass);
  }

  private static NeededRight whole(S3Target target) {
    return new Whole(target.bucket(), GatewayPrivilege.WRITE);
  }

  private static OnObject with(GatewayPrivilege privilege, S3Target target, boolean bypass) {
    Set<GatewayPrivilege> privileges = EnumSet.of(privilege);
    if (bypass) {
      privileges.add(GatewayPrivilege.BYPASS_RETENTION);
    }
    return new OnObject(target, privileges);
  }
}
