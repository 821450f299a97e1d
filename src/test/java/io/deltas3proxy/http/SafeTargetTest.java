package io.deltas3proxy.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTargetTest {

  @ParameterizedTest
  @CsvSource({
    "X-Amz-Signature=secret, X-Amz-Signature=-",
    "x-amz-security-token=secret, x-amz-security-token=-",
    "X-Amz-Security%2DToken=secret, X-Amz-Security%2DToken=-",
    "continuation-token=secret, continuation-token=-",
    "Action=A&WebIdentityToken=secret, Action=A&WebIdentityToken=-",
    "%57ebIdentityToken=secret, %57ebIdentityToken=-",
    "Signature=secret, Signature=-",
    "code=secret&state=secret&iss=a, code=-&state=-&iss=a",
    "x=1&X-Amz-Signature=secret&y=2, x=1&X-Amz-Signature=-&y=2",
    "X-Amz-Signature==secret&&, X-Amz-Signature=-&&",
    "prefix=a%2Fb&delimiter=/, prefix=a%2Fb&delimiter=/",
    "acl, acl",
  })
  void whatOpensADoorIsTakenOut(String query, String shown) {
    assertEquals("/datalake?" + shown, SafeTarget.of("/datalake", query));
  }

  @Test
  void withoutAQueryThePathIsAll() {
    assertEquals("/datalake/a%20b", SafeTarget.of("/datalake/a%20b", null));
  }
}
