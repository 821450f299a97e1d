package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.s3.protocol.ObjectRead;
import io.deltas3proxy.s3.protocol.PassableSignature;
import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.protocol.S3VersionCommand;
import io.deltas3proxy.storage.AssumableRole;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.SignedRead;
import io.deltas3proxy.storage.StoreCredentials;
import io.deltas3proxy.storage.StoreException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one place that says with whose credentials the store of a table is asked. The configuration
 * and the verified caller decide; nothing else that a request says has a part in it. A caller who
 * has no credentials is refused: those of the proxy never stand in for theirs.
 */
public final class BackendAccess {

  private final Map<String, AuthMode> users;
  private final Function<String, TableBackend> tables;

  /**
   * Makes the rules.
   *
   * @param users modes of single users, which stand above those of tables
   * @param tables by alias
   */
  public BackendAccess(Map<String, AuthMode> users, Function<String, TableBackend> tables) {
    this.users = Map.copyOf(users);
    this.tables = tables;
  }

  /** Every store is asked with the credentials of the proxy. */
  public static BackendAccess ofTheProxy() {
    return new BackendAccess(Map.of(), alias -> TableBackend.OF_THE_PROXY);
  }

  /**
   * The store of a table as the caller is to see it.
   *
   * @throws S3Exception 403 when the caller has no credentials for it
   */
  ObjectStore storeFor(S3Exchange exchange, Table table) throws StoreException {
    Principal principal = exchange.caller().principal();
    TableBackend backend = tables.apply(table.alias());
    ObjectStore store = table.location().store();
    return switch (mode(principal, backend)) {
      case IAM -> store;
      case FORWARD -> forwarded(exchange, principal, store, backend.credentials());
    };
  }

  private AuthMode mode(@Nullable Principal principal, TableBackend backend) {
    return principal == null
        ? backend.mode()
        : users.getOrDefault(principal.user(), backend.mode());
  }

  private static ObjectStore forwarded(
      S3Exchange exchange,
      @Nullable Principal principal,
      ObjectStore store,
      CallerCredentials known)
      throws StoreException {
    Identity identity = exchange.identity();
    if (principal == null || identity == null) {
      throw refused("nobody anonymous has credentials for the store");
    }
    Optional<StoreCredentials> mapped = mapped(principal, known);
    if (mapped.isPresent()) {
      return store.signedBy(mapped.get());
    }
    AssumableRole role = known.role();
    if (role != null) {
      return store.signedBy(role.credentialsOf(principal.user(), principal.groups()));
    }
    if (identity.sessionToken() != null && known.signature() != SignatureUse.NONE) {
      throw refused("the store does not know the keys of sessions");
    }
    StoreCredentials own =
        new StoreCredentials(identity.accessKeyId(), identity.secretAccessKey(), null);
    return switch (known.signature()) {
      case NONE -> throw refused("the caller has no credentials for the store");
      case RESIGN -> store.signedBy(own);
      case PASS_THROUGH -> {
        Optional<SignedRead> signed = signedRead(exchange);
        yield signed.isPresent() ? store.passing(signed.get(), own) : store.signedBy(own);
      }
    };
  }

  /** A session that was taken on for a group has not what belongs to its user. */
  private static Optional<StoreCredentials> mapped(Principal principal, CallerCredentials known) {
    StoreCredentials ofUser = known.users().get(principal.user());
    if (ofUser != null && !principal.groupsOnly()) {
      return Optional.of(ofUser);
    }
    return known.groups().entrySet().stream()
        .filter(group -> principal.groups().contains(group.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Optional<SignedRead> signedRead(S3Exchange exchange) {
    ObjectRead read =
        switch (exchange.command()) {
          case S3Command.GetObject c -> c.read();
          case S3Command.HeadObject c -> c.read();
          case S3Command.ListObjects c -> null;
          case S3Command.ListObjectsV2 c -> null;
          case S3Command.ListBuckets c -> null;
          case S3Command.HeadBucket c -> null;
          case S3Command.GetBucketLocation c -> null;
          case S3Command.Preflight c -> null;
          case S3Command.GetObjectTagging c -> null;
          case S3Command.ListParts c -> null;
          case S3Command.ListMultipartUploads c -> null;
          case S3VersionCommand c -> null;
          case S3Change c -> null;
        };
    return read == null ? Optional.empty() : PassableSignature.of(exchange.request(), read);
  }

  private static S3Exception refused(String reason) {
    return new S3Exception(S3ErrorCode.ACCESS_DENIED).because(reason);
  }
}
