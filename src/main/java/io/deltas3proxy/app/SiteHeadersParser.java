package io.deltas3proxy.app;

import io.deltas3proxy.website.Cors;
import io.deltas3proxy.website.SiteHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what every answer of a site says. */
final class SiteHeadersParser {

  private static final int DAY_SECONDS = 24 * 3600;
  private static final String HSTS = "hsts";

  private final Section section;

  SiteHeadersParser(Section section) {
    this.section = section;
  }

  SiteHeaders parse() {
    Map<String, String> fixed = new LinkedHashMap<>();
    if (section.has(HSTS)) {
      fixed.put("Strict-Transport-Security", hsts(section.section(HSTS)));
    }
    section
        .text("contentSecurityPolicy")
        .ifPresent(
            policy -> add(fixed, "contentSecurityPolicy", "Content-Security-Policy", policy));
    Section headers = section.section("headers");
    for (String name : headers.names()) {
      String value = headers.isEmptyText(name) ? "" : headers.text(name, "");
      try {
        var unused = new SiteHeaders(Map.of(name, value), Cors.NONE);
        fixed.put(name, value);
      } catch (IllegalArgumentException e) {
        headers.problem(name, String.valueOf(e.getMessage()));
      }
    }
    return new SiteHeaders(fixed, cors(section.section("cors")));
  }

  private void add(Map<String, String> fixed, String key, String name, String value) {
    try {
      var unused = new SiteHeaders(Map.of(name, value), Cors.NONE);
      fixed.put(name, value);
    } catch (IllegalArgumentException e) {
      section.problem(key, String.valueOf(e.getMessage()));
    }
  }

  private static String hsts(Section hsts) {
    int seconds = hsts.integer("maxAgeSeconds", 0, Integer.MAX_VALUE, 365 * DAY_SECONDS);
    boolean subdomains = hsts.flag("includeSubDomains", false);
    boolean preload = hsts.flag("preload", false);
    hsts.end();
    return "max-age="
        + seconds
        + (subdomains ? "; includeSubDomains" : "")
        + (preload ? "; preload" : "");
  }

  private static Cors cors(Section cors) {
    List<String> origins = cors.texts("origins", List.of());
    Cors read = Cors.NONE;
    try {
      read = new Cors(origins, cors.seconds("maxAgeSeconds", 0, DAY_SECONDS, Cors.NONE.maxAge()));
    } catch (IllegalArgumentException e) {
      cors.problem("origins", String.valueOf(e.getMessage()));
    }
    cors.end();
    return read;
  }
}
