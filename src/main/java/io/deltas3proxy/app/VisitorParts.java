package io.deltas3proxy.app;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.TrustedProxies;
import io.deltas3proxy.metrics.ProxyMetrics;
import io.deltas3proxy.website.endpoint.Visited;
import io.deltas3proxy.website.visitor.Answered;
import io.deltas3proxy.website.visitor.Asked;
import io.deltas3proxy.website.visitor.GeoFile;
import io.deltas3proxy.website.visitor.Geography;
import io.deltas3proxy.website.visitor.Visit;
import io.deltas3proxy.website.visitor.VisitSinks;
import io.deltas3proxy.website.visitor.Visits;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known and recorded of visitors. */
final class VisitorParts implements AutoCloseable {

  private static final Duration GEO_INTERVAL = Duration.ofMinutes(1);

  private final Optional<GeoFile> geo;
  private final Visits visits;
  private final LoginParts logins;
  private final Clock clock;

  private VisitorParts(Optional<GeoFile> geo, Visits visits, LoginParts logins, Clock clock) {
    this.geo = geo;
    this.visits = visits;
    this.logins = logins;
    this.clock = clock;
  }

  /**
   * Opens the files that the settings name.
   *
   * @param proxies whose word on browsers is taken
   */
  static VisitorParts open(
      VisitorSettings settings,
      TrustedProxies proxies,
      ConfigurationTree source,
      ProxyMetrics metrics,
      Clock clock)
      throws ConfigurationException {
    Optional<GeoFile> geo = geo(settings, source);
    try {
      Visits visits =
          VisitSinks.open(settings.visits(), geo.map(Geography.class::cast).orElse(Geography.NONE));
      metrics.addVisits(visits::samples);
      LoginParts logins = new LoginParts(settings.loginKey(), proxies, clock);
      return new VisitorParts(geo, visits, logins, clock);
    } catch (IOException e) {
      geo.ifPresent(GeoFile::close);
      throw problem(source, "visitors.log.file", "cannot be written: " + e.getMessage());
    }
  }

  private static Optional<GeoFile> geo(VisitorSettings settings, ConfigurationTree source)
      throws ConfigurationException {
    if (settings.geo().isEmpty()) {
      return Optional.empty();
    }
    Path file = settings.geo().get();
    try {
      GeoFile geo = GeoFile.open(file);
      geo.follow(GEO_INTERVAL);
      return Optional.of(geo);
    } catch (IOException e) {
      throw problem(source, "geo.database", file + " " + e.getMessage());
    }
  }

  private static ConfigurationException problem(
      ConfigurationTree source, String key, String message) {
    KeyPath path = new KeyPath(WebsiteParser.NAME + "." + key);
    return new ConfigurationException(
        List.of(new Problem(source.sourceOf(path), path.text(), message)));
  }

  /** What lets visitors in; registers the paths that logins need. */
  SiteDoor door(Map<String, SiteGuard> guards, ServletContext context) {
    Geography geography = geo.map(Geography.class::cast).orElse(Geography.NONE);
    return new SiteDoor(guards, geography, logins.register(guards, context));
  }

  /** Records a request that has ended. */
  void left(Visited visited, HttpServletRequest request, HttpServletResponse response) {
    RequestContext context = RequestContext.of(request);
    Instant came = clock.instant().minusNanos(visited.nanos());
    visits.record(
        new Visit(
            context.requestId(),
            visited.site().name(),
            came,
            new Asked(
                request.getMethod(),
                visited.path(),
                context.clientAddress(),
                request.getHeader("User-Agent"),
                request.getHeader("Referer")),
            new Answered(
                response.getStatus(),
                mimeType(visited.mediaType()),
                context.bytesSent(),
                visited.compressed(),
                visited.nanos(),
                visited.aborted())));
  }

  /** Without parameters; nothing where no page was sent. */
  private static @Nullable String mimeType(String mediaType) {
    int semicolon = mediaType.indexOf(';');
    String type = (semicolon < 0 ? mediaType : mediaType.substring(0, semicolon)).strip();
    return type.isEmpty() ? null : type.toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    logins.close();
    visits.close();
    geo.ifPresent(GeoFile::close);
  }
}
