package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Administration of the whole product, with the sample lake. */
class AdministrationIT {

  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final String BEARER = "Authorization: Bearer " + TOKEN;

  @TempDir private Path directory;

  private Product start(boolean enabled) {
    return Product.start(
        directory,
        "\"tableMapping\":{\"trades\":\""
            + Path.of("sample-lake/trades").toUri()
            + "\"},\"localDirectories\":[\""
            + Path.of("sample-lake").toAbsolutePath()
            + "\"],\"admin\":{\"enabled\":"
            + enabled
            + ",\"tokens\":{\"ada\":\""
            + TOKEN
            + "\"}}");
  }

  @Test
  void anAdministratorSeesTablesAndWhatNobodyIsAllowed() throws Exception {
    try (Product product = start(true)) {
      RawHttp.Answer tables = product.http().get("/admin/v1/tables", BEARER);
      assertEquals(200, tables.status(), tables.text());
      assertFalse(tables.text().contains("sample-lake"));
      String body = "{\"table\":\"trades\"}";
      RawHttp.Answer answer =
          product
              .http()
              .exchange(
                  "POST /admin/v1/explain HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                      + BEARER
                      + "\r\nContent-Type: application/json\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body);
      assertEquals(200, answer.status(), answer.text());
      JsonNode explanation = new ObjectMapper().readTree(answer.text());
      assertEquals(0, explanation.at("/allowed/files").asInt());
      assertTrue(explanation.at("/denied/files").asInt() > 0, answer.text());
    }
  }

  @Test
  void anAccessKeyOfS3OpensNothingAndATokenNothingOfS3() {
    try (Product product = start(true)) {
      String signed =
          "Authorization: AWS4-HMAC-SHA256 Credential=AKID/20260601/us-east-1/s3/aws4_request,"
              + " SignedHeaders=host, Signature="
              + "0".repeat(64);
      assertEquals(401, product.http().get("/admin/v1/tables", signed).status());
      assertEquals(401, product.http().get("/admin").status());
      RawHttp.Answer object = product.http().get("/datalake/trades/_delta_log/0.json", BEARER);
      assertTrue(object.status() >= 400, object.text());
    }
  }

  @Test
  void whereItIsOffThereIsNoSuchPath() {
    try (Product product = start(false)) {
      RawHttp.Answer answer = product.http().get("/admin/v1/tables", BEARER);
      assertTrue(answer.status() >= 400, answer.text());
      assertFalse(answer.text().contains("\"tables\""));
    }
  }
}
