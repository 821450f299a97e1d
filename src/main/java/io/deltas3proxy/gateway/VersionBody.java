package io.deltas3proxy.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * A version that is being read.
 *
 * @param backend that its first byte comes from
 * @param zone of it
 * @param body of exactly the bytes that were asked for; goes over to other replicas where one
 *     breaks, and fails rather than end early or give others
 */
public record VersionBody(String backend, Location zone, InputStream body) implements Closeable {
  @Override
  public void close() throws IOException {
    body.close();
  }
}
