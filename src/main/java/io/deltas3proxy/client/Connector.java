package io.deltas3proxy.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Makes connections to servers. */
final class Connector {

  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final SSLSocketFactory tls;
  private final Duration silence;

  /**
   * @param silence how long a server may send nothing while it is waited for
   */
  Connector(SSLSocketFactory tls, Duration silence) {
    this.tls = tls;
    this.silence = silence;
  }

  /** A connection; over TLS the server has proved that it has the name. */
  Connection open(Origin origin) throws IOException {
    Socket plain = new Socket();
    boolean open = false;
    try {
      plain.connect(new InetSocketAddress(origin.host(), origin.port()), (int) CONNECT.toMillis());
      Connection connection =
          new Connection(origin.verified() ? secured(plain, origin) : plain, silence);
      open = true;
      return connection;
    } finally {
      if (!open) {
        plain.close();
      }
    }
  }

  private Socket secured(Socket plain, Origin origin) throws IOException {
    plain.setSoTimeout((int) CONNECT.toMillis());
    if (!(tls.createSocket(plain, origin.host(), origin.port(), true)
        instanceof SSLSocket secure)) {
      throw new IOException("no TLS socket");
    }
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }
}
