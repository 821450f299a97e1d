package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.VersionListings;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Listings of the table {@code objects}. */
public final class JdbcVersionListings implements VersionListings {

  private final JdbcRows rows;

  public JdbcVersionListings(Database database) {
    this.rows = new JdbcRows(database);
  }

  @Override
  public ListingPage objects(ListingRequest request) throws MetadataUnavailableException {
    return rows.read(connection -> {
      KeyGroups groups = new KeyGroups(request.prefix(), request.delimiter());
      JdbcPage<ListedObject> page = new JdbcPage<>(groups, ListedObject::key, request.maxKeys());
      String after = request.startAfter();
      KeyRange range = range(groups, after == null ? "" : after);
      if (range != null) {
        page.fill(new JdbcObjectRows(connection, request.bucket()), range, null);
      }
      return new ListingPage(
          page.entries(),
          page.prefixes(),
          page.isTruncated(),
          page.isTruncated() ? page.lastName() : "");
    });
  }

  /** The keys with a prefix behind a marker, and behind the common prefix that it lies in. */
  private static @Nullable KeyRange range(KeyGroups groups, String marker) {
    KeyRange all = KeyRange.ofPrefix(groups.prefix());
    if (marker.isEmpty()) {
      return all;
    }
    String passed = groups.of(marker);
    return passed == null ? all.after(marker) : all.afterAll(passed);
  }

  @Override
  public VersionPage versions(VersionQuery query) throws MetadataUnavailableException {
    return rows.read(connection -> {
      KeyGroups groups = new KeyGroups(query.prefix(), query.delimiter());
      Function<JdbcVersionRows.Row, String> key = row -> row.version().key();
      JdbcPage<JdbcVersionRows.Row> page = new JdbcPage<>(groups, key, query.most());
      fill(connection, query, groups, page);
      JdbcVersionRows.Row last = page.lastEntry();
      return new VersionPage(
          page.entries().stream().map(JdbcVersionRows.Row::version).toList(),
          page.prefixes(),
          page.isTruncated(),
          page.isTruncated() ? page.lastName() : "",
          page.isTruncated() && last != null ? last.version().versionId() : null);
    });
  }

  private static void fill(
      Connection connection,
      VersionQuery query,
      KeyGroups groups,
      JdbcPage<JdbcVersionRows.Row> page)
      throws SQLException {
    JdbcVersionRows source = new JdbcVersionRows(connection, query.bucket());
    KeyRange range = range(groups, query.keyMarker());
    String id = query.versionIdMarker();
    if (range == null) {
      return;
    }
    if (id == null
        || !query.keyMarker().startsWith(query.prefix())
        || groups.of(query.keyMarker()) != null) {
      page.fill(source, range, null);
      return;
    }
    JdbcVersionRows.Row last = source.find(query.keyMarker(), id).orElse(null);
    // Where it is not known any more what was told of the key, it is told again: rather twice than
    // not at all.
    KeyRange rest = last == null ? new KeyRange(query.keyMarker(), true, range.end()) : range;
    page.fill(source, rest, last);
  }
}
