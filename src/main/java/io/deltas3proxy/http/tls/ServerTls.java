package io.deltas3proxy.http.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS of one server. Its files are looked at from time to time; when they have changed, new
 * connections get the new certificate, and when the new files cannot be used, a warning says so and
 * the old ones stay.
 */
public final class ServerTls implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

  private final KeySource source;
  private final CurrentKeys keys;
  private final SSLContext context;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("tls-files").daemon().factory());

  /** Of what was last read, whether it could be used or not. */
  private byte[] seen;

  private ServerTls(KeySource source, List<byte[]> contents) throws TlsFileException {
    this.source = source;
    this.seen = digest(contents);
    this.keys = new CurrentKeys(source.keys(contents));
    try {
      context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, null, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  /** Reads the files. */
  public static ServerTls open(KeySource source) throws TlsFileException {
    return new ServerTls(source, read(source));
  }

  /** What connections are made with. */
  public SSLContext context() {
    return context;
  }

  /** Looks at the files this often from now on, until closed. */
  public void follow(Duration interval) {
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(
            this::checkOrWarn, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void checkOrWarn() {
    try {
      check();
    } catch (RuntimeException e) {
      // Without this the files would not be looked at again.
      LOG.warn("The files of TLS could not be looked at", e);
    }
  }

  /** Looks at the files now. */
  synchronized void check() {
    try {
      List<byte[]> contents = read(source);
      byte[] digest = digest(contents);
      if (MessageDigest.isEqual(digest, seen)) {
        return;
      }
      // One warning for each change; a half-written file is another change when it is whole.
      seen = digest;
      keys.replace(source.keys(contents));
      LOG.info("The files of TLS have changed: new connections get the new certificate");
    } catch (TlsFileException e) {
      LOG.warn(
          "tls.{}: {}; connections get the certificate from before", e.setting(), e.getMessage());
    }
  }

  private static List<byte[]> read(KeySource source) throws TlsFileException {
    List<byte[]> contents = new ArrayList<>();
    for (SourceFile file : source.files()) {
      contents.add(file.read());
    }
    return contents;
  }

  private static byte[] digest(List<byte[]> contents) {
    try {
      MessageDigest all = MessageDigest.getInstance("SHA-256");
      for (byte[] content : contents) {
        all.update(MessageDigest.getInstance("SHA-256").digest(content));
      }
      return all.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
