package io.deltas3proxy.s3.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.storage.s3.AssumedRole;
import io.deltas3proxy.storage.s3.EndpointPolicy;
import io.deltas3proxy.storage.s3.HttpSettings;
import io.deltas3proxy.storage.s3.RoleSettings;
import io.deltas3proxy.storage.s3.S3StoreSettings;
import io.deltas3proxy.storage.s3.StaticCredentials;
import io.deltas3proxy.testing.FakeTokenService;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.S3TestServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles that are assumed for callers, before a real S3 server that knows the sessions' keys. */
class RoleOfCallerIT {

  @TempDir private Path directory;
  private S3TestServer backend;
  private FakeTokenService service;
  private AssumedRole role;

  @BeforeEach
  void start() {
    backend = S3TestServer.start(directory);
    ForwardingEndpoint.fill(backend);
    service = FakeTokenService.start(Clock.systemUTC(), backend::know);
    role =
        new AssumedRole(
            new RoleSettings(
                "arn:aws:iam::123456789012:role/lake",
                null,
                Duration.ofHours(1),
                true,
                service.endpoint(),
                S3TestServer.REGION),
            new S3StoreSettings(
                "test",
                null,
                S3TestServer.REGION,
                true,
                new StaticCredentials("AKOWN", "own-secret", null),
                new HttpSettings(
                    8, Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(10), 0)),
            EndpointPolicy.ANY_ADDRESS,
            Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    role.close();
    service.close();
    backend.close();
  }

  private ForwardingEndpoint endpoint(GetMode mode) {
    CallerCredentials known = new CallerCredentials(Map.of(), Map.of(), role, SignatureUse.NONE);
    return new ForwardingEndpoint(
        backend.endpoint(), mode, Map.of(), new TableBackend(AuthMode.FORWARD, known));
  }

  @Test
  void theStoreIsAskedInTheSessionOfTheCaller() {
    try (ForwardingEndpoint endpoint = endpoint(GetMode.PROXY)) {
      for (String target : List.of(ForwardingEndpoint.FILE, "/datalake?list-type=2&prefix=t/b1/")) {
        assertEquals(200, get(endpoint, target, ForwardingEndpoint.ADA).status(), target);
        assertEquals(Set.of("ASIA1"), backend.askers(), target);
      }
      assertEquals(200, get(endpoint, ForwardingEndpoint.FILE, ForwardingEndpoint.BOB).status());
      assertEquals(Set.of("ASIA2"), backend.askers());
      assertEquals(2, service.requests().size());
      assertEquals("ada", service.requests().getFirst().get("Tags.member.1.Value"));
      assertEquals("+readers+", service.requests().getFirst().get("Tags.member.2.Value"));
    }
  }

  @Test
  void aRedirectCarriesTheTokenOfTheSession() {
    try (ForwardingEndpoint endpoint = endpoint(GetMode.PRESIGNED_URL)) {
      RawHttp.Answer answer = get(endpoint, ForwardingEndpoint.FILE, ForwardingEndpoint.ADA);
      URI url = URI.create(answer.header("Location").orElseThrow());
      assertTrue(url.getQuery().contains("X-Amz-Security-Token=token-1"), url.toString());
      RawHttp.Answer there =
          new RawHttp(url.getPort()).get(url.getRawPath() + "?" + url.getRawQuery());
      assertEquals("200 london", there.status() + " " + there.text());
      assertEquals(Set.of("ASIA1"), backend.askers());
    }
  }

  @Test
  void withoutASessionNobodyIsAskedInTheNameOfTheProxy() {
    service.failWith(403);
    try (ForwardingEndpoint endpoint = endpoint(GetMode.PROXY)) {
      for (String target : List.of(ForwardingEndpoint.FILE, "/datalake?list-type=2")) {
        RawHttp.Answer answer = get(endpoint, target, ForwardingEndpoint.ADA);
        assertEquals("503 ServiceUnavailable", answer.status() + " " + answer.code(), target);
      }
      assertEquals(403, endpoint.http().get(ForwardingEndpoint.FILE).status());
      assertEquals(Set.of(), backend.askers());
      service.failWith(0);
      assertEquals(200, get(endpoint, ForwardingEndpoint.FILE, ForwardingEndpoint.ADA).status());
    }
  }

  @Test
  void noRoleIsAssumedForWhoOnlyNamesAKeyOrAMode() {
    try (ForwardingEndpoint endpoint = endpoint(GetMode.PROXY)) {
      for (Identity caller : List.of(ForwardingEndpoint.ADA, ForwardingEndpoint.EVE)) {
        Identity pretending = ForwardingEndpoint.pretending(caller);
        RawHttp.Answer answer = get(endpoint, ForwardingEndpoint.FILE, pretending);
        assertEquals("403 SignatureDoesNotMatch", answer.status() + " " + answer.code());
      }
      RawHttp.Answer unsigned = endpoint.http().get(ForwardingEndpoint.FILE);
      assertEquals("403 AccessDenied", unsigned.status() + " " + unsigned.code());
      assertEquals(List.of(), service.requests());
      assertEquals(Set.of(), backend.askers());
      RawHttp.Answer asked =
          endpoint.get(ForwardingEndpoint.FILE, ForwardingEndpoint.ADA, "x-proxy-auth-mode: iam");
      assertEquals(200, asked.status());
      assertEquals(Set.of("ASIA1"), backend.askers());
    }
  }

  @Test
  void whatTheSessionMayNotReadIs403() {
    try (ForwardingEndpoint endpoint = endpoint(GetMode.PROXY)) {
      assertEquals(200, get(endpoint, ForwardingEndpoint.FILE, ForwardingEndpoint.ADA).status());
      backend.forget("ASIA1");
      RawHttp.Answer answer = get(endpoint, ForwardingEndpoint.FILE, ForwardingEndpoint.ADA);
      assertEquals("403 AccessDenied", answer.status() + " " + answer.code());
      assertEquals(200, get(endpoint, ForwardingEndpoint.FILE, ForwardingEndpoint.BOB).status());
    }
  }

  @Test
  void callersAtTheSameTimeNeverShareASession() throws Exception {
    try (ForwardingEndpoint endpoint = endpoint(GetMode.PRESIGNED_URL);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> keys =
          IntStream.range(0, 200)
              .mapToObj(i -> threads.submit(() -> keyOfRedirect(endpoint, i)))
              .toList();
      String ofAda = keys.get(0).get();
      String ofBob = keys.get(1).get();
      assertEquals(Set.of("ASIA1", "ASIA2"), Set.of(ofAda, ofBob));
      for (int i = 0; i < keys.size(); i++) {
        assertEquals(i % 2 == 0 ? ofAda : ofBob, keys.get(i).get(), "request " + i);
      }
      assertEquals(2, service.requests().size());
    }
  }

  private static String keyOfRedirect(ForwardingEndpoint endpoint, int number) {
    Identity caller = number % 2 == 0 ? ForwardingEndpoint.ADA : ForwardingEndpoint.BOB;
    RawHttp.Answer answer = get(endpoint, ForwardingEndpoint.FILE, caller);
    return answer
        .header("Location")
        .orElseThrow()
        .replaceAll(".*X-Amz-Credential=([^%/&]*).*", "$1");
  }

  private static RawHttp.Answer get(ForwardingEndpoint endpoint, String target, Identity caller) {
    return endpoint.get(target, caller);
  }
}
