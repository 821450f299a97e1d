package io.deltas3proxy.app;

import io.deltas3proxy.access.FileClaims;
import io.deltas3proxy.access.MultipartUploads;
import io.deltas3proxy.access.UncommittedFiles.Owned;
import io.deltas3proxy.access.UncommittedFiles.Range;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.PartitionFilter;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what writers left: uploads that take too long, claims of files that are too old, and
 * claims of files that a commit names by now. Several instances may do so at once.
 */
final class UncommittedSweep implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(UncommittedSweep.class);

  private static final int PAGE = 1000;

  /** A claim stays so long at least, also of a file that is committed: others may ask meanwhile. */
  private static final Duration LEAST = Duration.ofHours(1);

  /** Ends an upload in its store. */
  @FunctionalInterface
  interface UploadEnd {
    void abort(MultipartUploads.Upload upload) throws StoreException;
  }

  private final FileClaims claims;
  private final MultipartUploads uploads;
  private final TableCatalog catalog;
  private final TableIndexes indexes;
  private final UploadEnd end;
  private final Clock clock;

  UncommittedSweep(
      FileClaims claims,
      MultipartUploads uploads,
      TableCatalog catalog,
      TableIndexes indexes,
      UploadEnd end,
      Clock clock) {
    this.claims = claims;
    this.uploads = uploads;
    this.catalog = catalog;
    this.indexes = indexes;
    this.end = end;
    this.clock = clock;
  }

  @Override
  public void run() {
    try {
      Instant horizon = clock.instant().minus(claims.lasting());
      abortUploads(horizon);
      int forgotten = claims.files().forgetOlder(horizon);
      if (forgotten > 0) {
        LOG.info("{} uncommitted files are their writers' no more", forgotten);
      }
      for (Table table : catalog.all()) {
        TableIndex index = indexes.current(table).orElse(null);
        if (index != null) {
          forgetCommitted(table.location(), index);
        }
      }
    } catch (AccountsUnavailableException e) {
      LOG.warn("What writers left is not removed now: {}", e.getMessage());
    } catch (RuntimeException e) { // Else there would be no further run.
      LOG.error("What writers left is not removed now", e);
    }
  }

  private void abortUploads(Instant horizon) throws AccountsUnavailableException {
    Set<String> known = new HashSet<>();
    catalog.all().forEach(table -> known.add(table.location().storeName()));
    for (MultipartUploads.Upload upload : uploads.older(horizon, PAGE)) {
      if (!known.contains(upload.store())) {
        // Another instance may have the store.
        continue;
      }
      try {
        end.abort(upload);
        forget(upload);
      } catch (StoreException.NoSuchUpload e) {
        forget(upload);
      } catch (StoreException e) {
        LOG.warn("An old upload is not given up now: {}", e.getMessage());
      }
    }
  }

  /** The claim of its file ends with those of its age. */
  private void forget(MultipartUploads.Upload upload) throws AccountsUnavailableException {
    if (uploads.delete(upload.id())) {
      LOG.info("An upload in parts that was not completed in time is given up");
    }
  }

  private void forgetCommitted(TableLocation location, TableIndex index)
      throws AccountsUnavailableException {
    Instant recent = clock.instant().minus(LEAST);
    String from = "";
    List<Owned> page;
    do {
      page =
          claims
              .files()
              .below(
                  new Range(location.storeName(), location.bucket(), location.keyPrefix(), from),
                  null,
                  PAGE);
      Map<String, Set<ObjectAddress>> committed = new HashMap<>();
      for (Owned owned : page) {
        ObjectAddress address = new ObjectAddress(location.bucket(), owned.key());
        if (owned.owner().since().isBefore(recent)
            && index.look(address, PartitionFilter.ALL) != TableIndex.Sight.UNKNOWN) {
          committed.computeIfAbsent(owned.owner().writer(), writer -> new HashSet<>()).add(address);
        }
        // The least key after this one, since no file's has a control character.
        from = owned.key() + " ";
      }
      for (Map.Entry<String, Set<ObjectAddress>> writer : committed.entrySet()) {
        claims.files().forget(location.storeName(), writer.getValue(), writer.getKey());
      }
    } while (page.size() == PAGE);
  }
}
