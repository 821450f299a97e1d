package io.deltas3proxy.storage;

import java.io.IOException;
import java.time.Instant;

/**
 * Why a store did not do what was asked. Messages are for the operator's log and may name physical
 * places: they are never sent to a client.
 */
public abstract sealed class StoreException extends IOException {

  private static final long serialVersionUID = 1L;

  private StoreException(String message) {
    super(message);
  }

  private StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /** There is no such object (or bucket). */
  public static final class NotFound extends StoreException {
    private static final long serialVersionUID = 1L;

    public NotFound(String message) {
      super(message);
    }
  }

  /**
   * {@code If-None-Match} or {@code If-Modified-Since} says that the caller has it already: 304.
   */
  public static final class NotModified extends StoreException {
    private static final long serialVersionUID = 1L;
    private final String eTag;
    private final Instant lastModified;

    public NotModified(String eTag, Instant lastModified) {
      super("not modified");
      this.eTag = eTag;
      this.lastModified = lastModified;
    }

    public String eTag() {
      return eTag;
    }

    public Instant lastModified() {
      return lastModified;
    }
  }

  /** {@code If-Match} or {@code If-Unmodified-Since} does not hold: 412. */
  public static final class PreconditionFailed extends StoreException {
    private static final long serialVersionUID = 1L;

    public PreconditionFailed(String message) {
      super(message);
    }
  }

  /** The range (or the part) is outside the object: 416. */
  public static final class RangeNotSatisfiable extends StoreException {
    private static final long serialVersionUID = 1L;
    private final long size;

    /**
     * @param size whole size of the object, or -1 when the store did not say
     */
    public RangeNotSatisfiable(long size) {
      super("range not satisfiable, size " + size);
      this.size = size;
    }

    public long size() {
      return size;
    }
  }

  /** The store refuses the proxy's own credentials: an operator's matter, 503 for the client. */
  public static final class Denied extends StoreException {
    private static final long serialVersionUID = 1L;

    public Denied(String message) {
      super(message);
    }
  }

  /** The store refuses the credentials of the caller: 403 for the client. */
  public static final class CallerDenied extends StoreException {
    private static final long serialVersionUID = 1L;

    public CallerDenied(String message) {
      super(message);
    }
  }

  /** The store asks to slow down, after the bounded retries: 503 SlowDown. */
  public static final class Throttled extends StoreException {
    private static final long serialVersionUID = 1L;

    public Throttled(String message) {
      super(message);
    }
  }

  /**
   * The store failed, is not reachable or did not answer in time, after the bounded retries: 503.
   */
  public static final class Unavailable extends StoreException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message) {
      super(message);
    }

    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Another write of the same object was under way: 409, the client tries again. */
  public static final class Conflict extends StoreException {
    private static final long serialVersionUID = 1L;

    public Conflict(String message) {
      super(message);
    }
  }

  /** There is no such upload in parts: 404. */
  public static final class NoSuchUpload extends StoreException {
    private static final long serialVersionUID = 1L;

    public NoSuchUpload(String message) {
      super(message);
    }
  }

  /** What was sent is wrong in the eyes of the store: the client's mistake. */
  public static final class Invalid extends StoreException {
    private static final long serialVersionUID = 1L;
    private final Fault fault;

    /** What is wrong, by the code that S3 has for it. */
    public enum Fault {
      BAD_DIGEST,
      INVALID_DIGEST,
      INVALID_PART,
      INVALID_PART_ORDER,
      ENTITY_TOO_SMALL,
      ENTITY_TOO_LARGE,
      INCOMPLETE_BODY,
      INVALID_TAG,
      INVALID_REQUEST
    }

    public Invalid(Fault fault, String message) {
      super(message);
      this.fault = fault;
    }

    public Fault fault() {
      return fault;
    }
  }

  /** The store has no such thing: 501. */
  public static final class Unsupported extends StoreException {
    private static final long serialVersionUID = 1L;

    public Unsupported(String message) {
      super(message);
    }
  }

  /** Whether the store has done it is not known: 503, and the client looks before it repeats it. */
  public static final class Indeterminate extends StoreException {
    private static final long serialVersionUID = 1L;

    public Indeterminate(String message, Throwable cause) {
      super(message, cause);
    }

    public Indeterminate(String message) {
      super(message);
    }
  }
}
