package io.deltas3proxy.s3.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.s3.endpoint.ContinuationTokens.Scope;
import io.deltas3proxy.s3.protocol.ListingQuery;
import io.deltas3proxy.s3.protocol.S3Exception;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ContinuationTokensTest {

  private static final ListingQuery QUERY = new ListingQuery("t/", "/", 10, false);
  private static final Scope SCOPE = new Scope("ListObjectsV2", caller("A"), "lake", QUERY);

  private final ContinuationTokens tokens =
      new ContinuationTokens(new SecretKeySpec(new byte[32], "AES"));

  @Test
  void aTokenGivesItsPositionBack() {
    for (String position : List.of("t/MIC=XPAR/é🐬.parquet", "", "k".repeat(1100))) {
      assertEquals(position, tokens.open(tokens.seal(position, SCOPE), SCOPE));
    }
  }

  @Test
  void aPageOfAnotherSizeMayFollow() {
    Scope larger =
        new Scope("ListObjectsV2", caller("A"), "lake", new ListingQuery("t/", "/", 99, true));
    assertEquals("t/x", tokens.open(tokens.seal("t/x", SCOPE), larger));
  }

  @Test
  void nothingOfThePositionCanBeRead() {
    String token = tokens.seal("t/secret.parquet", SCOPE);
    String raw = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.ISO_8859_1);
    assertFalse(raw.contains("secret"));
    assertNotEquals(token, tokens.seal("t/secret.parquet", SCOPE));
    assertEquals(token.length(), tokens.seal("t", SCOPE).length());
  }

  @Test
  void aTokenOpensForItsOwnQuestionAlone() {
    String token = tokens.seal("t/x", SCOPE);
    for (Scope other :
        List.of(
            new Scope("ListObjects", caller("A"), "lake", QUERY),
            new Scope("ListObjectsV2", caller("B"), "lake", QUERY),
            new Scope("ListObjectsV2", Caller.ANONYMOUS, "lake", QUERY),
            new Scope("ListObjectsV2", caller("A"), "lake2", QUERY),
            new Scope("ListObjectsV2", caller("Alake"), "", QUERY),
            new Scope("ListObjectsV2", caller("A"), "lake", query("t", "/")),
            new Scope("ListObjectsV2", caller("A"), "lake", query("t/", "//")))) {
      assertThrows(S3Exception.class, () -> tokens.open(token, other), other.toString());
    }
  }

  @Test
  void aTokenOfAnotherKeyIsForeign() {
    byte[] other = new byte[32];
    other[0] = 1;
    String token = new ContinuationTokens(new SecretKeySpec(other, "AES")).seal("t/x", SCOPE);
    assertThrows(S3Exception.class, () -> tokens.open(token, SCOPE));
  }

  private static ListingQuery query(String prefix, String delimiter) {
    return new ListingQuery(prefix, delimiter, 10, false);
  }

  private static Caller caller(String user) {
    return new Caller(new Principal(user, new TreeSet<>(), false), "AKIA" + user);
  }
}
