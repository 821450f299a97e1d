package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.TableAccess;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.s3.protocol.ListingQuery;
import io.deltas3proxy.s3.protocol.ListingResult;
import io.deltas3proxy.storage.KeyOrder;
import io.deltas3proxy.storage.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one page of a listing: goes through the tables in the order of their keys, and through each
 * until the page is full or the bound of backend pages is reached.
 */
final class ListingScan {

  private final ListingQuery query;
  private final @Nullable String after;
  private final ListingCollector collector;
  private final PageBudget budget;

  /**
   * @param position where the listing goes on; {@code null} for its beginning
   */
  ListingScan(ListingQuery query, @Nullable ListingPosition position, int maxBackendPages) {
    this.query = query;
    this.after = position == null ? null : position.scanned();
    this.collector = new ListingCollector(query, position == null ? null : position.given());
    this.budget = new PageBudget(maxBackendPages);
  }

  /**
   * One page.
   *
   * @param position where the next page begins; {@code null} when there is none
   * @param visible whether the position is an entry of this page; else it is secret
   */
  record Page(ListingResult result, @Nullable ListingPosition position, boolean visible) {}

  Page scan(List<TableAccess> tables, CallerStores stores)
      throws StoreException, TableUnavailableException {
    if (query.maxKeys() > 0) {
      for (TableAccess sight : tables) {
        if (mayHold(DeltaBucket.keyPrefix(sight))) {
          scanTable(sight, stores);
        }
        String given = collector.lastGiven();
        if (collector.isOverflown() && given != null) {
          return new Page(collector.result(), ListingPosition.after(given), true);
        }
        String stoppedAt = budget.stoppedAt();
        if (stoppedAt != null) {
          return new Page(collector.result(), new ListingPosition(stoppedAt, given), false);
        }
      }
    }
    return new Page(collector.result(), null, false);
  }

  /** Whether keys of a table can have the prefix and come after what was given. */
  private boolean mayHold(String tablePrefix) {
    boolean selected =
        tablePrefix.startsWith(query.prefix()) || query.prefix().startsWith(tablePrefix);
    boolean behind =
        after != null
            && !after.startsWith(tablePrefix)
            && KeyOrder.UTF_8.compare(after, tablePrefix) > 0;
    return selected && !behind;
  }

  private void scanTable(TableAccess sight, CallerStores stores)
      throws StoreException, TableUnavailableException {
    if (!sight.isThere()) {
      // Even a page that is cut short would tell that there is something.
      return;
    }
    String group = collector.groupOf(DeltaBucket.keyPrefix(sight));
    if (group != null) {
      // All keys of the table are in one group: no need to look at them.
      collector.offerPrefix(group);
    } else {
      new TableScan(sight, query, after, collector, budget).run(stores.of(sight));
    }
  }
}
