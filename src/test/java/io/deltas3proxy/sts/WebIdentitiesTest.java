package io.deltas3proxy.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.deltas3proxy.testing.SettableClock;
import io.deltas3proxy.testing.TokenServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebIdentitiesTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final ClaimMapping MAPPING = new ClaimMapping("sub", "groups", "corp:", "corp:");

  private final SettableClock clock = new SettableClock(NOW);
  private final TokenServer server = TokenServer.start();
  private final WebIdentities identities = identities(MAPPING);

  private WebIdentities identities(ClaimMapping mapping) {
    IdentityProvider provider =
        new IdentityProvider(
            "corp",
            server.issuer(),
            List.of(TokenServer.AUDIENCE, "notebooks"),
            Optional.empty(),
            mapping,
            ProviderAddress.ANY);
    return new WebIdentities(List.of(provider), Duration.ofSeconds(2), clock);
  }

  @AfterEach
  void close() {
    identities.close();
    server.close();
  }

  private StsErrorCode refused(String token) {
    return assertThrows(StsException.class, () -> identities.verify(token)).code();
  }

  private void assertInvalid(String token) {
    assertEquals(StsErrorCode.INVALID_IDENTITY_TOKEN, refused(token), token);
  }

  private void assertInvalid(JWTClaimsSet.Builder claims) {
    assertInvalid(server.sign(claims.build()));
  }

  private JWTClaimsSet.Builder claims() {
    return server.claims("alice", NOW);
  }

  @Test
  void aGoodTokenNamesUserAndGroupsWithTheProvidersPrefix() {
    WebIdentity identity = identities.verify(server.token("alice", NOW, "analysts", "everyone"));
    assertEquals("corp:alice", identity.user());
    assertEquals("alice", identity.subject());
    assertEquals("lake", identity.audience());
    assertEquals(new TreeSet<>(List.of("corp:analysts", "corp:everyone")), identity.groups());
    assertEquals(NOW, identity.issuedAt());
  }

  @Test
  void everyAllowedAlgorithmVerifies() throws JOSEException, GeneralSecurityException {
    for (JWSAlgorithm algorithm :
        List.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512)) {
      JWSHeader header = new JWSHeader.Builder(algorithm).keyID("key-1").build();
      assertEquals("corp:alice", identities.verify(server.sign(header, claims().build())).user());
    }
    ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] point = pair.getPublic().getEncoded();
    OctetKeyPair ed =
        new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(Arrays.copyOfRange(point, 12, 44)))
            .keyID("ed")
            .build();
    server.publish(ec.toPublicJWK(), ed);
    clock.advance(ProviderKeys.FRESH);
    Instant later = clock.instant();
    SignedJWT byCurve =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec").build(),
            server.claims("alice", later).build());
    byCurve.sign(new ECDSASigner(ec));
    assertEquals("corp:alice", identities.verify(byCurve.serialize()).user());
    SignedJWT unsigned =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID("ed").build(),
            server.claims("alice", later).build());
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(unsigned.getSigningInput());
    String input = new String(unsigned.getSigningInput(), StandardCharsets.US_ASCII);
    String byEdwards = input + "." + Base64URL.encode(signature.sign());
    assertEquals("corp:alice", identities.verify(byEdwards).user());
    assertInvalid(byEdwards.substring(0, byEdwards.length() - 5) + "AAAAA");
  }

  @Test
  void aTokenWithoutSignatureOrWithASharedSecretIsRefused() throws JOSEException {
    assertInvalid(new PlainJWT(claims().build()).serialize());
    String good = server.sign(claims().build());
    String none = Base64URL.encode("{\"alg\":\"none\"}").toString();
    String payload = good.split("\\.", -1)[1];
    assertInvalid(none + "." + payload + ".");
    assertInvalid(none + "." + payload + "." + good.split("\\.", -1)[2]);
    assertInvalid(good.substring(0, good.lastIndexOf('.') + 1));
    // The public key as it is published, taken for a secret.
    RSAKey key = server.key();
    for (byte[] secret :
        List.of(
            key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
            key.toRSAPublicKey().getEncoded())) {
      SignedJWT shared =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("key-1").build(), claims().build());
      shared.sign(new MACSigner(secret));
      assertInvalid(shared.serialize());
    }
  }

  @Test
  void aSecretAmongTheKeysVerifiesNothing() throws JOSEException {
    byte[] secret = new byte[32];
    OctetSequenceKey shared = new OctetSequenceKey.Builder(secret).keyID("shared").build();
    server.publish(shared, server.key().toPublicJWK());
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("shared").build(), claims().build());
    token.sign(new MACSigner(secret));
    assertInvalid(token.serialize());
    assertEquals("corp:alice", identities.verify(server.sign(claims().build())).user());
  }

  @Test
  void aKeyThatTheTokenBringsOrPointsToIsNotTaken() throws JOSEException {
    RSAKey own = TokenServer.newKey("key-1");
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("key-1")
                .jwk(own.toPublicJWK())
                .jwkURL(URI.create(server.issuer() + "/attacker/keys"))
                .build(),
            claims().build());
    token.sign(new com.nimbusds.jose.crypto.RSASSASigner(own));
    assertInvalid(token.serialize());
    assertEquals(1, server.keyRequests());
    assertFalse(server.requests().toString().contains("attacker"));
  }

  @Test
  void aTokenThatIsAlteredAnywhereIsRefused() {
    String token = server.token("alice", NOW, "analysts");
    for (int i = 0; i < token.length(); i += 3) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String altered = token.substring(0, i) + other + token.substring(i + 1);
      assertInvalid(altered);
    }
  }

  @Test
  void anUnknownIssuerIsRefusedBeforeAnythingIsFetched() {
    for (String issuer :
        new String[] {
          "http://127.0.0.1:1/", server.issuer() + "/", server.issuer().replace("/realm", "/REALM")
        }) {
      assertInvalid(claims().issuer(issuer));
    }
    assertInvalid(claims().issuer(null));
    assertEquals(List.of(), server.requests());
  }

  @Test
  void whatIsNoTokenIsRefusedBeforeAnythingIsFetched() {
    for (String text : List.of("", "a", "a.b.c", "...", "e30.e30.e30", "x".repeat(20_001))) {
      assertInvalid(text);
    }
    String deep = "[".repeat(10_000);
    assertInvalid(
        Base64URL.encode("{\"alg\":\"RS256\"}")
            + "."
            + Base64URL.encode("{\"a\":" + deep)
            + ".e30");
    assertEquals(List.of(), server.requests());
  }

  @Test
  void theAudienceMustBeOurs() {
    assertInvalid(claims().audience("other"));
    assertInvalid(claims().audience((String) null));
    assertInvalid(claims().audience("lake2"));
    assertInvalid(claims().audience(List.of("lake", "other")));
    assertInvalid(claims().audience(List.of("lake", "other")).claim("azp", "other"));
    String ours =
        server.sign(claims().audience(List.of("other", "lake")).claim("azp", "notebooks").build());
    assertEquals("lake", identities.verify(ours).audience());
  }

  @Test
  void timesAreHeldWithAMinuteOfSkew() {
    Date end = Date.from(NOW.minusSeconds(59));
    assertEquals(
        "corp:alice", identities.verify(server.sign(claims().expirationTime(end).build())).user());
    assertEquals(
        StsErrorCode.EXPIRED_IDENTITY_TOKEN,
        refused(server.sign(claims().expirationTime(Date.from(NOW.minusSeconds(60))).build())));
    Date soon = Date.from(NOW.plusSeconds(60));
    Date late = Date.from(NOW.plusSeconds(61));
    assertEquals(
        "corp:alice",
        identities
            .verify(server.sign(claims().notBeforeTime(soon).issueTime(soon).build()))
            .user());
    assertInvalid(claims().notBeforeTime(late));
    assertInvalid(claims().issueTime(late));
    assertInvalid(claims().issueTime(null));
    assertInvalid(claims().expirationTime(null));
    assertInvalid(claims().claim("exp", "tomorrow"));
  }

  @Test
  void otherKindsOfTokensAndExtensionsAreRefused() {
    JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("key-1");
    assertInvalid(
        server.sign(
            header.type(new com.nimbusds.jose.JOSEObjectType("at+jwt")).build(), claims().build()));
    assertInvalid(
        server.sign(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("key-1")
                .criticalParams(java.util.Set.of("x"))
                .customParam("x", "1")
                .build(),
            claims().build()));
  }

  @Test
  void namesThatAreNoneAreRefused() {
    assertInvalid(claims().subject(""));
    assertInvalid(claims().subject(null));
    assertInvalid(claims().subject("a\nb"));
    assertInvalid(claims().subject("x".repeat(251)));
    assertInvalid(claims().claim("groups", "analysts admins"));
    assertInvalid(claims().claim("groups", List.of("analysts", 7)));
    assertInvalid(claims().claim("groups", List.of("analysts", "a\u0000b")));
    assertInvalid(claims().claim("groups", java.util.Collections.nCopies(251, "x")));
    assertInvalid(claims().claim("_claim_names", Map.of("groups", "src1")));
  }

  @Test
  void groupsMayBeDeepInAClaimOrInOneWithDotsInItsName() {
    Map<String, Object> access = Map.of("roles", List.of("analysts"));
    JWTClaimsSet claims =
        claims().claim("realm_access", access).claim("https://x.y/g", List.of("z")).build();
    try (WebIdentities nested =
            identities(new ClaimMapping("sub", "realm_access.roles", "", "team/"));
        WebIdentities dotted = identities(new ClaimMapping("sub", "https://x.y/g", "", ""));
        WebIdentities missing = identities(new ClaimMapping("sub", "no.such.claim", "", ""))) {
      String token = server.sign(claims);
      assertEquals(new TreeSet<>(List.of("team/analysts")), nested.verify(token).groups());
      assertEquals("alice", nested.verify(token).user());
      assertEquals(new TreeSet<>(List.of("z")), dotted.verify(token).groups());
      assertEquals(new TreeSet<>(), missing.verify(token).groups());
    }
  }

  @Test
  void anAddressNamesAUserOnlyWhenItIsVerified() {
    try (WebIdentities byAddress = identities(new ClaimMapping("email", "groups", "", ""))) {
      JWTClaimsSet.Builder claims = claims().claim("email", "a@example.com");
      assertEquals("a@example.com", byAddress.verify(server.sign(claims.build())).user());
      String verified = server.sign(claims.claim("email_verified", true).build());
      assertEquals("a@example.com", byAddress.verify(verified).user());
      for (Object not : new Object[] {false, "true"}) {
        String token = server.sign(claims.claim("email_verified", not).build());
        assertThrows(StsException.class, () -> byAddress.verify(token));
      }
      String none = server.sign(claims().build());
      assertThrows(StsException.class, () -> byAddress.verify(none));
    }
  }

  @Test
  void keysAreRotatedAndOldOnesEnd() {
    String old = server.token("alice", NOW);
    assertEquals("corp:alice", identities.verify(old).user());
    server.rotate("key-2");
    clock.advance(ProviderKeys.PAUSE);
    assertEquals("corp:bob", identities.verify(server.token("bob", NOW)).user());
    assertInvalid(old);
    assertEquals(2, server.keyRequests());
  }

  @Test
  void aFloodOfUnknownKeysAsksTheProviderOnceInAWhile() {
    identities.verify(server.token("alice", NOW));
    for (int i = 0; i < 200; i++) {
      String keyId = i % 2 == 0 ? "../../../etc/passwd?" + i : "http://127.0.0.1:1/" + i;
      JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build();
      assertInvalid(server.sign(header, claims().build()));
      clock.advance(Duration.ofMillis(200));
    }
    assertTrue(server.keyRequests() <= 5, "asked " + server.keyRequests() + " times");
    assertTrue(server.keyRequests() >= 4, "asked " + server.keyRequests() + " times");
    assertEquals("corp:alice", identities.verify(server.token("alice", NOW)).user());
  }

  @Test
  void aTokenWithoutAKeyIdIsTriedWithTheKeysThatFit() {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).build();
    assertEquals("corp:alice", identities.verify(server.sign(header, claims().build())).user());
    server.rotate("key-1");
    assertInvalid(server.sign(header, claims().build()));
    clock.advance(ProviderKeys.PAUSE);
    assertEquals("corp:alice", identities.verify(server.sign(header, claims().build())).user());
  }

  @Test
  void aKeyThatIsReplacedUnderItsNameIsLookedForOnceInAWhile() {
    String old = server.token("bob", NOW);
    assertEquals("corp:bob", identities.verify(old).user());
    server.rotate("key-1");
    clock.advance(ProviderKeys.PAUSE);
    assertEquals("corp:bob", identities.verify(server.token("bob", NOW)).user());
    for (int i = 0; i < 100; i++) {
      assertInvalid(old);
      clock.advance(Duration.ofMillis(300));
    }
    assertTrue(server.keyRequests() <= 5, "asked " + server.keyRequests() + " times");
  }

  @Test
  void keysOutliveAnOutageForAWhileAndComeBack() {
    identities.verify(server.token("alice", NOW));
    server.answerWith(TokenServer.Answer.FAILURE);
    clock.advance(ProviderKeys.KEPT.minusSeconds(1));
    Instant later = clock.instant();
    assertEquals("corp:alice", identities.verify(server.token("alice", later)).user());
    clock.advance(ProviderKeys.PAUSE);
    assertEquals(
        StsErrorCode.IDP_COMMUNICATION_ERROR, refused(server.token("alice", clock.instant())));
    server.answerWith(TokenServer.Answer.KEYS);
    clock.advance(ProviderKeys.PAUSE);
    assertEquals("corp:alice", identities.verify(server.token("alice", clock.instant())).user());
  }

  @Test
  void whatIsNoKeySetLetsNobodyIn() {
    for (TokenServer.Answer answer : TokenServer.Answer.values()) {
      if (answer == TokenServer.Answer.KEYS) {
        continue;
      }
      server.answerWith(answer);
      clock.advance(ProviderKeys.PAUSE);
      assertEquals(
          StsErrorCode.IDP_COMMUNICATION_ERROR,
          refused(server.token("alice", NOW)),
          answer.toString());
    }
    assertFalse(server.requests().toString().contains("elsewhere"), "a redirect was followed");
  }

  @Test
  void weakKeysAndKeysForEncryptionVerifyNothing() throws JOSEException {
    RSAKey encrypting =
        new RSAKey.Builder(server.key()).keyUse(com.nimbusds.jose.jwk.KeyUse.ENCRYPTION).build();
    server.publish(encrypting.toPublicJWK(), TokenServer.newKey("other").toPublicJWK());
    assertInvalid(server.token("alice", NOW));
  }

  @Test
  void onlyTheAlgorithmThatAKeyIsForVerifies() {
    RSAKey pss = new RSAKey.Builder(server.key()).algorithm(JWSAlgorithm.PS256).build();
    server.publish(pss.toPublicJWK());
    assertInvalid(server.token("alice", NOW));
  }

  @Test
  void aProviderOnThisMachineOrWithoutTlsIsRefusedUnlessAllowed() {
    for (String uri :
        List.of(
            "http://login.example.com",
            "https://127.0.0.1/realm",
            "https://localhost",
            "https://[::1]/",
            "https://169.254.169.254/latest",
            "https://user@login.example.com",
            "file:///etc/passwd",
            "login.example.com")) {
      URI address = URI.create(uri);
      assertThrows(
          IllegalArgumentException.class, () -> ProviderAddress.REMOTE_TLS.check(address), uri);
    }
    ProviderAddress.ANY.check(URI.create("http://127.0.0.1:8080/realm"));
    assertThrows(
        IllegalArgumentException.class,
        () -> ProviderAddress.ANY.check(URI.create("file:///etc/passwd")));
  }
}
