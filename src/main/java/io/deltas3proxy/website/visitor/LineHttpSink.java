package io.deltas3proxy.website.visitor;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Lines of the line protocol to a database that takes them by HTTP. */
final class LineHttpSink implements VisitSink {

  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;
  private static final int UNPROCESSABLE = 422;

  private final LineProtocol protocol;
  private final LineTarget.Http target;
  private final Duration deadline;
  private final HttpClient client;

  /**
   * Makes it.
   *
   * @param deadline for one batch
   */
  LineHttpSink(LineTarget.Http target, LineProtocol protocol, Duration deadline) {
    this.target = target;
    this.protocol = protocol;
    this.deadline = deadline;
    // A redirect would take the token to somebody else.
    client =
        HttpClient.newBuilder()
            .connectTimeout(deadline)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  @Override
  public void publish(List<PublishedVisit> visits) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.uri())
            .timeout(deadline)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(protocol.lines(visits)));
    target.authorization().ifPresent(value -> request.header("Authorization", value));
    int status = status(request.build());
    if (status / 100 == 2) {
      return;
    }
    if (status == BAD_REQUEST || status == TOO_LARGE || status == UNPROCESSABLE) {
      throw new RejectedVisitsException("status " + status, visits.size());
    }
    throw new IOException("status " + status);
  }

  /** Of the answer; its body, which repeats what was sent, is not read. */
  private int status(HttpRequest request) throws IOException {
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      response.body().close();
      return response.statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
