package io.deltas3proxy.website.cache;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectInfo;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.website.Site;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the store for a page: whether it is the state that is known, and if not for its bytes. */
final class PageLook {

  private static final Logger LOG = LoggerFactory.getLogger(PageLook.class);

  private final PageKeeping keeping;
  private final CacheSettings.Space space;

  PageLook(PageKeeping keeping, CacheSettings.Space space) {
    this.keeping = keeping;
    this.space = space;
  }

  /**
   * Asks the store.
   *
   * @param known the state that is kept, if there is one
   * @return the state that there is now; {@code known} itself when it has not changed
   * @throws StoreException.NotFound when there is no such object
   */
  CachedPage look(Site site, EntryKey key, @Nullable CachedPage known) throws StoreException {
    ReadConditions conditions =
        known == null
            ? ReadConditions.NONE
            : new ReadConditions(null, known.info().eTag(), null, null);
    ByteRange first = new ByteRange.Bounded(0, space.sliceBytes() - 1L);
    ReadRequest request = new ReadRequest(site.address(key.name()), first, null, conditions, false);
    ObjectContent content;
    try {
      content = site.place().store().get(request);
    } catch (StoreException.NotModified e) {
      return known != null && isSame(known, e) ? known : whole(site, key);
    } catch (StoreException.RangeNotSatisfiable e) {
      // Nothing has no first byte.
      return whole(site, key);
    }
    return keep(site, key, content);
  }

  /** Another type or caching of the same bytes leaves the entity tag, but not the time. */
  private static boolean isSame(CachedPage known, StoreException.NotModified now) {
    return now.lastModified().getEpochSecond() <= known.info().lastModified().getEpochSecond();
  }

  private CachedPage whole(Site site, EntryKey key) throws StoreException {
    return keep(site, key, site.place().store().get(ReadRequest.whole(site.address(key.name()))));
  }

  private CachedPage keep(Site site, EntryKey key, ObjectContent content) throws StoreException {
    ObjectInfo info = content.head().info();
    boolean small = space.isSmall(info.size());
    CachedPage page = new CachedPage(site, key, info, isKept(info), keeping);
    boolean passedOn = false;
    try {
      if (isKept(info) && small) {
        keeping.keepSmall(page, content);
      } else if (isKept(info)) {
        passedOn = true;
        keeping.bring(page, 0, content);
      }
      return page;
    } finally {
      if (!passedOn) {
        close(content);
      }
    }
  }

  private boolean isKept(ObjectInfo info) {
    String control = info.headers().get("cache-control");
    boolean forbidden = control != null && control.matches("(?i).*\\bno-store\\b.*");
    return !forbidden && info.size() <= space.largestPage(keeping.disk().exists());
  }

  private static void close(ObjectContent content) {
    try {
      content.close();
    } catch (IOException e) {
      LOG.debug("closing a read failed", e);
    }
  }
}
