package io.deltas3proxy.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param authorities a file of certificates to believe; {@code null} for those of the JDK
 * @param silence how long a server may send nothing while it is waited for
 */
record ClientOptions(
    InetSocketAddress listen,
    Destinations destinations,
    @Nullable Path authorities,
    Duration silence,
    int mostConnections,
    boolean quiet) {

  static final String USAGE =
      """
      usage: java -jar delta-s3-proxy.war client-proxy --upstream URL [options]

      Listens beside a client that cannot follow redirects to presigned URLs. Requests go to the
      upstream as they were signed; redirects are followed without the client's signature. Also an
      HTTP proxy (fs.s3a.proxy.host and fs.s3a.proxy.port), with CONNECT, to the same places.

        --upstream URL           the Delta S3 proxy: http://HOST[:PORT] or https://HOST[:PORT]
        --listen [HOST:]PORT     where to listen (127.0.0.1:28080)
        --store HOST[:PORT]      a store that may be followed to; *.DOMAIN for all below a domain;
                                 may be given several times. An upstream of https may name
                                 stores of https itself.
        --ca-file FILE           certificates (PEM) to believe instead of those of the JDK
        --timeout SECONDS        how long a server may be silent (120)
        --max-connections N      of clients at once (1024)
        --quiet                  no line for requests that go well
      """;

  private static final int PORT = 28_080;

  /**
   * @throws IllegalArgumentException if it cannot be understood; the message says what
   */
  static ClientOptions parse(String... arguments) {
    String listen = "";
    String upstream = "";
    List<KnownStore> stores = new ArrayList<>();
    Path authorities = null;
    int seconds = 120;
    int connections = 1024;
    boolean quiet = false;
    Iterator<String> words = Arrays.asList(arguments).iterator();
    while (words.hasNext()) {
      String word = words.next();
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      String name = equals < 0 ? word : word.substring(0, equals);
      if (name.equals("--quiet") && equals < 0) {
        quiet = true;
        continue;
      }
      if (!List.of(
              "--upstream", "--listen", "--store", "--ca-file", "--timeout", "--max-connections")
          .contains(name)) {
        throw new IllegalArgumentException("unknown: " + word);
      }
      if (equals < 0 && !words.hasNext()) {
        throw new IllegalArgumentException(name + " needs a value");
      }
      String value = equals < 0 ? words.next() : word.substring(equals + 1);
      switch (name) {
        case "--upstream" -> upstream = value;
        case "--listen" -> listen = value;
        case "--store" -> stores.add(KnownStore.parse(value));
        case "--ca-file" -> authorities = Path.of(value);
        case "--timeout" -> seconds = number(name, value, 3_600);
        default -> connections = number(name, value, 100_000);
      }
    }
    return new ClientOptions(
        address(listen),
        new Destinations(origin(upstream), stores),
        authorities,
        Duration.ofSeconds(seconds),
        connections,
        quiet);
  }

  private static Origin origin(String upstream) {
    if (upstream.isEmpty()) {
      throw new IllegalArgumentException("--upstream is needed");
    }
    try {
      URI url = new URI(upstream);
      Origin origin = Origin.of(url);
      String path = url.getRawPath();
      if ((path != null && !path.isEmpty() && !path.equals("/"))
          || url.getRawQuery() != null
          || url.getRawFragment() != null) {
        // What the client signs is the path that it sends; nothing can be put before it.
        throw new IllegalArgumentException("--upstream " + upstream + ": without a path");
      }
      return origin;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("--upstream " + upstream + ": not a URL", e);
    }
  }

  private static InetSocketAddress address(String listen) {
    if (listen.isEmpty()) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT);
    }
    int colon = listen.lastIndexOf(':');
    String host = colon < 0 ? "127.0.0.1" : listen.substring(0, colon);
    int port = PortNumber.parse(listen.substring(colon + 1));
    try {
      return new InetSocketAddress(InetAddress.getAllByName(host)[0], port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("--listen " + listen + ": there is no such host", e);
    }
  }

  private static int number(String name, String value, int most) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(name + " " + value + ": a number from 1 to " + most);
  }
}
