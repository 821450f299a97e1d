package io.deltas3proxy.website.visitor;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Opens the sinks that the settings name. */
public final class VisitSinks {

  /** For one batch. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private VisitSinks() {}

  /**
   * Opens them and begins to take visits.
   *
   * @throws IOException when the log cannot be written; no other sink is asked at the start
   */
  public static Visits open(VisitSettings settings, Geography geography) throws IOException {
    Map<String, VisitSink> sinks = new LinkedHashMap<>();
    if (settings.log().isPresent()) {
      sinks.put("log", LogSink.open(settings.log().get()));
    }
    settings.mongo().ifPresent(mongo -> sinks.put("mongo", new MongoSink(mongo, DEADLINE)));
    settings.influx().ifPresent(influx -> sinks.put("influx", lines(influx)));
    return sinks.isEmpty()
        ? Visits.NONE
        : new Visits(sinks, settings.queue(), geography, settings.anonymous());
  }

  private static VisitSink lines(InfluxSettings settings) {
    LineProtocol protocol = new LineProtocol(settings.measurement(), settings.tags());
    return switch (settings.target()) {
      case LineTarget.Tcp tcp -> new LineTcpSink(tcp, protocol, DEADLINE);
      case LineTarget.Http http -> new LineHttpSink(http, protocol, DEADLINE);
    };
  }
}
