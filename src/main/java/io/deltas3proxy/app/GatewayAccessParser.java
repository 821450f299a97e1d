package io.deltas3proxy.app;

import io.deltas3proxy.gateway.endpoint.AccessRule;
import io.deltas3proxy.gateway.endpoint.GatewayPrivilege;
import java.util.List;

/** Reads who may do what in the gateway. */
final class GatewayAccessParser {

  private static final BucketAccessParser<GatewayPrivilege, AccessRule> RULES =
      new BucketAccessParser<>(
          new BucketAccessParser.Vocabulary<>(
              GatewayPrivilege.class,
              GatewayPrivilege::named,
              "read, write, delete and bypassRetention"),
          AccessRule::new);

  private GatewayAccessParser() {}

  static List<AccessRule> parse(Section gateway) {
    return RULES.parse(gateway);
  }
}
