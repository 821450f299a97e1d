package io.deltas3proxy.storage.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.StoreCredentials;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.FakeTokenService;
import io.deltas3proxy.testing.SettableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AssumedRoleTest {

  private static final String ARN = "arn:aws:iam::123456789012:role/lake-readers";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-31T12:00:00Z"));
  private final FakeTokenService service = FakeTokenService.start(clock, (key, secret) -> {});
  private final AssumedRole role = role(true, service.endpoint());

  @AfterEach
  void stop() {
    role.close();
    service.close();
  }

  @Test
  void theRoleIsAskedForInTheNameOfTheCaller() throws Exception {
    StoreCredentials credentials = role.credentialsOf("ada", groups("readers", "analysts"));
    assertEquals(new StoreCredentials("ASIA1", "secret-of-ada", "token-1"), credentials);
    Map<String, String> request = service.requests().getFirst();
    assertEquals("AKOWN", request.get("Signer"));
    assertEquals(ARN, request.get("RoleArn"));
    assertEquals("ada", request.get("RoleSessionName"));
    assertEquals("outside", request.get("ExternalId"));
    assertEquals("900", request.get("DurationSeconds"));
    assertEquals("user=ada", tag(request, 1));
    assertEquals("groups=+analysts+readers+", tag(request, 2));
    assertFalse(request.containsKey("Tags.member.3.Key"), request.toString());
  }

  @Test
  void aSessionIsUsedUntilShortlyBeforeItsEnd() throws Exception {
    StoreCredentials first = role.credentialsOf("ada", groups());
    clock.advance(Duration.ofMinutes(9));
    assertEquals(first, role.credentialsOf("ada", groups()));
    clock.advance(Duration.ofMinutes(1));
    assertNotEquals(first, role.credentialsOf("ada", groups()));
    assertEquals(2, service.requests().size());
  }

  @Test
  void everyUserAndEverySetOfGroupsHasASessionOfItsOwn() throws Exception {
    role.credentialsOf("ada", groups("a"));
    role.credentialsOf("ada", groups("a", "b"));
    role.credentialsOf("bob", groups("a"));
    role.credentialsOf("ada", groups("a"));
    assertEquals(
        List.of("+a+", "+a+b+", "+a+"),
        service.requests().stream().map(form -> form.get("Tags.member.2.Value")).toList());
  }

  @Test
  void aFailureIsToldAndNotKept() throws Exception {
    service.failWith(403);
    assertThrows(StoreException.Unavailable.class, () -> role.credentialsOf("ada", groups()));
    service.failWith(500);
    assertThrows(StoreException.Unavailable.class, () -> role.credentialsOf("ada", groups()));
    service.failWith(0);
    assertEquals("secret-of-ada", role.credentialsOf("ada", groups()).secretAccessKey());
  }

  @Test
  void whatCannotBeATagIsRefusedAndNobodyIsAsked() {
    for (String user : List.of("ada*", "ada\n", "a".repeat(257), "ada?")) {
      assertThrows(StoreException.CallerDenied.class, () -> role.credentialsOf(user, groups()));
    }
    for (String group : List.of("a+b", "a*", "g".repeat(300))) {
      assertThrows(
          StoreException.CallerDenied.class, () -> role.credentialsOf("ada", groups(group)));
    }
    assertEquals(List.of(), service.requests());
  }

  @Test
  void withoutTagsTheNameOfTheSessionTellsTheCaller() throws Exception {
    try (AssumedRole plain = role(false, service.endpoint())) {
      plain.credentialsOf("okta:ada lovelace", groups("a+b"));
      Map<String, String> request = service.requests().getFirst();
      assertTrue(
          String.valueOf(request.get("RoleSessionName")).matches("okta-ada-lovelace-[0-9a-f]{8}"),
          request.toString());
      assertFalse(request.containsKey("Tags.member.1.Key"), request.toString());
    }
  }

  @Test
  void namesOfSessionsStayWithinTheirFormAndApart() {
    assertEquals("ada@example.com", RoleSessionName.of("ada@example.com"));
    assertNotEquals(RoleSessionName.of("a b"), RoleSessionName.of("a:b"));
    assertNotEquals(RoleSessionName.of("x".repeat(90)), RoleSessionName.of("x".repeat(91)));
    for (String user : List.of("a", "é", "x".repeat(200), "a/b\n")) {
      String name = RoleSessionName.of(user);
      assertTrue(name.matches("[\\w+=,.@-]{2,64}"), name);
    }
  }

  @Test
  void aTokenServiceOnThisMachineIsRefusedUnlessItIsMeant() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new AssumedRole(
                settings(true, URI.create("http://169.254.169.254")),
                store(),
                EndpointPolicy.REMOTE_ONLY,
                clock));
  }

  private static String tag(Map<String, String> form, int number) {
    String tag = "Tags.member." + number + ".";
    return form.get(tag + "Key") + "=" + form.get(tag + "Value");
  }

  private static SortedSet<String> groups(String... names) {
    return new TreeSet<>(List.of(names));
  }

  private AssumedRole role(boolean tags, URI endpoint) {
    return new AssumedRole(settings(tags, endpoint), store(), EndpointPolicy.ANY_ADDRESS, clock);
  }

  private static RoleSettings settings(boolean tags, URI endpoint) {
    return new RoleSettings(ARN, "outside", Duration.ofMinutes(15), tags, endpoint, "eu-west-1");
  }

  private static S3StoreSettings store() {
    HttpSettings http =
        new HttpSettings(
            4, Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(10), 0);
    StaticCredentials own = new StaticCredentials("AKOWN", "own-secret", null);
    return new S3StoreSettings("lake", null, "eu-west-1", true, own, http);
  }
}
