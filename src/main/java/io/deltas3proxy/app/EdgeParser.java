package io.deltas3proxy.app;

import io.deltas3proxy.http.AddressRange;
import io.deltas3proxy.http.TrustedProxies;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what happens between a client and the operations. */
final class EdgeParser {

  private EdgeParser() {}

  static EdgeSettings parse(Section root, Path directory) {
    return new EdgeSettings(
        trustedProxies(root),
        TlsParser.parse(root.section("tls"), directory),
        LimitsParser.parse(root.section("limits")),
        AuditParser.parse(
            root.section("audit"), directory, root.json("databaseEnabled").asBoolean(false)));
  }

  private static TrustedProxies trustedProxies(Section root) {
    String key = "trustedProxies";
    List<String> texts = root.texts(key, List.of());
    List<AddressRange> ranges = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      try {
        ranges.add(AddressRange.parse(texts.get(i)));
      } catch (IllegalArgumentException e) {
        root.problem(
            root.path(key).element(i), e.getMessage() + ", not " + root.shown(key, texts.get(i)));
      }
    }
    return new TrustedProxies(ranges);
  }
}
