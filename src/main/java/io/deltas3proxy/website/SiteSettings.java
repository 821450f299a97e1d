package io.deltas3proxy.website;

/**
 * What is configured of one site beside the place of its pages.
 *
 * @param name by which operators know it
 */
public record SiteSettings(
    String name,
    SiteAddress address,
    Documents documents,
    Routing routing,
    Delivery delivery,
    SiteHeaders headers) {}
