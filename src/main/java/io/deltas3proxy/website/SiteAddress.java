package io.deltas3proxy.website;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Where on the web a site is.
 *
 * @param hosts names without ports, lower case; empty for every host that no other site has
 * @param path {@code /}, or segments that begin with a slash and do not end with one, decoded
 */
public record SiteAddress(List<String> hosts, String path) {

  /** Example: {@code www.example.com}, {@code 127.0.0.1}, {@code [::1]}. */
  private static final Pattern HOST =
      Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*|\\[[0-9a-f:]+\\]");

  private static final String ROOT = "/";

  public SiteAddress {
    hosts = List.copyOf(hosts);
    for (String host : hosts) {
      if (!HOST.matcher(host).matches()) {
        throw new IllegalArgumentException("is not the name of a host, without a port: " + host);
      }
    }
    boolean absolute = path.startsWith(ROOT) && !path.contains("//") && !SitePath.hasDots(path);
    if (!absolute || (path.length() > 1 && path.endsWith(ROOT))) {
      throw new IllegalArgumentException(
          "must begin with a slash and not end with one, for example /docs");
    }
  }

  public boolean isRoot() {
    return path.equals(ROOT);
  }

  /** Whether a decoded path is this site's: whole segments count. */
  boolean holds(String decoded) {
    return isRoot()
        || (decoded.startsWith(path)
            && (decoded.length() == path.length() || decoded.charAt(path.length()) == '/'));
  }

  /** What the names of this site's pages are put behind in a path; ends with a slash. */
  public String base() {
    return isRoot() ? ROOT : path + ROOT;
  }
}
