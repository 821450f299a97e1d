package io.deltas3proxy.app;

import io.deltas3proxy.sts.IdentityProvider;
import io.deltas3proxy.website.Delivery;
import io.deltas3proxy.website.SiteAddress;
import io.deltas3proxy.website.endpoint.ClearKey;
import io.deltas3proxy.website.visitor.LogSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code website}. Without it there is no website. */
final class WebsiteParser {

  static final String NAME = "website";

  private static final String SITES = "sites";
  private static final String KEY = "authKey";

  /** Example: {@code docs}, {@code www.example.com}. */
  private static final Pattern SITE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  /** First segments of paths that are always somebody else's. */
  private static final Set<String> RESERVED =
      Set.of("_proxy", "admin", "api", "files", "health", "metrics", "s3", "sts");

  private final Section root;
  private final LakeSettings lake;
  private final String virtualBucket;
  private final List<IdentityProvider> providers;
  private final Path directory;
  private final PlaceParser places;
  private final Map<String, String> siteByAddress = new HashMap<>();

  /** Of sites that do not say. */
  private Duration timeToLive = Delivery.DEFAULTS.timeToLive();

  /**
   * Makes a parser.
   *
   * @param providers at which viewers may log in
   * @param directory that relative paths start from
   */
  WebsiteParser(
      Section root,
      LakeSettings lake,
      String virtualBucket,
      List<IdentityProvider> providers,
      Path directory) {
    this.directory = directory;
    this.providers = List.copyOf(providers);
    this.root = root;
    this.lake = lake;
    this.virtualBucket = virtualBucket;
    this.places = new PlaceParser(lake, directory);
  }

  /** Reads it; empty where there is none. */
  Optional<WebsiteSettings> parse() {
    boolean wanted = root.has(NAME);
    Section section = root.section(NAME);
    if (!wanted) {
      return Optional.empty();
    }
    VisitorSettings visitors = new VisitorParser(section, directory).parse();
    SiteGuardParser guards =
        new SiteGuardParser(visitors.geo().isPresent(), new LoginParser(providers));
    Section cache = section.section("cache");
    timeToLive =
        cache.seconds("ttlSeconds", 0, SiteParser.YEAR_SECONDS, Delivery.DEFAULTS.timeToLive());
    WebsiteSettings settings =
        new WebsiteSettings(
            WebsiteCacheParser.parse(cache, directory),
            new ClearKey(clearKey(section)),
            sites(section, guards),
            visitors);
    refuseOwnFiles(section, settings);
    section.end();
    return Optional.of(settings);
  }

  /** In the cache are pages of private sites, and who visits is nobody else's business. */
  private void refuseOwnFiles(Section section, WebsiteSettings settings) {
    Path cached = settings.cache().directory();
    Optional<Path> log = settings.visitors().visits().log().map(LogSettings::file);
    for (WebsiteSettings.ConfiguredSite site : settings.sites()) {
      if (cached != null && shows(site.place(), cached)) {
        section.problem(section.path("cache").child("directory"), shownBy(site.settings().name()));
      }
      if (log.filter(file -> shows(site.place(), file)).isPresent()) {
        section.problem(
            section.path("visitors").child("log").child("file"), shownBy(site.settings().name()));
      }
    }
  }

  private static boolean shows(Place place, Path file) {
    String path = file.toAbsolutePath().normalize().toString().substring(1);
    return place.bucket().isEmpty() && isWithin(path, place.path());
  }

  private static String shownBy(String site) {
    return "is in the place of the site " + site + ", which would show it";
  }

  /** An empty one is none. */
  private static String clearKey(Section section) {
    return section.isEmptyText(KEY) ? "" : section.text(KEY, "");
  }

  private List<WebsiteSettings.ConfiguredSite> sites(Section section, SiteGuardParser guards) {
    Section sites = section.section(SITES);
    List<String> names = sites.names();
    if (names.isEmpty()) {
      section.problem(SITES, "is missing: which sites there are, by their names");
    }
    List<WebsiteSettings.ConfiguredSite> all = new ArrayList<>();
    for (String name : names) {
      if (!SITE_NAME.matcher(name).matches()) {
        sites.problem(name, "is not a name for a site: 1 to 63 letters, digits, dots, - and _");
      }
      site(sites, name, guards).ifPresent(all::add);
    }
    return all;
  }

  private Optional<WebsiteSettings.ConfiguredSite> site(
      Section sites, String name, SiteGuardParser guards) {
    Section section = sites.section(name);
    Optional<Place> place = places.parse(section, "place");
    place.ifPresent(given -> refuseTables(section, given));
    Optional<SiteAddress> address = new SiteAddressParser(section).parse();
    SiteGuard guard =
        guards.parse(section, name, address.orElseGet(() -> new SiteAddress(List.of(), "/")));
    address.ifPresent(given -> {
      refuseReserved(section, given);
      refuseTwin(section, name, given);
    });
    Optional<WebsiteSettings.ConfiguredSite> site =
        address
            .map(where -> new SiteParser(section, name, timeToLive).parse(where))
            .flatMap(settings ->
                place.map(at -> new WebsiteSettings.ConfiguredSite(settings, at, guard)));
    section.end();
    return site;
  }

  /** What lies where a table is would be open to everybody, whatever its rules. */
  private void refuseTables(Section section, Place place) {
    for (TableSettings table : lake.tables()) {
      if (table.bucket().equals(place.bucket())
          && (isWithin(place.path(), table.path()) || isWithin(table.path(), place.path()))) {
        section.problem(
            "place", "overlaps the table " + table.alias() + ": a site shows all of its place");
      }
    }
  }

  private static boolean isWithin(String inner, String outer) {
    return outer.isEmpty() || inner.equals(outer) || inner.startsWith(outer + "/");
  }

  private void refuseTwin(Section section, String name, SiteAddress address) {
    List<String> hosts = address.hosts().isEmpty() ? List.of("") : address.hosts();
    for (String host : hosts) {
      String other = siteByAddress.putIfAbsent(host + address.path(), name);
      if (other != null) {
        section.problem("path", "with these hosts is the site " + other + " already");
      }
    }
  }

  private void refuseReserved(Section section, SiteAddress address) {
    String first = address.path().substring(1).split("/", 2)[0];
    Set<String> reserved = new HashSet<>(RESERVED);
    reserved.add(virtualBucket);
    if (address.hosts().isEmpty() && reserved.contains(first)) {
      section.problem("path", "begins with " + first + ", which is a path of something else");
    }
  }
}
