package io.deltas3proxy.s3.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.SampleEndpoint;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class ClientFaultsIT {

  private static final String LARGE = "/datalake/trades/_delta_log/large.json";

  private final SampleEndpoint endpoint = SampleEndpoint.start();

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void clientsThatGoAwayLeaveNoReadOpen() throws Exception {
    endpoint
        .store()
        .put(
            SampleEndpoint.PHYSICAL + "/trades/_delta_log/large.json", new byte[8 << 20], Map.of());
    for (int i = 0; i < 50; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.server().port())) {
        socket
            .getOutputStream()
            .write(request(LARGE, "Accept: */*").getBytes(StandardCharsets.US_ASCII));
        assertTrue(socket.getInputStream().read() > 0);
        socket.setSoLinger(true, 0);
      }
    }
    assertTrue(endpoint.store().awaitNoOpenReads(10, TimeUnit.SECONDS));
    assertEquals(8 << 20, endpoint.http().get(LARGE).bytes().length());
  }

  @Test
  void aRefusedUploadOf50MegabytesIsToldWhy() {
    try (S3Client client = endpoint.pathStyleClient()) {
      S3Exception refusal =
          assertThrows(
              S3Exception.class,
              () ->
                  client.putObject(
                      r -> r.bucket("datalake").key("trades/x"),
                      RequestBody.fromBytes(new byte[50 << 20])));
      assertEquals("AccessDenied", refusal.awsErrorDetails().errorCode());
    }
  }

  @Test
  void aRequestAfterOthersOnOneConnectionIsItsOwn() {
    String first = request("/datalake/trades/02/part-1.parquet", "Accept: */*");
    String second = request("/datalake/trades/02/part-2.parquet", "Connection: close");
    RawHttp.Answer answers = endpoint.http().exchange(first + second);
    assertEquals(200, answers.status());
    assertTrue(answers.bytes().startsWith("london"));
    assertTrue(answers.bytes().contains("<Code>AccessDenied</Code>"));
  }

  @Test
  void headersOver64KilobytesAreRefused() {
    RawHttp.Answer answer =
        endpoint.http().get("/datalake/trades/02/part-1.parquet", "x: " + "a".repeat(70_000));
    assertEquals(431, answer.status());
  }

  private static String request(String target, String header) {
    return "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n".formatted(target, header);
  }
}
