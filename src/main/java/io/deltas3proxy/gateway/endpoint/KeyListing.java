package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.VersionListings;
import io.deltas3proxy.s3.endpoint.ContinuationTokens;
import io.deltas3proxy.s3.endpoint.ContinuationTokens.Scope;
import io.deltas3proxy.s3.protocol.ListingQuery;
import io.deltas3proxy.s3.protocol.ListingResult;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.S3Documents;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.protocol.S3Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers both versions of a listing of keys, of what the caller may read alone. */
final class KeyListing {

  private final VersionListings listings;
  private final ContinuationTokens tokens;

  KeyListing(VersionListings listings, ContinuationTokens tokens) {
    this.listings = listings;
    this.tokens = tokens;
  }

  /** Version 1: the marker is a key, or a common prefix, that was given. */
  void list(GatewayCall call, S3Command.ListObjects command)
      throws IOException, MetadataUnavailableException {
    KeyScan.Page page = scan(call, command.query(), key(command.marker()));
    VersionAnswer.bucket(call, new S3Target(command.bucket(), ""));
    call.document(S3Documents.listing(command, result(page), page.next()));
  }

  /** Version 2: the token is sealed, for this caller and this question. */
  void list(GatewayCall call, S3Command.ListObjectsV2 command)
      throws IOException, MetadataUnavailableException {
    Scope scope =
        new Scope(command.operation(), call.caller(), call.bucket().name(), command.query());
    String token = command.continuationToken();
    String after = token == null ? key(command.startAfter()) : tokens.open(token, scope);
    KeyScan.Page page = scan(call, command.query(), after);
    String next = page.next();
    VersionAnswer.bucket(call, new S3Target(command.bucket(), ""));
    call.document(
        S3Documents.listing(command, result(page), next == null ? null : tokens.seal(next, scope)));
  }

  private KeyScan.Page scan(GatewayCall call, ListingQuery query, @Nullable String after)
      throws MetadataUnavailableException {
    List<String> readable = call.cleared().rights().within(GatewayPrivilege.READ, query.prefix());
    return new KeyScan(listings, call.bucket().name(), query).scan(readable, after);
  }

  private static ListingResult result(KeyScan.Page page) {
    return new ListingResult(page.objects(), page.prefixes());
  }

  private static @Nullable String key(@Nullable String key) {
    if (key == null || key.isEmpty()) {
      return null;
    }
    if (key.getBytes(StandardCharsets.UTF_8).length > S3Target.MAX_KEY_BYTES) {
      throw new S3Exception(S3ErrorCode.KEY_TOO_LONG);
    }
    return key;
  }
}
