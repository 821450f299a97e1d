package io.deltas3proxy.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One request of a client and its answer, wherever that comes from in the end. */
final class Exchange {

  static final int MOST_REDIRECTS = 5;

  /** Most of an error document that is looked into. */
  private static final int MOST_ERROR = 64 * 1024;

  private final Connection client;
  private final Servers servers;
  private final Conversation conversation;
  private final Destinations destinations;
  private final StringBuilder statuses = new StringBuilder();

  Exchange(Connection client, Servers servers, Destinations destinations) {
    this.client = client;
    this.servers = servers;
    this.conversation = new Conversation(client, servers);
    this.destinations = destinations;
  }

  /**
   * How it went.
   *
   * @param statuses of all answers, for example {@code 307 206}
   * @param origin of the last one
   * @param goesOn whether the client can send another request
   */
  record Outcome(String statuses, Origin origin, long bytes, boolean goesOn) {}

  /**
   * @param first where the request goes before any redirect
   */
  Outcome carryOut(RequestLine line, Head sent, Target first) throws IOException {
    boolean goesOn = !sent.has("Connection", "close") && !sent.has("Proxy-Connection", "close");
    Framing body = Framing.ofRequest(sent);
    Head request = sent.forwarded(line.method() + " " + first.path() + " HTTP/1.1");
    Answer answer;
    if (!(body instanceof Framing.None)) {
      answer = noted(conversation.send(first.origin(), request, body));
      goesOn &= answer.reusable();
    } else if (line.isRead()) {
      answer = followed(line, sent, request, first, true);
    } else {
      answer = noted(conversation.ask(first.origin(), request, false));
    }
    long bytes = relay(answer, goesOn);
    return new Outcome(statuses.toString(), answer.origin(), bytes, goesOn);
  }

  private Answer followed(RequestLine line, Head sent, Head request, Target first, boolean mayRenew)
      throws IOException {
    boolean toHead = line.method().equals("HEAD");
    Target at = first;
    Answer answer = noted(conversation.ask(at.origin(), request, toHead));
    for (int hops = 0; answer.line().isRedirect(); hops++) {
      Optional<String> location = answer.head().first("Location");
      if (location.isEmpty()) {
        return answer;
      }
      discard(answer);
      if (hops == MOST_REDIRECTS) {
        throw new RefusedRequestException(
            502, "BadGateway", "more than " + MOST_REDIRECTS + " redirects");
      }
      Target next = Target.of(at, location.get());
      if (!destinations.mayFollow(at.origin(), next.origin())) {
        throw new RefusedRequestException(403, "AccessDenied", notFollowed(at, next));
      }
      at = next;
      answer = noted(conversation.ask(at.origin(), Following.request(line, sent, at), toHead));
    }
    boolean ofStore = !at.equals(first);
    if (!ofStore || !mayRenew || answer.line().status() != 403) {
      return answer;
    }
    Optional<Answer> told = unlessExpired(answer, toHead);
    return told.isPresent() ? told.get() : followed(line, sent, request, first, false);
  }

  private static String notFollowed(Target at, Target next) {
    return at.origin()
        + " redirects to "
        + next.origin()
        + ", which this proxy was not told of; start it with --store "
        + next.origin().authority()
        + (at.origin().verified() ? "" : ", or with an upstream of https");
  }

  /** The same answer, its body in memory, unless it says that the presigned URL has expired. */
  private Optional<Answer> unlessExpired(Answer answer, boolean toHead) throws IOException {
    if (toHead) {
      discard(answer);
      return Optional.empty();
    }
    byte[] body = BodyCopy.read(answer.body(), answer.in(), MOST_ERROR);
    String text = new String(body, StandardCharsets.UTF_8);
    answer.giveUp();
    if (text.contains("has expired") || text.contains("<Code>ExpiredToken</Code>")) {
      return Optional.empty();
    }
    return Optional.of(
        new Answer(
            answer.origin(),
            null,
            new ByteArrayInputStream(body),
            answer
                .head()
                .without("Transfer-Encoding")
                .without("Content-Length")
                .with("Content-Length", String.valueOf(body.length)),
            answer.line(),
            body.length == 0 ? new Framing.None() : new Framing.Measured(body.length),
            false));
  }

  private Answer noted(Answer answer) {
    statuses.append(statuses.isEmpty() ? "" : " ").append(answer.line().status());
    return answer;
  }

  /** Reads what nobody wants, where that is little; else the connection is given up. */
  private void discard(Answer answer) throws IOException {
    boolean little =
        answer.body() instanceof Framing.None
            || (answer.body() instanceof Framing.Measured measured
                && measured.length() <= MOST_ERROR);
    if (!little || !answer.reusable()) {
      answer.giveUp();
      return;
    }
    BodyCopy.copy(answer.body(), answer.in(), OutputStream.nullOutputStream());
    answer.release(servers);
  }

  private long relay(Answer answer, boolean goesOn) throws IOException {
    try {
      Head head = answer.head().forwarded(answer.line().text());
      if (answer.body() instanceof Framing.ToTheEnd) {
        head = head.with("Transfer-Encoding", "chunked");
      }
      client.send(goesOn ? head : head.with("Connection", "close"));
      long bytes = BodyCopy.copy(answer.body(), answer.in(), client.out());
      answer.release(servers);
      return bytes;
    } catch (IOException e) {
      answer.giveUp();
      // It must not look whole.
      client.abort();
      throw new AbortedAnswerException(statuses + " from " + answer.origin(), e);
    }
  }
}
