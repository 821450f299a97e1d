package io.deltas3proxy.app;

import io.deltas3proxy.website.SiteAddress;
import io.deltas3proxy.website.visitor.AddressRules;
import io.deltas3proxy.website.visitor.VisitorRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads who may see a site. */
final class SiteGuardParser {

  private static final String COUNTRIES = "allowCountries";

  private final boolean hasGeo;
  private final LoginParser logins;

  /**
   * Makes it.
   *
   * @param hasGeo whether there is a database that knows countries
   */
  SiteGuardParser(boolean hasGeo, LoginParser logins) {
    this.hasGeo = hasGeo;
    this.logins = logins;
  }

  SiteGuard parse(Section site, String name, SiteAddress address) {
    AddressRules addresses =
        new AddressRules(
            EdgeParser.ranges(site, "allowAddresses"), EdgeParser.ranges(site, "denyAddresses"));
    if (site.has("allowAddresses") && addresses.allowed().isEmpty()) {
      site.problem("allowAddresses", "must name an address; nobody at all is no site");
    }
    return new SiteGuard(
        new VisitorRules(addresses, countries(site)), logins.parse(site, name, address));
  }

  private Set<String> countries(Section site) {
    List<String> codes = site.texts(COUNTRIES, List.of());
    for (int i = 0; i < codes.size(); i++) {
      if (!codes.get(i).matches("[A-Z]{2}")) {
        site.problem(site.path(COUNTRIES).element(i), "must be two capital letters, such as DE");
      }
    }
    if (site.has(COUNTRIES) && codes.isEmpty()) {
      site.problem(COUNTRIES, "must name a country; nobody at all is no site");
    }
    if (!codes.isEmpty() && !hasGeo) {
      site.problem(COUNTRIES, "needs website.geo.database");
    }
    return new HashSet<>(codes);
  }
}
