package io.deltas3proxy.client;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks servers for one client, and reads the beginnings of their answers. */
final class Conversation {

  private static final Head CONTINUE = new Head("HTTP/1.1 100 Continue", List.of());

  /** Most interim answers before the final one. */
  private static final int MOST_INTERIM = 10;

  private final Connection client;
  private final Servers servers;

  Conversation(Connection client, Servers servers) {
    this.client = client;
    this.servers = servers;
  }

  /** Asks without a body; once more where a connection of an earlier request was over by now. */
  Answer ask(Origin origin, Head request, boolean toHead) throws IOException {
    Connection reused = servers.reused(origin);
    if (reused != null) {
      try {
        return asked(origin, reused, request, toHead);
      } catch (IOException e) {
        reused.close();
      }
    }
    Connection opened = servers.open(origin);
    try {
      return asked(origin, opened, request, toHead);
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  private static Answer asked(Origin origin, Connection server, Head request, boolean toHead)
      throws IOException {
    server.send(request);
    return answer(origin, server, toHead, true);
  }

  /** Asks with a body, over a connection that nobody has used: nothing is sent twice. */
  Answer send(Origin origin, Head request, Framing body) throws IOException {
    Connection server = servers.open(origin);
    boolean answered = false;
    try {
      server.send(request);
      if (request.has("Expect", "100-continue")) {
        Head first = read(server);
        if (StatusLine.of(first).status() != 100) {
          answered = true;
          return of(origin, server, first, false, false);
        }
        client.send(CONTINUE);
      }
      BodyPump pump = new BodyPump(body, client, server);
      Answer answer = answer(origin, server, false, false);
      answered = true;
      return answer.reusable(pump.isWhole() && answer.line().keepsAlive());
    } finally {
      if (!answered) {
        server.close();
      }
    }
  }

  private static Answer answer(Origin origin, Connection server, boolean toHead, boolean bodySent)
      throws IOException {
    for (int i = 0; i < MOST_INTERIM; i++) {
      Head head = read(server);
      if (StatusLine.of(head).status() >= 200) {
        return of(origin, server, head, toHead, bodySent);
      }
    }
    throw new MalformedMessageException("too many interim answers");
  }

  private static Answer of(
      Origin origin, Connection server, Head head, boolean toHead, boolean bodySent)
      throws MalformedMessageException {
    StatusLine line = StatusLine.of(head);
    Framing body = Framing.ofAnswer(head, line.status(), toHead);
    boolean reusable = bodySent && line.keepsAlive() && !(body instanceof Framing.ToTheEnd);
    return new Answer(origin, server, server.in(), head, line, body, reusable);
  }

  private static Head read(Connection server) throws IOException {
    @Nullable Head head = HeadReader.read(server.in());
    if (head == null) {
      throw new MalformedMessageException("the server closed the connection without an answer");
    }
    return head;
  }
}
