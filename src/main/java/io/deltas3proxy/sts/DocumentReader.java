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
    try {
      allowed.check(uri);
    } catch (IllegalArgumentException e) {
      throw new ProviderUnavailableException(uri + " " + e.getMessage(), e);
    }
    Future<Map<String, @Nullable Object>> document = executor.submit(() -> document(uri));
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

  private Map<String, @Nullable Object> document(URI uri)
      throws IOException, InterruptedException, ParseException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(deadline)
            .header("Accept", "application/json, application/jwk-set+json")
            .build();
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
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
