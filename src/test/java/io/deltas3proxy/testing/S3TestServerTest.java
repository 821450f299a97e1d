package io.deltas3proxy.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

class S3TestServerTest {

  @Test
  void itKeepsObjectsAndRefusesUnsignedRequests(@TempDir Path directory) throws Exception {
    try (S3TestServer server = S3TestServer.start(directory)) {
      server.createBucket("lake");
      server.put("lake", "part=x/f 1+2.txt", "hello");

      assertEquals(
          "hello",
          server
              .client()
              .getObjectAsBytes(request -> request.bucket("lake").key("part=x/f 1+2.txt"))
              .asUtf8String());
      assertThrows(
          NoSuchKeyException.class,
          () -> server.client().headObject(request -> request.bucket("lake").key("none")));

      URI url = server.endpoint().resolve("/lake/part%3Dx/f%201%2B2.txt");
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpResponse<Void> answer =
            client.send(
                HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding());
        assertEquals(403, answer.statusCode());
      }
    }
  }
}
