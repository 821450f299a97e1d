package io.deltas3proxy.files;

import java.io.InputStream;

/**
 * Bytes that are here and can be sent to a store, again if need be. {@link #close} frees what they
 * take; nothing is read of them afterwards.
 */
interface Piece extends AutoCloseable {

  /** In bytes. */
  long size();

  /** Reads from the first byte on, for one thread. */
  InputStream open();

  /** MD5 of the bytes in Base64, as {@code Content-MD5} has it. */
  String md5();

  @Override
  void close();
}
