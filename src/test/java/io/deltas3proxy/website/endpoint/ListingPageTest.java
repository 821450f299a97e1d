package io.deltas3proxy.website.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.website.Directory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListingPageTest {

  private static String page(Optional<String> next, boolean pages, String... names) {
    List<Directory.Entry> entries =
        java.util.Arrays.stream(names)
            .map(name ->
                new Directory.Entry(
                    name,
                    Optional.of(
                        new ListedObject("physical/" + name, 7, "\"e\"", Instant.EPOCH, "X"))))
            .toList();
    return ListingPage.write(new Directory("a/", entries, next), "/a/", pages);
  }

  @Test
  void namesAreTextAndNothingElse() {
    String html =
        page(
            Optional.empty(),
            true,
            "<script>alert(1)</script>",
            "\"onclick=\"x",
            "javascript:alert(1)",
            "a&b'c");
    assertFalse(html.contains("<script"), html);
    assertFalse(html.contains("\"onclick"), html);
    assertFalse(html.contains("href=\"javascript:"), html);
    assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;</a>"), html);
    assertTrue(html.contains("href=\"./javascript:alert(1)\""), html);
    assertTrue(html.contains("a&amp;b&#39;c"), html);
    assertFalse(html.contains("physical"), html);
  }

  @Test
  void theNextPageIsALink() {
    String html = page(Optional.of("x&y+z\" /"), true, "b");
    assertTrue(html.contains("<a href=\"?after=x%26y%2Bz%22%20/\">"), html);
    assertTrue(page(Optional.of("x"), false, "b").contains("There are more."));
  }

  @Test
  void everythingThatMeansSomethingIsEscaped() {
    assertEquals("&amp;&lt;&gt;&quot;&#39;\uFFFD", ListingPage.escape("&<>\"'\u0001"));
  }
}
