package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.WriteEndpoint;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DeleteObject and DeleteObjects. */
class DeleteObjectIT {

  private WriteEndpoint endpoint;

  @BeforeEach
  void start(@TempDir Path directory) {
    endpoint = WriteEndpoint.start(directory);
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  private String delete(String user, String key) {
    RawHttp.Answer answer = endpoint.send(user, "DELETE", "/datalake/" + key, Map.of(), "");
    return (answer.status() + " " + answer.code()).strip();
  }

  private void put(String user, String key) {
    assertEquals(200, endpoint.send(user, "PUT", "/datalake/" + key, Map.of(), "x").status());
  }

  @Test
  void aWriterDeletesTheirUncommittedFileAndOthersMayThenHaveItsName() {
    put("london", "trades/new.parquet");
    assertEquals("403 AccessDenied", delete("second", "trades/new.parquet"));
    assertEquals("204", delete("london", "trades/new.parquet"));
    assertEquals("NoSuchKey", endpoint.stored("trades/new.parquet"));
    put("second", "trades/new.parquet");
  }

  @Test
  void whatIsNotThereIsDeletedAndWhatIsNobodysIsNot() {
    put("london", "trades/new.parquet");
    assertEquals("204", delete("london", "trades/new.parquet"));
    assertEquals("204", delete("london", "trades/new.parquet"), "as a client that asks again");
    assertEquals("204", delete("second", "trades/new.parquet"));
    assertEquals("403 AccessDenied", delete("reader", "trades/new.parquet"));
    endpoint.backend().put(WriteEndpoint.PHYSICAL, "trades/nobodys.parquet", "x");
    assertEquals("403 AccessDenied", delete("london", "trades/nobodys.parquet"));
    assertEquals("x", endpoint.stored("trades/nobodys.parquet"));
    assertEquals("204", delete("owner", "trades/nobodys.parquet"));
    assertEquals("NoSuchKey", endpoint.stored("trades/nobodys.parquet"));
  }

  @Test
  void whatTheLogNamesIsDeletedByThoseWhoMaintainAlone() {
    for (String user : new String[] {"london", "reader", "stranger"}) {
      assertEquals("403 AccessDenied", delete(user, "trades/a.parquet"));
      assertEquals("403 AccessDenied", delete(user, WriteEndpoint.logOf("trades", 0)));
    }
    assertEquals("204", delete("owner", "trades/a.parquet"));
    assertEquals("NoSuchKey", endpoint.stored("trades/a.parquet"));
    assertEquals("204", delete("owner", WriteEndpoint.logOf("trades", 0)));
  }

  private String deleteIf(String user, String key, String header, String value) {
    RawHttp.Answer answer =
        endpoint.send(user, "DELETE", "/datalake/" + key, Map.of(header, value), "");
    return (answer.status() + " " + answer.code()).strip();
  }

  @Test
  void versionsAreNotDeletedNorOnConditionsThatTheStoreDoesNotKeep() {
    assertEquals("404 NoSuchVersion", delete("owner", "trades/a.parquet?versionId=v1"));
    // The server compares tags, and says of what is not there that it has deleted it.
    for (String tag : new String[] {"\"x\"", "*"}) {
      assertEquals("501 NotImplemented", deleteIf("owner", "trades/a.parquet", "if-match", tag));
    }
    assertEquals("501 NotImplemented", deleteIf("owner", "files/a.parquet", "if-none-match", "*"));
    assertEquals("content of trades/a.parquet", endpoint.stored("trades/a.parquet"));
  }

  @Test
  void whereTheStoreLooksOnlyTheObjectThatIsMeantIsDeleted() {
    String key = "files/new.parquet";
    String tag =
        endpoint
            .send("london", "PUT", "/datalake/" + key, Map.of(), "one")
            .header("ETag")
            .orElseThrow();
    put("london", key);
    assertEquals("412 PreconditionFailed", deleteIf("london", key, "if-match", tag));
    assertEquals("403 AccessDenied", deleteIf("second", key, "if-match", "*"));
    assertEquals("403 AccessDenied", deleteIf("london", "files/a.parquet", "if-match", "*"));
    assertEquals("x", endpoint.stored(key));
    String newer =
        endpoint
            .send("london", "HEAD", "/datalake/" + key, Map.of(), "")
            .header("ETag")
            .orElseThrow();
    assertEquals("204", deleteIf("london", key, "if-match", newer));
    assertEquals("NoSuchKey", endpoint.stored(key));
  }

  @Test
  void whatIsNotThereMatchesNothing() {
    assertEquals(
        "412 PreconditionFailed", deleteIf("owner", "files/none.parquet", "if-match", "*"));
    assertEquals("204", deleteIf("owner", "files/b.parquet", "if-match", "*"));
    assertEquals("NoSuchKey", endpoint.stored("files/b.parquet"));
  }

  private RawHttp.Answer deleteMany(String user, String document) {
    return endpoint.send(user, "POST", "/datalake?delete=", Map.of(), document);
  }

  @Test
  void manyAreDeletedEachByItself() {
    put("london", "trades/one.parquet");
    put("london", "trades/two%20%26%2B.parquet");
    RawHttp.Answer answer =
        deleteMany(
            "london",
            "<Delete><Object><Key>trades/one.parquet</Key></Object>"
                + "<Object><Key>trades/two &amp;+.parquet</Key></Object>"
                + "<Object><Key>trades/a.parquet</Key></Object>"
                + "<Object><Key>other/o.parquet</Key></Object>"
                + "<Object><Key>nowhere/x</Key></Object>"
                + "<Object><Key>trades/one.parquet</Key><VersionId>v</VersionId></Object>"
                + "<Object><Key>trades/../other/o.parquet</Key></Object></Delete>");
    assertEquals(200, answer.status(), answer.everything());
    String text = answer.text();
    assertTrue(text.contains("<Deleted><Key>trades/one.parquet</Key></Deleted>"), text);
    assertTrue(text.contains("<Deleted><Key>trades/two &amp;+.parquet</Key></Deleted>"), text);
    for (String key : new String[] {"trades/a.parquet", "other/o.parquet", "nowhere/x"}) {
      String error = "<Error><Key>" + key + "</Key><Code>AccessDenied</Code>";
      assertTrue(text.contains(error), text);
    }
    assertTrue(text.contains("<Code>NoSuchVersion</Code>"), text);
    assertTrue(text.contains("<Code>InvalidURI</Code>"), text);
    String line = endpoint.server().awaitLine("DeleteObjects");
    assertTrue(line.contains("denial=\"3 of 7 objects may not be deleted\""), line);
    assertEquals("NoSuchKey", endpoint.stored("trades/one.parquet"));
    assertEquals("NoSuchKey", endpoint.stored("trades/two &+.parquet"));
    assertEquals("content of trades/a.parquet", endpoint.stored("trades/a.parquet"));
    assertEquals("content of other/o.parquet", endpoint.stored("other/o.parquet"));
  }

  @Test
  void quietTellsOfFailuresAlone() {
    put("london", "trades/one.parquet");
    String text =
        deleteMany(
                "london",
                "<Delete><Quiet>true</Quiet><Object><Key>trades/one.parquet</Key></Object>"
                    + "<Object><Key>trades/b.parquet</Key></Object></Delete>")
            .text();
    assertTrue(!text.contains("<Deleted>") && text.contains("trades/b.parquet"), text);
  }

  @Test
  void whoMayWriteNothingIsNotAskedForTheDocument() {
    RawHttp.Answer reader = deleteMany("reader", "no document");
    assertEquals("403 AccessDenied", reader.status() + " " + reader.code());
    RawHttp.Answer london = deleteMany("london", "no document");
    assertEquals("400 MalformedXML", london.status() + " " + london.code());
  }

  @Test
  void ofAFilteredTableNothingIsDeleted() {
    String document = "<Delete><Object><Key>view/a.parquet</Key></Object></Delete>";
    RawHttp.Answer viewer = deleteMany("viewer", "no document");
    assertEquals("403 AccessDenied", viewer.status() + " " + viewer.code());
    // Who writes other tables is told of each object.
    for (String user : new String[] {"london", "owner"}) {
      RawHttp.Answer answer = deleteMany(user, document);
      assertEquals(200, answer.status(), answer.everything());
      String error = "<Error><Key>view/a.parquet</Key><Code>AccessDenied</Code>";
      assertTrue(answer.text().contains(error), answer.text());
    }
    for (String user : new String[] {"viewer", "london", "owner"}) {
      assertEquals("403 AccessDenied", delete(user, "view/a.parquet"));
      assertEquals("403 AccessDenied", deleteIf(user, "view/a.parquet", "if-match", "*"));
      assertEquals("403 AccessDenied", delete(user, WriteEndpoint.logOf("view", 0)));
    }
    assertEquals("content of trades/a.parquet", endpoint.stored("trades/a.parquet"));
  }

  @Test
  void whereNothingMayBeWrittenItIs403(@TempDir Path other) {
    try (WriteEndpoint readOnly = WriteEndpoint.readOnly(other)) {
      for (String[] request :
          new String[][] {
            {"DELETE", "/datalake/trades/a.parquet", ""}, {"POST", "/datalake?delete=", "x"}
          }) {
        RawHttp.Answer answer =
            readOnly.send("owner", request[0], request[1], Map.of(), request[2]);
        assertEquals("403 AccessDenied", answer.status() + " " + answer.code());
      }
    }
  }
}
