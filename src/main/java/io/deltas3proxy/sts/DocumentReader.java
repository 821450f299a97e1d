package io.deltas3proxy.sts;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON documents of identity providers. Redirects are not followed; size and time of an
 * answer are bounded.
 */
final class DocumentReader implements AutoCloseable {

  private static final int MOST_BYTES = 256 * 1024;

  private final Duration deadline;
  private final HttpClient client;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Makes it.
   *
   * @param deadline for one whole answer
   */
  DocumentReader(Duration deadline) {
    this.deadline = deadline;
    client =
        HttpClient.newBuilder()
            .connectTimeout(deadline)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  Map<String, @Nullable Object> read(URI uri, ProviderAddress allowed)
      throws ProviderUnavailableException {
    return read(uri, allowed, HttpRequest.newBuilder().GET());
  }

  /** What is answered to a form, by status 200; any other status is a failure. */
  Map<String, @Nullable Object> post(
      URI uri, ProviderAddress allowed, String form, Optional<String> authorization)
      throws ProviderUnavailableException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder()
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return read(uri, allowed, request);
  }

  private Map<String, @Nullable Object> read(
      URI uri, ProviderAddress allowed, HttpRequest.Builder asking)
      throws ProviderUnavailableException {
    try {
      allowed.check(uri);
    } catch (IllegalArgumentException e) {
      throw new ProviderUnavailableException(uri + " " + e.getMessage(), e);
    }
    Future<Map<String, @Nullable Object>> document = executor.submit(() -> document(uri, asking));
    try {
      return document.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ProviderUnavailableException(uri + " does not answer in time", e);
    } catch (ExecutionException e) {
      throw new ProviderUnavailableException(uri + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderUnavailableException(uri + ": interrupted", e);
    } finally {
      document.cancel(true);
    }
  }

  private Map<String, @Nullable Object> document(URI uri, HttpRequest.Builder asking)
      throws IOException, InterruptedException, ParseException {
    HttpRequest request =
        asking
            .uri(uri)
            .timeout(deadline)
            .header("Accept", "application/json, application/jwk-set+json")
            .build();
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new StatusException(response.statusCode());
      }
      byte[] bytes = body.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException("more than " + MOST_BYTES + " bytes");
      }
      return JSONObjectUtils.parse(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    client.shutdownNow();
  }
}
