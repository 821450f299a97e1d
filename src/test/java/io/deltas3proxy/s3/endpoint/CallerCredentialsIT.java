package io.deltas3proxy.s3.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.storage.StoreCredentials;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.S3TestServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mapped credentials before a real S3 server that verifies who asks it. */
class CallerCredentialsIT {

  private static final String LISTING = "/datalake?list-type=2&prefix=t/";
  private static final String LOG = "/datalake/t/_delta_log/00000000000000000000.json";
  private static final String PROXY = S3TestServer.ACCESS_KEY;

  private static final CallerCredentials MAPPED =
      new CallerCredentials(
          Map.of("ada", new StoreCredentials("BACKADA", "secret-a", null)),
          Map.of("readers", new StoreCredentials("BACKREADERS", "secret-r", null)),
          null,
          SignatureUse.NONE);

  @TempDir private Path directory;
  private S3TestServer backend;

  @BeforeEach
  void start() {
    backend = S3TestServer.start(directory);
    backend.know("BACKADA", "secret-a");
    backend.know("BACKREADERS", "secret-r");
    ForwardingEndpoint.fill(backend);
  }

  @AfterEach
  void stop() {
    backend.close();
  }

  private ForwardingEndpoint endpoint(AuthMode mode, CallerCredentials known) {
    return endpoint(GetMode.PROXY, Map.of(), mode, known);
  }

  private ForwardingEndpoint endpoint(
      GetMode getMode, Map<String, AuthMode> users, AuthMode mode, CallerCredentials known) {
    return new ForwardingEndpoint(
        backend.endpoint(), getMode, users, new TableBackend(mode, known));
  }

  @Test
  void everythingACallerGetsIsAskedForWithTheirCredentials() {
    try (ForwardingEndpoint endpoint = endpoint(AuthMode.FORWARD, MAPPED)) {
      for (String target : List.of(ForwardingEndpoint.FILE, LOG, LISTING)) {
        assertEquals(200, get(endpoint, target, ForwardingEndpoint.ADA).status(), target);
        assertEquals(Set.of("BACKADA"), backend.askers(), target);
      }
      RawHttp.Answer head = endpoint.send("HEAD", ForwardingEndpoint.FILE, ForwardingEndpoint.ADA);
      assertEquals(200, head.status());
      RawHttp.Answer part =
          get(endpoint, ForwardingEndpoint.FILE, ForwardingEndpoint.ADA, "Range: bytes=1-2");
      assertEquals("206 on", part.status() + " " + part.text());
      assertEquals(Set.of("BACKADA"), backend.askers());
    }
  }

  @Test
  void aSessionOfAGroupHasTheCredentialsOfTheGroupAlone() {
    try (ForwardingEndpoint endpoint = endpoint(AuthMode.FORWARD, MAPPED)) {
      assertEquals(200, get(endpoint, ForwardingEndpoint.FILE, ForwardingEndpoint.EVE).status());
      assertEquals(Set.of("BACKREADERS"), backend.askers());
    }
  }

  @Test
  void whoHasNoCredentialsIsRefusedAndTheStoreIsNotAsked() {
    try (ForwardingEndpoint endpoint = endpoint(AuthMode.FORWARD, MAPPED)) {
      for (String target : List.of(ForwardingEndpoint.FILE, LOG, LISTING)) {
        RawHttp.Answer answer = get(endpoint, target, ForwardingEndpoint.BOB);
        assertEquals("403 AccessDenied", answer.status() + " " + answer.code(), target);
        assertFalse(answer.everything().contains("credentials"), answer.everything());
        RawHttp.Answer nobody = endpoint.http().get(target);
        assertEquals("403 AccessDenied", nobody.status() + " " + nobody.code(), target);
      }
      assertEquals(Set.of(), backend.askers());
      endpoint.server().awaitLine("denial=\"the caller has no credentials for the store\"");
      endpoint.server().awaitLine("denial=\"the request is not signed\"");
    }
  }

  @Test
  void whoOnlyNamesAKeyGetsNothingByItsCredentials() {
    try (ForwardingEndpoint endpoint = endpoint(AuthMode.FORWARD, MAPPED)) {
      for (Identity caller : List.of(ForwardingEndpoint.ADA, ForwardingEndpoint.EVE)) {
        for (String target : List.of(ForwardingEndpoint.FILE, LOG, LISTING)) {
          RawHttp.Answer answer = get(endpoint, target, ForwardingEndpoint.pretending(caller));
          assertEquals("403 SignatureDoesNotMatch", answer.status() + " " + answer.code(), target);
        }
      }
      assertEquals(Set.of(), backend.askers());
    }
  }

  @Test
  void whereNobodyIsVerifiedNobodyHasCredentials() {
    TableBackend mapped = new TableBackend(AuthMode.FORWARD, MAPPED);
    try (ForwardingEndpoint endpoint = ForwardingEndpoint.unverified(backend.endpoint(), mapped)) {
      for (String target : List.of(ForwardingEndpoint.FILE, LOG, LISTING)) {
        RawHttp.Answer signed = get(endpoint, target, ForwardingEndpoint.ADA);
        assertEquals("403 AccessDenied", signed.status() + " " + signed.code(), target);
        assertEquals(403, endpoint.http().get(target).status(), target);
      }
      assertEquals(Set.of(), backend.askers());
      endpoint.server().awaitLine("denial=\"nobody anonymous has credentials for the store\"");
    }
  }

  @Test
  void noHeaderOfARequestChoosesWhoAsks() {
    for (String header : List.of("x-proxy-auth-mode: ", "X-Proxy-Auth-Mode: ", "x-auth-mode: ")) {
      try (ForwardingEndpoint endpoint = endpoint(AuthMode.FORWARD, MAPPED)) {
        RawHttp.Answer asked =
            get(endpoint, ForwardingEndpoint.FILE, ForwardingEndpoint.BOB, header + "iam");
        assertEquals("403 AccessDenied", asked.status() + " " + asked.code());
        assertEquals(403, endpoint.http().get(ForwardingEndpoint.FILE, header + "iam").status());
        assertEquals(Set.of(), backend.askers());
      }
      try (ForwardingEndpoint endpoint = endpoint(AuthMode.IAM, MAPPED)) {
        assertEquals(
            200,
            get(endpoint, ForwardingEndpoint.FILE, ForwardingEndpoint.ADA, header + "forward")
                .status());
        assertEquals(Set.of(PROXY), backend.askers());
      }
    }
  }

  @Test
  void theModeOfAUserStandsAboveThatOfTheStore() {
    Map<String, AuthMode> users = Map.of("ada", AuthMode.FORWARD, "bob", AuthMode.IAM);
    try (ForwardingEndpoint endpoint = endpoint(GetMode.PROXY, users, AuthMode.IAM, MAPPED)) {
      assertEquals(200, get(endpoint, ForwardingEndpoint.FILE, ForwardingEndpoint.ADA).status());
      assertEquals(Set.of("BACKADA"), backend.askers());
    }
    try (ForwardingEndpoint endpoint = endpoint(GetMode.PROXY, users, AuthMode.FORWARD, MAPPED)) {
      assertEquals(200, get(endpoint, ForwardingEndpoint.FILE, ForwardingEndpoint.BOB).status());
      assertEquals(Set.of(PROXY), backend.askers());
      assertEquals(403, endpoint.http().get(ForwardingEndpoint.FILE).status());
    }
  }

  @Test
  void whatTheStoreRefusesTheCallerIs403AndWhatItRefusesTheProxyIs503() {
    backend.forget("BACKADA");
    try (ForwardingEndpoint endpoint = endpoint(AuthMode.FORWARD, MAPPED)) {
      for (String target : List.of(ForwardingEndpoint.FILE, LISTING)) {
        RawHttp.Answer answer = get(endpoint, target, ForwardingEndpoint.ADA);
        assertEquals("403 AccessDenied", answer.status() + " " + answer.code(), target);
        assertFalse(answer.everything().contains("BACKADA"), answer.everything());
      }
      assertEquals(
          403, endpoint.send("HEAD", ForwardingEndpoint.FILE, ForwardingEndpoint.ADA).status());
      assertEquals(Set.of("BACKADA"), backend.askers());
      endpoint.server().awaitLine("denial=\"the store refuses the caller");
    }
    backend.forget(PROXY);
    try (ForwardingEndpoint endpoint = endpoint(AuthMode.IAM, MAPPED)) {
      for (String target : List.of(ForwardingEndpoint.FILE, LISTING)) {
        assertEquals(503, get(endpoint, target, ForwardingEndpoint.ADA).status(), target);
      }
    }
  }

  @Test
  void credentialsOpenNoPartitionThatNoRuleAllows() {
    try (ForwardingEndpoint endpoint = endpoint(AuthMode.FORWARD, MAPPED)) {
      RawHttp.Answer answer = get(endpoint, ForwardingEndpoint.FORBIDDEN, ForwardingEndpoint.ADA);
      assertEquals("403 AccessDenied", answer.status() + " " + answer.code());
      assertEquals(Set.of(), backend.askers());
      assertFalse(get(endpoint, LISTING, ForwardingEndpoint.ADA).text().contains("other.parquet"));
    }
  }

  @Test
  void aRedirectIsSignedWithTheCredentialsOfTheCaller() {
    try (ForwardingEndpoint endpoint =
        endpoint(GetMode.PRESIGNED_URL, Map.of(), AuthMode.FORWARD, MAPPED)) {
      RawHttp.Answer answer = get(endpoint, ForwardingEndpoint.FILE, ForwardingEndpoint.ADA);
      assertEquals(307, answer.status());
      URI url = URI.create(answer.header("Location").orElseThrow());
      assertTrue(url.getQuery().contains("X-Amz-Credential=BACKADA/"), url.toString());
      RawHttp.Answer there =
          new RawHttp(url.getPort()).get(url.getRawPath() + "?" + url.getRawQuery());
      assertEquals("200 london", there.status() + " " + there.text());
      assertEquals(Set.of("BACKADA"), backend.askers());
      assertEquals(403, get(endpoint, ForwardingEndpoint.FILE, ForwardingEndpoint.BOB).status());
    }
  }

  @Test
  void aStoreThatSharesKeysIsAskedWithTheKeyOfTheCaller() {
    backend.know("AKBOB", "secret-of-bob");
    CallerCredentials shared = new CallerCredentials(Map.of(), Map.of(), null, SignatureUse.RESIGN);
    try (ForwardingEndpoint endpoint = endpoint(AuthMode.FORWARD, shared)) {
      for (String target : List.of(ForwardingEndpoint.FILE, LOG, LISTING)) {
        assertEquals(200, get(endpoint, target, ForwardingEndpoint.BOB).status(), target);
        assertEquals(Set.of("AKBOB"), backend.askers(), target);
        // The store does not know the key of ada, nor any of a session.
        assertEquals(403, get(endpoint, target, ForwardingEndpoint.ADA).status(), target);
        assertEquals(Set.of("AKADA"), backend.askers(), target);
        assertEquals(403, get(endpoint, target, ForwardingEndpoint.EVE).status(), target);
        assertEquals(Set.of(), backend.askers(), target);
      }
    }
  }

  private static RawHttp.Answer get(
      ForwardingEndpoint endpoint, String target, Identity caller, String... headers) {
    return endpoint.get(target, caller, headers);
  }
}
