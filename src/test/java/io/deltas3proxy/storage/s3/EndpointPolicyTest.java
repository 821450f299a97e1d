package io.deltas3proxy.storage.s3;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.FaultyS3Server;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointPolicyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:9000",
        "http://127.8.9.10",
        "http://localhost",
        "http://[::1]:9000",
        "http://[::ffff:127.0.0.1]",
        "http://169.254.169.254",
        "http://[::ffff:169.254.169.254]",
        "http://[fe80::1]",
        "http://[fd00:ec2::254]",
        "http://0.0.0.0",
        "http://[::]"
      })
  void thisMachineAndItsLinkAreRefusedUnlessAllowed(String endpoint) {
    URI uri = URI.create(endpoint);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> EndpointPolicy.REMOTE_ONLY.check(uri));
    assertTrue(String.valueOf(refusal.getMessage()).contains("this machine"));
    assertDoesNotThrow(() -> EndpointPolicy.ANY_ADDRESS.check(uri));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc",
        "unix:/var/run/s3.sock",
        "ftp://192.0.2.1",
        "s3.example.com",
        "http:///x",
        "http://user:secret@192.0.2.1",
        "http://192.0.2.1/?a=b",
        "http://192.0.2.1/#a"
      })
  void whatIsNoBaseUrlIsRefusedAlways(String endpoint) {
    for (EndpointPolicy policy : EndpointPolicy.values()) {
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> policy.check(URI.create(endpoint)));
      assertFalse(String.valueOf(refusal.getMessage()).contains("secret"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://10.0.0.1:9000", "https://192.0.2.1", "http://[2001:db8::1]"})
  void addressesElsewhereAreTaken(String endpoint) {
    assertDoesNotThrow(() -> EndpointPolicy.REMOTE_ONLY.check(URI.create(endpoint)));
  }

  @Test
  void anAddressIsCheckedAgainWhenAConnectionIsOpened() throws UnknownHostException {
    assertThrows(
        UnknownHostException.class,
        () -> EndpointPolicy.REMOTE_ONLY.resolver().resolve("localhost"));
    InetAddress[] allowed = EndpointPolicy.ANY_ADDRESS.resolver().resolve("127.0.0.1");
    assertEquals(1, allowed.length);
  }

  @Test
  void aPoolUnderThePolicyDoesNotConnectToThisMachine() {
    HttpSettings quick =
        new HttpSettings(1, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 0);
    try (FaultyS3Server server = FaultyS3Server.start(FaultyS3Server.good(new byte[1]))) {
      S3StoreSettings settings =
          new S3StoreSettings(
              "policy",
              server.endpoint(),
              "us-east-1",
              true,
              new StaticCredentials("AKID", "secret", null),
              quick);
      BackendConnections connections =
          new BackendConnections("policy", quick, EndpointPolicy.REMOTE_ONLY);
      try (connections) {
        SignedMessages messages =
            new SignedMessages(
                new BucketAddressing(settings),
                new RequestSigner(
                    () -> new StaticCredentials("AKID", "secret", null).toAwsCredentials(),
                    "us-east-1",
                    Clock.systemUTC()));
        ObjectReader reader = new ObjectReader(connections, new Retries(quick), messages, messages);
        assertThrows(
            StoreException.Unavailable.class,
            () -> reader.head(ReadRequest.whole(new ObjectAddress("b", "k"))));
        assertEquals(0, server.received().size());
      }
    }
  }
}
