package io.deltas3proxy.app;

import io.deltas3proxy.website.SiteAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads where on the web a site is. */
final class SiteAddressParser {

  private static final String ROOT = "/";

  private final Section section;

  SiteAddressParser(Section section) {
    this.section = section;
  }

  /** Empty where it is wrong, which has been reported then. */
  Optional<SiteAddress> parse() {
    List<String> hosts = new ArrayList<>();
    boolean good = true;
    List<String> given = section.texts("hosts", List.of());
    for (int i = 0; i < given.size(); i++) {
      String host = given.get(i).toLowerCase(Locale.ROOT);
      good &= isGood(section.path("hosts").element(i), host);
      hosts.add(host);
    }
    String path = section.text("path", ROOT);
    try {
      return good ? Optional.of(new SiteAddress(hosts, path)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      section.problem("path", e.getMessage() + ": " + path);
      return Optional.empty();
    }
  }

  private boolean isGood(KeyPath at, String host) {
    try {
      var unused = new SiteAddress(List.of(host), ROOT);
      return true;
    } catch (IllegalArgumentException e) {
      section.problem(at, String.valueOf(e.getMessage()));
      return false;
    }
  }
}
