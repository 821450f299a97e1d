package io.deltas3proxy.website;

/** What is answered to a GET or HEAD of a site. */
public sealed interface Answer {

  /**
   * A page.
   *
   * @param status 200, or that of the error which the page is for
   */
  record Document(Page page, int status) implements Answer {}

  /**
   * The visitor is sent elsewhere.
   *
   * @param location a URL or an absolute path, of visible ASCII characters
   */
  record Redirect(int status, String location) implements Answer {}

  /** The entries of a directory, as a page that is made now. */
  record Listing(Directory directory) implements Answer {}

  /**
   * An error for which the site has no page.
   *
   * @param status 400 to 599
   */
  record Refusal(int status) implements Answer {}
}
