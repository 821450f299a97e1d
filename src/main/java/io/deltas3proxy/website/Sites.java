package io.deltas3proxy.website;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All sites, found first by the host of a request and then by the longest path. A site that names
 * no host has those that no other site has at that path.
 */
public final class Sites {

  private final List<Site> all;
  private final Map<String, List<Site>> byHost = new HashMap<>();
  private final List<Site> anyHost = new ArrayList<>();

  /**
   * @throws IllegalArgumentException where two sites have the same address
   */
  public Sites(List<Site> sites) {
    this.all = List.copyOf(sites);
    for (Site site : sites) {
      SiteAddress address = site.settings().address();
      if (address.hosts().isEmpty()) {
        add(anyHost, site);
      }
      address
          .hosts()
          .forEach(host -> add(byHost.computeIfAbsent(host, any -> new ArrayList<>()), site));
    }
    Comparator<Site> longest =
        Comparator.comparingInt((Site site) -> site.settings().address().path().length())
            .reversed();
    byHost.values().forEach(list -> list.sort(longest));
    anyHost.sort(longest);
  }

  private static void add(List<Site> list, Site site) {
    String path = site.settings().address().path();
    for (Site other : list) {
      if (other.settings().address().path().equals(path)) {
        throw new IllegalArgumentException(
            "has the address of the site " + other.name() + " already: " + site.name());
      }
    }
    list.add(site);
  }

  public List<Site> all() {
    return all;
  }

  /** Sites of this very host. */
  public List<Site> of(@Nullable String hostHeader) {
    if (byHost.isEmpty() || hostHeader == null) {
      return List.of();
    }
    List<Site> exact = byHost.get(hostHeader);
    return exact != null ? exact : byHost.getOrDefault(hostName(hostHeader), List.of());
  }

  /** Sites of every other host. */
  public List<Site> ofAnyHost() {
    return anyHost;
  }

  /** That with the longest path which holds the decoded path. */
  public static Optional<Site> at(List<Site> candidates, String decodedPath) {
    for (Site site : candidates) {
      if (site.settings().address().holds(decodedPath)) {
        return Optional.of(site);
      }
    }
    return Optional.empty();
  }

  /** Without its port and the dot that ends a full name, lower case. */
  private static String hostName(String header) {
    int colon = header.lastIndexOf(':');
    boolean port = colon >= 0 && header.indexOf(']', colon) < 0;
    String name = (port ? header.substring(0, colon) : header).toLowerCase(Locale.ROOT);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
