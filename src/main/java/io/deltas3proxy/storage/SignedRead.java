package io.deltas3proxy.storage;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The signature that a caller made for one GET or HEAD of one object (Signature Version 4), with
 * all that it covers, to be sent on to a store that knows the caller's key. The path is not in it:
 * the store is asked for the address that was judged, whose canonical form the signature covers.
 *
 * @param method that the signature is for
 * @param host value of {@code Host} as the caller sent it
 * @param query as the caller sent it, not decoded; {@code null} for none
 * @param headers the signed headers but {@code host}, and {@code Authorization} where the signature
 *     is in it: lower-case names, values as sent
 * @param validUntil after which no store takes it
 */
public record SignedRead(
    String method,
    String host,
    @Nullable String query,
    Map<String, String> headers,
    Instant validUntil) {
  public SignedRead {
    headers = Map.copyOf(headers);
  }

  /** Hides the signature. */
  @Override
  public String toString() {
    return "SignedRead[" + method + ", signature hidden]";
  }
}
