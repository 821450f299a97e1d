package io.deltas3proxy.http.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.testing.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real handshakes with the context, before and after the files change. */
class ServerTlsTest {

  @TempDir Path directory;

  @Test
  void aNewKeyStoreIsUsedForNewConnections() throws Exception {
    Path file = directory.resolve("server.p12");
    Certificates first = Certificates.make(file, "PKCS12", "EC");
    SSLContext trustsFirst = Certificates.trusting(first);
    Certificates second = Certificates.make(directory.resolve("second.p12"), "PKCS12", "RSA");
    SSLContext trustsSecond = Certificates.trusting(second);
    try (ServerTls tls = ServerTls.open(new KeyStoreFile(file, "PKCS12", Certificates.PASSWORD))) {
      assertEquals("TLSv1.3", handshake(tls, trustsFirst));
      Files.copy(second.keyStore(), file, StandardCopyOption.REPLACE_EXISTING);
      tls.check();
      assertEquals("TLSv1.3", handshake(tls, trustsSecond));
      assertThrows(SSLHandshakeException.class, () -> handshake(tls, trustsFirst));
    }
  }

  @Test
  void aNewFileThatCannotBeUsedLeavesTheOldOneUntilItIsGood() throws Exception {
    Certificates first = Certificates.make(directory.resolve("first"), "PKCS12", "EC");
    Certificates second = Certificates.make(directory.resolve("second"), "PKCS12", "EC");
    SSLContext trustsFirst = Certificates.trusting(first);
    Path certificate = first.certificate(directory.resolve("cert.pem"));
    Path key = first.privateKey(directory.resolve("key.pem"));
    try (ServerTls tls = ServerTls.open(new PemFiles(certificate, key))) {
      second.certificate(certificate);
      tls.check();
      assertEquals("TLSv1.3", handshake(tls, trustsFirst));
      Files.delete(key);
      tls.check();
      assertEquals("TLSv1.3", handshake(tls, trustsFirst));
      second.privateKey(key);
      tls.check();
      assertEquals("TLSv1.3", handshake(tls, Certificates.trusting(second)));
    }
  }

  private static String handshake(ServerTls tls, SSLContext client) throws Exception {
    try (SSLServerSocket listening =
            (SSLServerSocket) tls.context().getServerSocketFactory().createServerSocket(0);
        SSLSocket socket =
            (SSLSocket)
                client.getSocketFactory().createSocket("localhost", listening.getLocalPort())) {
      CompletableFuture<Void> served =
          CompletableFuture.runAsync(() -> {
            try (SSLSocket accepted = (SSLSocket) listening.accept()) {
              accepted.startHandshake();
            } catch (IOException e) {
              // The client says what it did not like.
            }
          });
      try {
        socket.startHandshake();
      } finally {
        served.get(10, TimeUnit.SECONDS);
      }
      return socket.getSession().getProtocol();
    }
  }
}
