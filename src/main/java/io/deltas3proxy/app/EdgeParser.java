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
    List<AddressRange> ranges = ranges(root, "trustedProxies");
    boolean writeRealIp = root.flag("trustedRealIp", false);
    if (writeRealIp && ranges.isEmpty()) {
      root.problem("trustedRealIp", "true needs trustedProxies");
    }
    return new TrustedProxies(ranges, writeRealIp);
  }

  /** A list of addresses and blocks. */
  static List<AddressRange> ranges(Section section, String key) {
    List<String> texts = section.texts(key, List.of());
    List<AddressRange> ranges = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      try {
        ranges.add(AddressRange.parse(texts.get(i)));
      } catch (IllegalArgumentException e) {
        section.problem(
            section.path(key).element(i),
            e.getMessage() + ", not " + section.shown(key, texts.get(i)));
      }
    }
    return ranges;
  }
}
