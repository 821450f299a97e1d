package io.deltas3proxy.website;

import io.deltas3proxy.storage.ObjectInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers of answers that are one page in one coding, made once and sent many times.
 *
 * @param all names and values in turn, without those that depend on the request or on the time
 * @param eTag of the page in this coding, with its quotes
 * @param plainTag of what is sent, before its coding
 * @param lastModified as it is sent
 * @param mediaType of the page
 * @param compressible whether other codings make it smaller
 * @param expiresAfter how far ahead {@code Expires} is; {@code null} for an answer without it
 */
public record PageHeaders(
    List<String> all,
    String eTag,
    String plainTag,
    String lastModified,
    String mediaType,
    boolean compressible,
    @Nullable Duration expiresAfter) {

  private static final List<String> PASSED =
      List.of("Content-Language", "Content-Disposition", "Expires");

  public PageHeaders {
    all = List.copyOf(all);
  }

  /**
   * Those of a page.
   *
   * @param name of the page, which tells the media type of an object that does not
   * @param info of the plain page, whose own headers stand above those of the site
   * @param sent what the bytes are of: the page itself, or its twin in that coding
   */
  static PageHeaders of(
      SiteSettings site, String name, ObjectInfo info, ContentCoding coding, ObjectInfo sent) {
    List<String> all = new ArrayList<>();
    Map<String, String> own = info.headers();
    String type = MediaTypes.of(name, visible(own.get("content-type")));
    add(all, "Content-Type", type);
    String encoding = visible(own.get("content-encoding"));
    add(all, "Content-Encoding", coding == ContentCoding.IDENTITY ? encoding : coding.token());
    boolean varies = encoding == null && MediaTypes.isCompressible(type);
    if (varies || site.headers().cors().varies()) {
      String origin = site.headers().cors().varies() ? "Origin" : "";
      add(all, "Vary", varies ? "Accept-Encoding" + (origin.isEmpty() ? "" : ", Origin") : origin);
    }
    String control = visible(own.get("cache-control"));
    String ofSite = site.delivery().cacheControl();
    Duration expires = null;
    if (control == null && ofSite == null) {
      expires = own.containsKey("expires") ? null : site.delivery().timeToLive();
      control = "max-age=" + site.delivery().timeToLive().toSeconds();
    }
    add(all, "Cache-Control", control == null ? ofSite : control);
    PASSED.forEach(header -> add(all, header, visible(own.get(header.toLowerCase(Locale.ROOT)))));
    String tag = coding.eTag(sent.eTag());
    boolean later = sent.lastModified().isAfter(info.lastModified());
    String modified = HttpDate.format((later ? sent : info).lastModified());
    add(all, "ETag", tag);
    add(all, "Last-Modified", modified);
    add(all, "Accept-Ranges", "bytes");
    site.headers().pairs().forEach(pair -> add(all, pair.getKey(), pair.getValue()));
    return new PageHeaders(all, tag, sent.eTag(), modified, type, varies, expires);
  }

  /** Whether they are of the object with this entity tag. */
  public boolean isOf(String objectTag) {
    return plainTag.equals(objectTag);
  }

  private static void add(List<String> all, String name, @Nullable String value) {
    if (value != null) {
      all.add(name);
      all.add(value);
    }
  }

  /** What is not of visible ASCII characters is not sent. */
  private static @Nullable String visible(@Nullable String value) {
    return value != null && value.matches("[ -~]+") ? value : null;
  }
}
