package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.ObjectAddress;
import java.util.Map;

/**
 * A request that is not a read.
 *
 * @param query names and values, not encoded
 * @param headers to be signed, lower-case names, without those of the body
 */
record StoreCall(
    String method,
    ObjectAddress address,
    Map<String, String> query,
    Map<String, String> headers,
    OutgoingBody body,
    Kind kind) {

  /** What may be done when a call fails, and how long it may take. */
  enum Kind {
    /** Sends the body of a caller: what was begun is not begun again. */
    UPLOAD,
    /** Lets the store work for minutes, and is done at most once. */
    LONG,
    /** Has the same effect when it is done twice. */
    REPEATABLE
  }

  private static final long LONGEST_UNASKED = 1L << 20;

  /** Whether the store is asked before a body is sent that it could refuse by the head alone. */
  boolean asksFirst() {
    return kind == Kind.UPLOAD
        && body.length() > 0
        && (body.length() > LONGEST_UNASKED
            || headers.containsKey("if-none-match")
            || headers.containsKey("if-match"));
  }

  /** For the operator's log. */
  String what() {
    return method + " of s3://" + address.bucket() + "/" + address.key();
  }
}
