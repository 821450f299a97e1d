package io.deltas3proxy.app;

import io.deltas3proxy.website.ContentCoding;
import io.deltas3proxy.website.Delivery;
import io.deltas3proxy.website.Documents;
import io.deltas3proxy.website.SiteAddress;
import io.deltas3proxy.website.SiteSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads one website. */
final class SiteParser {

  private static final String TWINS = "precompressed";
  static final int YEAR_SECONDS = 366 * 24 * 3600;

  private final Section section;
  private final String name;
  private final Duration timeToLive;

  /**
   * Makes a parser.
   *
   * @param timeToLive of pages, where the site does not say
   */
  SiteParser(Section section, String name, Duration timeToLive) {
    this.timeToLive = timeToLive;
    this.section = section;
    this.name = name;
  }

  SiteSettings parse(SiteAddress address) {
    return new SiteSettings(
        name,
        address,
        documents(),
        new SiteRoutingParser(section).parse(),
        delivery(),
        new SiteHeadersParser(section).parse());
  }

  private Documents documents() {
    Documents defaults = Documents.DEFAULTS;
    boolean listing = section.flag("listing", defaults.listing());
    boolean queries = !section.flag("rejectQueryStrings", !defaults.acceptsQueries());
    String index =
        section
            .parsed("index", text -> new Documents(text, null, listing, queries).index())
            .orElse(defaults.index());
    return section
        .parsed("errorDocument", text -> new Documents(index, text, listing, queries))
        .orElseGet(() -> new Documents(index, null, listing, queries));
  }

  private Delivery delivery() {
    Delivery defaults = Delivery.DEFAULTS;
    return new Delivery(
        section.seconds("ttlSeconds", 0, YEAR_SECONDS, timeToLive),
        section.parsed("cacheControl", SiteParser::headerValue).orElse(null),
        section.flag("gzip", defaults.gzip()),
        twins(defaults.twins()));
  }

  private static String headerValue(String text) {
    if (!text.matches("[ -~]{1,1000}")) {
      throw new IllegalArgumentException("must be of visible ASCII characters");
    }
    return text;
  }

  private List<ContentCoding> twins(List<ContentCoding> defaults) {
    List<String> tokens =
        section.texts(TWINS, defaults.stream().map(ContentCoding::token).toList());
    List<ContentCoding> twins = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      boolean found = false;
      for (ContentCoding coding : ContentCoding.values()) {
        if (coding != ContentCoding.IDENTITY && coding.token().equals(tokens.get(i))) {
          twins.add(coding);
          found = true;
        }
      }
      if (!found) {
        section.problem(section.path(TWINS).element(i), "must be one of br, gzip, zstd");
      }
    }
    return twins;
  }
}
