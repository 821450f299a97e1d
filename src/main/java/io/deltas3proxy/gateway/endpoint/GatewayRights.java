package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The one place that lets a command pass. What no rule allows is refused. */
final class GatewayRights {

  /** Example: {@code my-bucket}. */
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private final BucketNames names;
  private final AccessRules rules;

  GatewayRights(BucketNames names, AccessRules rules) {
    this.names = names;
    this.rules = rules;
  }

  /**
   * Lets a command pass.
   *
   * @throws S3Exception when the caller may not do it, or there is no such bucket
   */
  Cleared require(Caller caller, S3Command command)
      throws AccountsUnavailableException, MetadataUnavailableException {
    return switch (NeededRight.of(command)) {
      case NeededRight.None none -> Cleared.NOTHING;
      case NeededRight.See see -> {
        Cleared cleared = bucket(caller, see.bucket());
        yield cleared.when(cleared.rights().any());
      }
      case NeededRight.Some some -> {
        Cleared cleared = bucket(caller, some.bucket());
        yield cleared.when(cleared.rights().allowsSome(some.privilege()));
      }
      case NeededRight.Within within -> {
        Cleared cleared = bucket(caller, within.bucket());
        yield cleared.when(!cleared.rights().within(within.privilege(), within.prefix()).isEmpty());
      }
      case NeededRight.Whole whole -> {
        Cleared cleared = bucket(caller, whole.bucket());
        yield cleared.when(cleared.rights().allowsAll(whole.privilege()));
      }
      case NeededRight.NewBucket made -> {
        requireName(made.bucket());
        if (!rights(caller, made.bucket()).allowsAll(GatewayPrivilege.WRITE)) {
          throw Cleared.denied();
        }
        yield Cleared.NOTHING;
      }
      case NeededRight.OnObject object -> object(caller, object);
      case NeededRight.Copy copy -> {
        Cleared source = object(caller, copy.source());
        yield object(caller, copy.target()).from(source.bucket());
      }
    };
  }

  private Cleared object(Caller caller, NeededRight.OnObject needed)
      throws AccountsUnavailableException, MetadataUnavailableException {
    Cleared cleared = bucket(caller, needed.target().bucket());
    for (GatewayPrivilege privilege : needed.privileges()) {
      cleared = cleared.when(cleared.rights().allows(privilege, needed.target().key()));
    }
    return cleared;
  }

  private Cleared bucket(Caller caller, String name)
      throws AccountsUnavailableException, MetadataUnavailableException {
    requireName(name);
    GatewayBucket bucket =
        names.find(name).orElseThrow(() -> new S3Exception(S3ErrorCode.NO_SUCH_BUCKET));
    return new Cleared(bucket, rights(caller, bucket.name()), null);
  }

  private static void requireName(String name) {
    if (!BUCKET.matcher(name).matches()) {
      throw new S3Exception(S3ErrorCode.INVALID_BUCKET_NAME);
    }
  }

  private BucketRights rights(Caller caller, String bucket) throws AccountsUnavailableException {
    return BucketRights.of(
        rules.all().stream()
            .filter(rule -> rule.isFor(caller.principal()) && rule.covers(bucket))
            .toList());
  }

  /** The buckets in which the caller may do anything. */
  List<GatewayBucket> visible(Caller caller)
      throws AccountsUnavailableException, MetadataUnavailableException {
    List<GatewayBucket> visible = new ArrayList<>();
    for (GatewayBucket bucket : names.all()) {
      if (rights(caller, bucket.name()).any()) {
        visible.add(bucket);
      }
    }
    return visible;
  }
}
