package io.deltas3proxy.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of {@code If-Match} or {@code If-None-Match} (RFC 9110, section 8.8.3). As S3 does, a
 * tag may come without its quotes.
 *
 * @param any whether the value is {@code *}
 * @param tags what is compared otherwise
 */
public record EntityTags(boolean any, List<Tag> tags) {

  /** Examples: {@code "abc"}, {@code W/"abc"}, {@code abc}. */
  private static final Pattern TAG = Pattern.compile("(W/)?(?:\"([^\"]*)\"|([^\",\\s]+))");

  public EntityTags {
    tags = List.copyOf(tags);
  }

  /**
   * One entity tag.
   *
   * @param opaque what stands between the quotes
   */
  public record Tag(boolean weak, String opaque) {
    public String quoted() {
      return (weak ? "W/" : "") + '"' + opaque + '"';
    }
  }

  public static EntityTags parse(String value) {
    if (value.strip().equals("*")) {
      return new EntityTags(true, List.of());
    }
    List<Tag> tags = new ArrayList<>();
    Matcher matcher = TAG.matcher(value);
    while (matcher.find()) {
      String quoted = matcher.group(2);
      tags.add(new Tag(matcher.group(1) != null, quoted == null ? matcher.group(3) : quoted));
    }
    return new EntityTags(false, tags);
  }

  /** Strong comparison: a weak tag equals nothing. */
  public boolean matchesStrongly(String eTag) {
    return any || parse(eTag).only().filter(tag -> !tag.weak() && tags.contains(tag)).isPresent();
  }

  /** Weak comparison: only what stands between the quotes counts. */
  public boolean matchesWeakly(String eTag) {
    return any || parse(eTag).only().filter(tag -> names(tag.opaque())).isPresent();
  }

  private boolean names(String opaque) {
    return tags.stream().anyMatch(tag -> tag.opaque().equals(opaque));
  }

  /** The one tag, where the value names exactly one. */
  public Optional<Tag> only() {
    return tags.size() == 1 ? Optional.of(tags.getFirst()) : Optional.empty();
  }
}
