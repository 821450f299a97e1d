package io.deltas3proxy.website;

import java.util.Optional;

/** Chooses the coding of a page (RFC 9110, section 12.5.3). */
public final class Negotiation {

  private final Pages pages;

  public Negotiation(Pages pages) {
    this.pages = pages;
  }

  /**
   * The page in the coding that the visitor wants most of those that there are.
   *
   * @param accepted codings; none for a visitor who wants some of the bytes only, since these are
   *     counted in those of the plain page
   */
  public Representation choose(Site site, Page page, AcceptedCodings accepted) {
    PageHeaders plain = headers(site, page, ContentCoding.IDENTITY, page);
    if (plain.compressible()) {
      for (ContentCoding coding : accepted.preferred()) {
        Optional<Representation> coded = coded(site, page, coding);
        if (coded.isPresent()) {
          return coded.get();
        }
      }
    }
    return new Representation(ContentCoding.IDENTITY, plain, page.body());
  }

  private Optional<Representation> coded(Site site, Page page, ContentCoding coding) {
    Delivery delivery = site.settings().delivery();
    if (delivery.twins().contains(coding)) {
      Optional<Page> twin = pages.twin(site, page.name() + coding.suffix());
      if (twin.isPresent()) {
        return Optional.of(
            new Representation(coding, headers(site, page, coding, twin.get()), twin.get().body()));
      }
    }
    if (coding != ContentCoding.GZIP || !delivery.gzip()) {
      return Optional.empty();
    }
    return page.compressed()
        .map(body -> new Representation(coding, headers(site, page, coding, page), body));
  }

  private static PageHeaders headers(Site site, Page page, ContentCoding coding, Page sent) {
    return page.headers(
        coding,
        sent.info().eTag(),
        () -> PageHeaders.of(site.settings(), page.name(), page.info(), coding, sent.info()));
  }
}
