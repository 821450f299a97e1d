package io.deltas3proxy.website;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.testing.MemoryObjectStore;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SitesTest {

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final Sites sites =
      new Sites(
          List.of(
              site("www.example.com", "/"),
              site("www.example.com", "/docs"),
              site("www.example.com", "/docs/old"),
              site(null, "/any")));

  private Site site(@Nullable String host, String path) {
    SiteAddress address = new SiteAddress(host == null ? List.of() : List.of(host), path);
    return SampleSites.site(store, address, Documents.DEFAULTS, Routing.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/docs, /docs",
    "/docs/x, /docs",
    "/docsx, /",
    "/docs/old, /docs/old",
    "/docs/older, /docs",
    "/Docs/x, /",
  })
  void theLongestPathOfWholeSegmentsCounts(String path, String expected) {
    Site found = Sites.at(sites.of("www.example.com"), path).orElseThrow();
    assertEquals(expected, found.settings().address().path());
  }

  @ParameterizedTest
  @CsvSource({
    "www.example.com, 3",
    "www.example.com:8080, 3",
    "WWW.Example.COM., 3",
    "example.com, 0",
    "www.example.com.evil.com, 0",
    "'', 0",
  })
  void hostsCountWithoutCaseAndPort(String host, int count) {
    assertEquals(count, sites.of(host).size());
  }

  @Test
  void twoSitesHaveTwoAddresses() {
    List<Site> twins = List.of(site(null, "/a"), site(null, "/a"));
    assertThrows(IllegalArgumentException.class, () -> new Sites(twins));
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs", "/docs/", "/../x", "//x", ""})
  void somePathsAreNone(String path) {
    assertThrows(IllegalArgumentException.class, () -> new SiteAddress(List.of(), path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"www.example.com:80", "http://x", "a b", "*.example.com", ""})
  void someHostsAreNone(String host) {
    assertThrows(IllegalArgumentException.class, () -> new SiteAddress(List.of(host), "/"));
  }
}
