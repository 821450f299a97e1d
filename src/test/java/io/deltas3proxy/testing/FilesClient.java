package io.deltas3proxy.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Uploads and downloads files as scripts do: forms, headers, nothing tried again. */
public final class FilesClient {

  public static final String BOUNDARY = "----form-of-a-test";

  private final URI base;
  private final List<String> headers;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private FilesClient(URI base, List<String> headers) {
    this.base = base;
    this.headers = headers;
  }

  /** Somebody anonymous. */
  public static FilesClient of(Product product) {
    return at(product.port());
  }

  /** The same at a local port. */
  public static FilesClient at(int port) {
    return new FilesClient(URI.create("http://127.0.0.1:" + port), List.of());
  }

  public FilesClient with(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name);
    more.add(value);
    return new FilesClient(base, more);
  }

  public FilesClient bearer(String token) {
    return with("Authorization", "Bearer " + token);
  }

  /** The parts of a form, in an order that the test chooses. */
  public static final class Form {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public Form field(String name, String value) {
      return part(
          "Content-Disposition: form-data; name=\"" + name + "\"",
          value.getBytes(StandardCharsets.UTF_8));
    }

    public Form file(byte[] content) {
      return part(
          "Content-Disposition: form-data; name=\"file_request\"; filename=\"a.txt\"\r\n"
              + "Content-Type: text/plain",
          content);
    }

    public Form part(String head, byte[] content) {
      bytes.writeBytes(
          ("--" + BOUNDARY + "\r\n" + head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      bytes.writeBytes(content);
      bytes.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
      return this;
    }

    public byte[] end() {
      bytes.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
      return bytes.toByteArray();
    }

    /** What there is so far: no form. */
    public byte[] unfinished() {
      return bytes.toByteArray();
    }
  }

  public static Form form() {
    return new Form();
  }

  /** The usual form. */
  public static byte[] form(String bucket, String object, byte[] content) {
    return form().field("bucket_name", bucket).field("object_name", object).file(content).end();
  }

  public HttpResponse<String> upload(String bucket, String object, byte[] content) {
    return post("/files/", form(bucket, object, content));
  }

  public HttpResponse<String> post(String path, byte[] form) {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(HttpRequest.BodyPublishers.ofByteArray(form)),
        HttpResponse.BodyHandlers.ofString());
  }

  public HttpResponse<byte[]> download(String bucket, String object) {
    return request("GET", target(bucket, object));
  }

  public HttpResponse<byte[]> request(String method, String path) {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody()),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  public HttpResponse<String> request(String method, String path, byte[] body) {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body)),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Path and query of a file. */
  public static String target(String bucket, String object) {
    return "/files?bucket_name="
        + URLEncoder.encode(bucket, StandardCharsets.UTF_8)
        + "&object_name="
        + URLEncoder.encode(object, StandardCharsets.UTF_8);
  }

  private <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    try {
      return http.send(request.build(), handler);
    } catch (IOException e) {
      throw new IllegalStateException("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
