package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.S3Target;
import io.deltas3proxy.s3.protocol.S3VersionCommand;

/** What a command is about. */
final class CommandTargets {

  private static final S3Target NOTHING = new S3Target("", "");

  private CommandTargets() {}

  static S3Target of(S3Command command) {
    return switch (command) {
      case S3Command.ListBuckets c -> NOTHING;
      case S3Command.Preflight c -> NOTHING;
      case S3Command.HeadBucket c -> new S3Target(c.bucket(), "");
      case S3Command.GetBucketLocation c -> new S3Target(c.bucket(), "");
      case S3Command.ListObjects c -> new S3Target(c.bucket(), c.query().prefix());
      case S3Command.ListObjectsV2 c -> new S3Target(c.bucket(), c.query().prefix());
      case S3Command.GetObject c -> c.read().target();
      case S3Command.HeadObject c -> c.read().target();
      case S3Command.GetObjectTagging c -> c.target();
      case S3Command.ListParts c -> c.target();
      case S3Command.ListMultipartUploads c -> new S3Target(c.bucket(), c.prefix());
      case S3VersionCommand c -> ofVersions(c);
      case S3Change c -> c.target();
    };
  }

  private static S3Target ofVersions(S3VersionCommand command) {
    return switch (command) {
      case S3VersionCommand.ListObjectVersions c -> new S3Target(c.bucket(), c.query().prefix());
      case S3VersionCommand.GetBucketVersioning c -> new S3Target(c.bucket(), "");
      case S3VersionCommand.GetObjectLockConfiguration c -> new S3Target(c.bucket(), "");
      case S3VersionCommand.GetObjectRetention c -> c.target();
      case S3VersionCommand.GetObjectLegalHold c -> c.target();
      case S3VersionCommand.GetObjectAttributes c -> c.target();
    };
  }
}
