package io.deltas3proxy.website.cache;

import io.deltas3proxy.website.ContentCoding;
import io.deltas3proxy.website.Site;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up the files that a process before has kept, and deletes those that nobody needs. */
final class Restoring implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Restoring.class);

  private final CachedPages cache;
  private final PageKeeping keeping;
  private final Map<String, Site> sites = new HashMap<>();
  private int adopted;

  Restoring(CachedPages cache, PageKeeping keeping, Collection<Site> sites) {
    this.cache = cache;
    this.keeping = keeping;
    sites.forEach(site -> this.sites.put(site.space(), site));
  }

  @Override
  public void run() {
    Optional<CacheDirectory> directory = keeping.disk().directory();
    if (directory.isEmpty()) {
      return;
    }
    try {
      directory.get().scan(this::use);
      keeping.grown();
      LOG.info("{} files of the website cache are used again", adopted);
    } catch (IOException e) {
      keeping.disk().failed(e);
    }
  }

  private CacheDirectory.Use use(FileHead head, CacheFile file) {
    Site site = sites.get(head.part().page().space());
    if (site == null || head.sliceBytes() != keeping.sliceBytes()) {
      return CacheDirectory.Use.UNWANTED;
    }
    try {
      return use(site, head, file);
    } catch (IOException e) {
      LOG.debug("A file of the cache is not used", e);
      return CacheDirectory.Use.UNWANTED;
    }
  }

  private CacheDirectory.Use use(Site site, FileHead head, CacheFile file) throws IOException {
    CachedPage page = page(site, head, file);
    if (!page.info().eTag().equals(head.part().eTag())) {
      return CacheDirectory.Use.UNWANTED;
    }
    Part part;
    if (head.part().coding() == ContentCoding.GZIP) {
      part = page.gzip() == null ? keeping.part(head.part(), head.length()) : page.gzip();
      page.gzip(part);
    } else if (page.hasSlice(head.part().slice())) {
      part = page.slice(head.part().slice());
    } else {
      return CacheDirectory.Use.UNWANTED;
    }
    if (part.file().isPresent()) {
      return part.file().get().path().equals(file.path())
          ? CacheDirectory.Use.KNOWN
          : CacheDirectory.Use.UNWANTED;
    }
    if (part.length() != head.length()) {
      return CacheDirectory.Use.UNWANTED;
    }
    // Its bytes are held against their checksum when they are used first.
    keeping.disk().put(part, file, false);
    part.touch(page.used());
    adopted++;
    return CacheDirectory.Use.ADOPTED;
  }

  /** The page that is known, or the one that the file is of. */
  private CachedPage page(Site site, FileHead head, CacheFile file) throws IOException {
    CachedPage known = cache.get(head.part().page());
    if (known != null) {
      return known;
    }
    CachedPage page = new CachedPage(site, head.part().page(), head.info(), true, keeping);
    long confirmed = Math.min(CacheDirectory.confirmedMillis(file), cache.now());
    page.touch(confirmed);
    page.confirm(confirmed + site.settings().delivery().timeToLive().toMillis());
    if (cache.adopt(page)) {
      return page;
    }
    CachedPage other = cache.get(head.part().page());
    return other == null ? page : other;
  }
}
