package io.deltas3proxy.website;

import io.deltas3proxy.storage.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/** Decides what is answered for a name of a site, in the order in which S3's websites do. */
public final class SiteAnswers {

  /** By which a page of S3 says that it is elsewhere. */
  private static final String REDIRECT_LOCATION = "x-amz-website-redirect-location";

  /** Names that are no pages, whatever a place has. */
  private static final String RESERVED = "_proxy/";

  /** Bytes of a key, that of the place included. */
  private static final int LONGEST_NAME = 1024;

  private static final int MOVED = 301;
  private static final int FOUND = 302;

  private final Pages pages;
  private final String context;

  /**
   * Decides by pages.
   *
   * @param context path that the application is deployed at, empty for the root
   */
  public SiteAnswers(Pages pages, String context) {
    this.pages = pages;
    this.context = context;
  }

  /**
   * The answer to a GET or HEAD.
   *
   * @param name what follows the base of the site in the decoded path
   * @param after where a listing goes on, see {@link Directory}; empty for its start
   * @throws StoreException when the store fails; one that refuses is an answer
   */
  public Answer answer(Site site, String name, String after) throws StoreException {
    String base = context + site.settings().address().base();
    Optional<Answer.Redirect> before = site.settings().routing().before(base, name);
    if (before.isPresent()) {
      return before.get();
    }
    OptionalInt error = OptionalInt.of(404);
    if (isName(site, name)) {
      try {
        Optional<Page> page = pages.find(site, site.settings().documents().page(name));
        if (page.isPresent()) {
          return found(base, page.get());
        }
        Optional<Answer> directory = directory(site, base, name, after);
        if (directory.isPresent()) {
          return directory.get();
        }
      } catch (StoreException.Denied e) {
        error = OptionalInt.of(403);
      }
    }
    return failed(site, base, name, error.getAsInt());
  }

  /** A slash at the start or a reserved name would be taken for something else elsewhere. */
  private static boolean isName(Site site, String name) {
    return !name.startsWith("/") && !name.startsWith(RESERVED) && isShort(site, name);
  }

  /** Stores call a longer key a mistake; that is none of theirs, but there is no such page. */
  private static boolean isShort(Site site, String name) {
    int room = LONGEST_NAME - bytes(site.place().prefix());
    return name.length() <= room && bytes(site.settings().documents().page(name)) <= room;
  }

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }

  private static Answer found(String base, Page page) {
    String location = page.info().headers().get(REDIRECT_LOCATION);
    if (location == null || !location.matches("(https?:/)?/[!-~]*")) {
      return new Answer.Document(page, 200);
    }
    boolean here = location.startsWith("/") && !location.startsWith("//");
    return new Answer.Redirect(MOVED, here ? base + location.substring(1) : location);
  }

  private Optional<Answer> directory(Site site, String base, String name, String after)
      throws StoreException {
    Documents documents = site.settings().documents();
    if (Documents.isDirectory(name)) {
      return documents.listing()
          ? Directory.read(site, name, after).map(Answer.Listing::new)
          : Optional.empty();
    }
    String below = name + "/";
    boolean there =
        isShort(site, below)
            && (pages.find(site, documents.page(below)).isPresent()
                || (documents.listing() && Directory.exists(site, below)));
    return there
        ? Optional.of(new Answer.Redirect(FOUND, SitePath.encode(base + below)))
        : Optional.empty();
  }

  /**
   * The answer to what failed: a rule, the site's page for errors, or a plain one.
   *
   * @param error its status
   */
  public Answer failed(Site site, String base, String name, int error) throws StoreException {
    Optional<Answer.Redirect> instead = site.settings().routing().instead(base, name, error);
    if (instead.isPresent()) {
      return instead.get();
    }
    String document = site.settings().documents().error();
    if (document == null || error >= 500) {
      return new Answer.Refusal(error);
    }
    try {
      return pages
          .find(site, document)
          .<Answer>map(page -> new Answer.Document(page, error))
          .orElseGet(() -> new Answer.Refusal(error));
    } catch (StoreException.Denied e) {
      return new Answer.Refusal(error);
    }
  }
}
