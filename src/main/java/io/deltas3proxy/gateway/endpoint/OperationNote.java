package io.deltas3proxy.gateway.endpoint;

import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/** What is found out about one request for the log of operations. Used by its one thread. */
final class OperationNote {

  private static final String ATTRIBUTE = OperationNote.class.getName();

  private String bucket = "";
  private @Nullable String key;
  private @Nullable String zone;
  private @Nullable String replication;

  /** The note that the filter of the log attached. */
  static OperationNote of(ServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof OperationNote note) {
      return note;
    }
    throw new IllegalStateException("the filter of the log of operations did not run");
  }

  void attachTo(ServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** The bucket that is meant; empty where none is. */
  String bucket() {
    return bucket;
  }

  @Nullable String key() {
    return key;
  }

  void target(String meantBucket, String itsKey) {
    this.bucket = meantBucket;
    this.key = itsKey.isEmpty() ? null : itsKey;
  }

  /** Where the bytes came from or went first. */
  @Nullable String zone() {
    return zone;
  }

  void zone(String code) {
    this.zone = code;
  }

  /** JSON. */
  @Nullable String replication() {
    return replication;
  }

  void replication(String json) {
    this.replication = json;
  }
}
