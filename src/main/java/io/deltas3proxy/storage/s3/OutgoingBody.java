package io.deltas3proxy.storage.s3;

import java.io.IOException;
import java.util.Map;

/** The body of one request to a store. */
interface OutgoingBody {

  /** Takes what is sent, in pieces. */
  @FunctionalInterface
  interface Sink {
    /**
     * Sends a piece.
     *
     * @param last whether the body is complete with it
     */
    void write(byte[] bytes, int length, boolean last) throws IOException;
  }

  /** In bytes, as they are sent. */
  long length();

  /** What the head of the request says of the body, lower-case names. */
  Map<String, String> headers();

  /**
   * Called before the head is sent. The head of a request without any byte of a body is all of it,
   * so that what could still stop the request must happen here.
   */
  void prepare() throws IOException;

  /** Gives the body to its end. */
  void writeTo(Sink sink) throws IOException;

  /** Whether {@link #writeTo} may be called (again). */
  boolean isRepeatable();

  /** Whether it is the caller's stream that has failed, rather than a connection. */
  boolean hasFailed();
}
