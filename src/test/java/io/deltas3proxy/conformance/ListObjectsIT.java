package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.s3.endpoint.GetMode;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.SampleEndpoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

class ListObjectsIT {

  @Test
  void markersAreTheLastVisibleEntries() {
    try (SampleEndpoint endpoint = SampleEndpoint.start();
        S3Client client = endpoint.pathStyleClient()) {
      ListObjectsResponse first =
          client.listObjects(r -> r.bucket("datalake").delimiter("/").maxKeys(1));
      assertEquals("reference/", first.commonPrefixes().getFirst().prefix());
      assertEquals("reference/", first.nextMarker());
      assertTrue(first.isTruncated());
      ListObjectsResponse second =
          client.listObjects(
              r -> r.bucket("datalake").delimiter("/").maxKeys(1).marker(first.nextMarker()));
      assertEquals("trades/", second.commonPrefixes().getFirst().prefix());
      assertFalse(second.isTruncated());
      assertEquals("reference/", second.marker());
    }
  }

  @Test
  void theOwnerIsAlwaysThereAndNeutral() {
    try (SampleEndpoint endpoint = SampleEndpoint.start();
        S3Client client = endpoint.pathStyleClient()) {
      S3Object object =
          client.listObjects(r -> r.bucket("datalake").prefix("trades/02/")).contents().getFirst();
      assertEquals("delta-s3-proxy", object.owner().id());
      assertEquals("STANDARD", object.storageClassAsString());
    }
  }

  @Test
  void whereTheBoundStopsTheScanTheMarkerIsSealed() {
    try (SampleEndpoint endpoint = SampleEndpoint.start(SampleEndpoint.settings(GetMode.PROXY, 2));
        S3Client client = endpoint.pathStyleClient()) {
      for (int i = 0; i < 100; i++) {
        endpoint.trade("02/part-1-" + i + ".parquet", "XPAR", "x");
      }
      endpoint.store().pageSize(10);
      List<String> keys = new ArrayList<>();
      boolean sealed = false;
      String marker = null;
      do {
        String from = marker;
        ListObjectsResponse page =
            client.listObjects(r -> r.bucket("datalake").prefix("trades/").marker(from));
        page.contents().forEach(object -> keys.add(object.key()));
        marker = page.nextMarker();
        assertEquals(page.isTruncated(), marker != null);
        if (marker != null && !keys.contains(marker)) {
          sealed = true;
          assertFalse(marker.contains("part-1-"), marker);
        }
      } while (marker != null);
      assertTrue(sealed);
      assertEquals(5, keys.size());
    }
  }

  @Test
  void forgedMarkersAreRefused() {
    try (SampleEndpoint endpoint =
        SampleEndpoint.start(SampleEndpoint.settings(GetMode.PROXY, 1))) {
      endpoint.store().pageSize(1);
      String text = endpoint.http().get("/datalake?prefix=trades/").text();
      String marker =
          text.substring(text.indexOf("<NextMarker>") + 12, text.indexOf("</NextMarker>"));
      assertNotNull(marker);
      assertTrue(marker.startsWith("delta-s3-proxy-marker:"), marker);
      assertEquals(200, endpoint.http().get("/datalake?prefix=trades/&marker=" + marker).status());
      for (String target :
          List.of(
              "/datalake?marker=" + marker,
              "/datalake?prefix=trades/&marker=delta-s3-proxy-marker:AAAA")) {
        RawHttp.Answer answer = endpoint.http().get(target);
        assertEquals("400 InvalidArgument", answer.status() + " " + answer.code());
      }
      RawHttp.Answer tooLong = endpoint.http().get("/datalake?marker=" + "a".repeat(1025));
      assertEquals("400 KeyTooLongError", tooLong.status() + " " + tooLong.code());
    }
  }

  @Test
  void controlCharactersInKeysNeverBreakTheDocument() {
    try (SampleEndpoint endpoint = SampleEndpoint.start();
        S3Client client = endpoint.pathStyleClient()) {
      endpoint.trade("b1/\u0001<&>.parquet", "XLON", "x");
      assertEquals(
          "trades/b1/\u0001<&>.parquet",
          client
              .listObjects(r -> r.bucket("datalake").prefix("trades/b1/").encodingType("url"))
              .contents()
              .getFirst()
              .key());
      assertTrue(
          endpoint
              .http()
              .get("/datalake?prefix=trades/b1/")
              .text()
              .contains("<Key>trades/b1/\ufffd&lt;&amp;&gt;.parquet</Key>"));
    }
  }
}
