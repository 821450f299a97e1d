package io.deltas3proxy.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** All that one connection of a client asks for, one after the other. */
final class ClientSession {

  private final Connection client;
  private final Connector connector;
  private final Destinations destinations;
  private final RequestLog log;

  ClientSession(Connection client, Connector connector, Destinations destinations, RequestLog log) {
    this.client = client;
    this.connector = connector;
    this.destinations = destinations;
    this.log = log;
  }

  void run() {
    try (Servers servers = new Servers(connector)) {
      boolean goesOn = true;
      while (goesOn) {
        goesOn = next(servers);
      }
      client.finish();
    } catch (InterruptedIOException e) {
      // A client that keeps a connection for later has said nothing for long enough.
      client.close();
    } catch (IOException e) {
      client.abort();
    }
  }

  private boolean next(Servers servers) throws IOException {
    RequestLog.Entry entry = log.begin();
    try {
      Head head = HeadReader.read(client.in());
      if (head == null) {
        return false;
      }
      entry = log.begin();
      RequestLine line = RequestLine.of(head);
      entry.request(line.shown());
      if (line.method().equals("CONNECT")) {
        tunnel(line, entry);
        return false;
      }
      Exchange.Outcome outcome =
          new Exchange(client, servers, destinations).carryOut(line, head, target(line));
      entry.done(outcome.statuses(), outcome.origin().authority(), outcome.bytes());
      return outcome.goesOn();
    } catch (RefusedRequestException e) {
      refuse(e, entry);
    } catch (AbortedAnswerException e) {
      entry.failed(String.valueOf(e.getMessage()));
      throw e;
    } catch (MalformedMessageException e) {
      refuse(
          new RefusedRequestException(400, "InvalidRequest", String.valueOf(e.getMessage())),
          entry);
    } catch (InterruptedIOException e) {
      if (!entry.hasRequest()) {
        throw e;
      }
      refuse(new RefusedRequestException(504, "ServiceUnavailable", "no answer in time"), entry);
    } catch (IOException e) {
      if (!entry.hasRequest()) {
        throw e;
      }
      refuse(
          new RefusedRequestException(502, "ServiceUnavailable", String.valueOf(e.getMessage())),
          entry);
    }
    return false;
  }

  /** Where a request goes: in the way of a proxy it names the host, else it is the upstream. */
  private Target target(RequestLine line) throws IOException {
    String target = line.target();
    if (target.startsWith("/") || target.equals("*")) {
      return new Target(destinations.upstream(), target);
    }
    Target absolute = Target.of(new Target(destinations.upstream(), "/"), target);
    if (!destinations.isUpstream(absolute.origin()) && !destinations.isStore(absolute.origin())) {
      throw notTold(absolute.origin().authority());
    }
    return absolute;
  }

  private static RefusedRequestException notTold(String authority) {
    return new RefusedRequestException(
        403,
        "AccessDenied",
        authority
            + " is neither the upstream nor a store that this proxy was told of; start it"
            + " with --store "
            + authority);
  }

  private void tunnel(RequestLine line, RequestLog.Entry entry) throws IOException {
    Origin origin = authority(line.target());
    Origin upstream = destinations.upstream();
    boolean toUpstream = origin.host().equals(upstream.host()) && origin.port() == upstream.port();
    if (!toUpstream && !destinations.isStore(origin)) {
      throw notTold(origin.host() + ":" + origin.port());
    }
    try (Servers servers = new Servers(connector);
        Connection server = servers.open(origin)) {
      client.send(new Head("HTTP/1.1 200 Connection established", List.of()));
      long bytes = Tunnel.run(client, server);
      entry.done("200", origin.authority(), bytes);
    }
  }

  private static Origin authority(String target) throws MalformedMessageException {
    try {
      URI url = new URI("http://" + target);
      if (url.getPort() > 0 && url.getRawPath().isEmpty() && url.getRawQuery() == null) {
        return Origin.of(url);
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Said below.
    }
    throw new MalformedMessageException("not HOST:PORT");
  }

  private void refuse(RefusedRequestException refusal, RequestLog.Entry entry) throws IOException {
    String message = String.valueOf(refusal.getMessage());
    byte[] body =
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
                + refusal.code()
                + "</Code><Message>"
                + Xml.text(message)
                + "</Message></Error>")
            .getBytes(StandardCharsets.UTF_8);
    Head head =
        new Head(
            "HTTP/1.1 " + refusal.status() + " Refused",
            List.of(
                new Head.Field("Content-Type", "application/xml"),
                new Head.Field("Content-Length", String.valueOf(body.length)),
                new Head.Field("Connection", "close")));
    entry.refused(refusal.status(), message);
    client.send(head);
    if (!entry.isHead()) {
      client.out().write(body);
      client.out().flush();
    }
  }
}
