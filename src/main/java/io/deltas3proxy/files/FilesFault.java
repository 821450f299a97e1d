package io.deltas3proxy.files;

/** Why a request about files fails, each with its HTTP status. */
public enum FilesFault {
  /** The file has no bytes, or the body that holds it cannot be read. */
  UNREADABLE(400),
  /** The request is not as it must be. */
  INVALID_REQUEST(400),
  /** The bytes are not those that the caller said. */
  CHECKSUM_MISMATCH(400),
  /** The store has not taken the file; the status is a setting. */
  BACKEND_REFUSED(400),
  /** Nobody has proved who they are. */
  UNAUTHENTICATED(401),
  FORBIDDEN(403),
  BUCKET_MISSING(404),
  /** There is no such file; the status is a setting. */
  FILE_MISSING(400),
  /** There is nothing at this path, or it belongs to somebody else. */
  NOTHING_HERE(404),
  METHOD_NOT_ALLOWED(405),
  CONFLICT(409),
  GONE(410),
  PRECONDITION_FAILED(412),
  TOO_LARGE(413),
  UNSUPPORTED_TYPE(415),
  RANGE_NOT_SATISFIABLE(416),
  /** A field of the form is missing or wrong. */
  INVALID_FIELD(422),
  LOCKED(423),
  TOO_MANY_REQUESTS(429),
  /** The resumable protocol's own: a checksum that does not fit. */
  TUS_CHECKSUM_MISMATCH(460),
  INTERNAL(500),
  NOT_ENABLED(501),
  UNAVAILABLE(503);

  private final int status;

  FilesFault(int status) {
    this.status = status;
  }

  /** The usual HTTP status. */
  public int status() {
    return status;
  }
}
