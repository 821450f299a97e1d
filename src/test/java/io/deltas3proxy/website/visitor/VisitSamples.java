package io.deltas3proxy.website.visitor;

import java.time.Instant;

/** Visits of tests. */
final class VisitSamples {

  static final Instant TIME = Instant.parse("2026-03-04T05:06:07.123456789Z");
  static final Location FREIBURG =
      new Location("DE", "Germany", "Freiburg im Breisgau", 47.9959, 7.85222);

  private VisitSamples() {}

  /** One that is told from others by its number. */
  static Visit visit(int number) {
    return visit("/page-" + number);
  }

  static Visit visit(String resource) {
    return new Visit(
        "0123456789ABCDEF",
        "docs",
        TIME,
        new Asked("GET", resource, "203.0.113.9", "Mozilla/5.0 (X11)", "https://example.com/a?b=c"),
        new Answered(200, "text/html", 2950, true, 431_000, false));
  }

  static PublishedVisit published(Visit visit, Location location) {
    return new PublishedVisit(
        visit, TIME.getEpochSecond() * 1_000_000_000 + TIME.getNano(), "203.0.113.9", location);
  }
}
