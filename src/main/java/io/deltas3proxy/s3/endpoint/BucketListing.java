package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.s3.endpoint.ContinuationTokens.Scope;
import io.deltas3proxy.s3.protocol.ListingQuery;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.S3Documents;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.protocol.S3Target;
import io.deltas3proxy.storage.StoreException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Answers both versions of a listing of the virtual bucket. */
final class BucketListing {

  /** What a marker begins with that was made here and tells nothing. */
  private static final String OPAQUE_MARKER = "delta-s3-proxy-marker:";

  private final DeltaBucket bucket;
  private final ContinuationTokens tokens;
  private final int maxBackendPages;

  BucketListing(DeltaBucket bucket, ListingSettings settings) {
    this.bucket = bucket;
    this.tokens = new ContinuationTokens(settings.tokenKey());
    this.maxBackendPages = settings.maxBackendPages();
  }

  /** Version 1: the marker is a key, or sealed where the key is not the caller's to know. */
  byte[] list(Caller caller, CallerStores stores, S3Command.ListObjects command)
      throws StoreException, TableUnavailableException, AccountsUnavailableException {
    Scope scope = new Scope(command.operation(), caller, command.bucket(), command.query());
    String marker = command.marker();
    ListingPosition after =
        marker != null && marker.startsWith(OPAQUE_MARKER)
            ? open(marker.substring(OPAQUE_MARKER.length()), scope)
            : afterKey(marker);
    ListingScan.Page page = scan(caller, stores, command.query(), after);
    ListingPosition position = page.position();
    String next = null;
    if (position != null) {
      next =
          page.visible()
              ? position.scanned()
              : OPAQUE_MARKER + tokens.seal(position.toText(), scope);
    }
    return S3Documents.listing(command, page.result(), next);
  }

  /** Version 2: the token is always sealed. */
  byte[] list(Caller caller, CallerStores stores, S3Command.ListObjectsV2 command)
      throws StoreException, TableUnavailableException, AccountsUnavailableException {
    Scope scope = new Scope(command.operation(), caller, command.bucket(), command.query());
    String token = command.continuationToken();
    ListingPosition after = token == null ? afterKey(command.startAfter()) : open(token, scope);
    ListingScan.Page page = scan(caller, stores, command.query(), after);
    ListingPosition position = page.position();
    return S3Documents.listing(
        command, page.result(), position == null ? null : tokens.seal(position.toText(), scope));
  }

  private ListingScan.Page scan(
      Caller caller, CallerStores stores, ListingQuery query, @Nullable ListingPosition after)
      throws StoreException, TableUnavailableException, AccountsUnavailableException {
    return new ListingScan(query, after, maxBackendPages)
        .scan(bucket.visibleTables(caller), stores);
  }

  private ListingPosition open(String token, Scope scope) {
    return ListingPosition.parse(tokens.open(token, scope));
  }

  private static @Nullable ListingPosition afterKey(@Nullable String key) {
    if (key == null || key.isEmpty()) {
      return null;
    }
    if (key.getBytes(StandardCharsets.UTF_8).length > S3Target.MAX_KEY_BYTES) {
      throw new S3Exception(S3ErrorCode.KEY_TOO_LONG);
    }
    return ListingPosition.after(key);
  }
}
