package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.WriteEndpoint;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tags of objects, over a store that has none. */
class ObjectTaggingIT {

  private static final String TAGS =
      "<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>";

  private static WriteEndpoint endpoint;

  @BeforeAll
  static void start(@TempDir Path directory) {
    endpoint = WriteEndpoint.start(directory);
  }

  @AfterAll
  static void stop() {
    endpoint.close();
  }

  private static String tagging(WriteEndpoint of, String user, String method, String key) {
    String body = method.equals("PUT") ? TAGS : "";
    RawHttp.Answer answer = of.send(user, method, "/datalake/" + key + "?tagging=", Map.of(), body);
    return answer.status() + " " + answer.code();
  }

  @ParameterizedTest
  @CsvSource({
    "london, GET, trades/b.parquet, 403 AccessDenied",
    "london, GET, trades/missing, 404 NoSuchKey",
    "stranger, GET, trades/a.parquet, 403 AccessDenied",
    "reader, PUT, trades/a.parquet, 403 AccessDenied",
    "london, PUT, trades/b.parquet, 403 AccessDenied",
    "reader, DELETE, trades/a.parquet, 403 AccessDenied",
    "london, GET, trades/a.parquet, 501 NotImplemented",
    "owner, PUT, trades/a.parquet, 501 NotImplemented",
    "owner, DELETE, trades/a.parquet, 501 NotImplemented"
  })
  void tagsAreReadAndWrittenAsTheirObjects(
      String user, String method, String key, String expected) {
    assertEquals(expected, tagging(endpoint, user, method, key));
  }

  @Test
  void whereNothingMayBeWrittenTheyAreNotServed(@TempDir Path directory) {
    try (WriteEndpoint readOnly = WriteEndpoint.readOnly(directory)) {
      assertEquals("403 AccessDenied", tagging(readOnly, "owner", "PUT", "trades/a.parquet"));
      assertEquals("403 AccessDenied", tagging(readOnly, "owner", "DELETE", "trades/a.parquet"));
      assertEquals("501 NotImplemented", tagging(readOnly, "owner", "GET", "trades/a.parquet"));
    }
  }
}
