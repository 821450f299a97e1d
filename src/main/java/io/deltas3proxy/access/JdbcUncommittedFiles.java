package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.storage.KeyOrder;
import io.deltas3proxy.storage.ObjectAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The uncommitted files of the table {@code uncommitted_files}. */
public final class JdbcUncommittedFiles implements UncommittedFiles {

  /** Keys that one statement names: databases bound their parameters. */
  private static final int AT_ONCE = 200;

  private static final int MOST_TRIES = 5;

  private static final String CLAIM =
      "INSERT INTO uncommitted_files (store, bucket, object_key, writer, created_at)"
          + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (store, bucket, object_key) DO NOTHING";

  private static final String ROWS = "SELECT object_key, writer, created_at FROM uncommitted_files";

  private final JdbcRows rows;
  private final Clock clock;

  public JdbcUncommittedFiles(Database database, Clock clock) {
    this.rows = new JdbcRows(database);
    this.clock = clock;
  }

  @Override
  public Claim claim(String store, ObjectAddress address, String writer)
      throws AccountsUnavailableException {
    return rows.write(connection -> {
      List<Object> row = List.of(store, address.bucket(), address.key(), writer, clock.millis());
      for (int tries = 0; tries < MOST_TRIES; tries++) {
        if (JdbcRows.update(connection, CLAIM, row) == 1) {
          return Claim.NEW;
        }
        Owned known =
            owned(connection, store, address.bucket(), List.of(address.key())).stream()
                .findFirst()
                .orElse(null);
        if (known != null) {
          return known.owner().writer().equals(writer) ? Claim.OWN : Claim.OTHERS;
        }
        // It was forgotten between the two.
      }
      throw new SQLException("a file is claimed and forgotten again and again");
    });
  }

  @Override
  public Map<ObjectAddress, Owner> owners(String store, Collection<ObjectAddress> addresses)
      throws AccountsUnavailableException {
    if (addresses.isEmpty()) {
      return Map.of();
    }
    return rows.read(connection -> {
      Map<ObjectAddress, Owner> owners = new HashMap<>();
      for (Map.Entry<String, List<String>> bucket : byBucket(addresses).entrySet()) {
        for (List<String> keys : pieces(bucket.getValue())) {
          for (Owned owned : owned(connection, store, bucket.getKey(), keys)) {
            owners.put(new ObjectAddress(bucket.getKey(), owned.key()), owned.owner());
          }
        }
      }
      return owners;
    });
  }

  @Override
  public List<Owned> below(Range range, @Nullable String writer, int most)
      throws AccountsUnavailableException {
    String from =
        KeyOrder.UTF_8.compare(range.from(), range.prefix()) > 0 ? range.from() : range.prefix();
    List<Object> parameters = new ArrayList<>(List.of(range.store(), range.bucket(), from));
    if (writer != null) {
      parameters.add(writer);
    }
    String query =
        ROWS
            + " WHERE store = ? AND bucket = ? AND object_key >= ?"
            + (writer == null ? "" : " AND writer = ?")
            + " ORDER BY object_key LIMIT "
            + most;
    List<Owned> found = rows.read(connection -> JdbcRows.query(connection, query, parameters, ROW));
    // What begins with the prefix comes in one piece.
    return found.stream().takeWhile(owned -> owned.key().startsWith(range.prefix())).toList();
  }

  @Override
  public void forget(String store, Collection<ObjectAddress> addresses, String writer)
      throws AccountsUnavailableException {
    if (addresses.isEmpty()) {
      return;
    }
    var unused =
        rows.<Boolean>write(connection -> {
          for (Map.Entry<String, List<String>> bucket : byBucket(addresses).entrySet()) {
            for (List<String> keys : pieces(bucket.getValue())) {
              List<Object> parameters = new ArrayList<>(List.of(writer, store, bucket.getKey()));
              parameters.addAll(keys);
              JdbcRows.update(
                  connection,
                  "DELETE FROM uncommitted_files WHERE writer = ? AND store = ? AND bucket = ?"
                      + keysIn(keys),
                  parameters);
            }
          }
          return true;
        });
  }

  @Override
  public int forgetOlder(Instant moment) throws AccountsUnavailableException {
    return rows.write(connection ->
        JdbcRows.update(
            connection,
            "DELETE FROM uncommitted_files WHERE created_at < ?",
            List.of(moment.toEpochMilli())));
  }

  private static final JdbcRows.JdbcReader<Owned> ROW =
      row ->
          new Owned(
              row.getString(1), new Owner(row.getString(2), Instant.ofEpochMilli(row.getLong(3))));

  private static List<Owned> owned(
      Connection connection, String store, String bucket, List<String> keys) throws SQLException {
    List<Object> parameters = new ArrayList<>(List.of(store, bucket));
    parameters.addAll(keys);
    return JdbcRows.query(
        connection, ROWS + " WHERE store = ? AND bucket = ?" + keysIn(keys), parameters, ROW);
  }

  private static String keysIn(List<String> keys) {
    return " AND object_key IN (" + String.join(", ", Collections.nCopies(keys.size(), "?")) + ")";
  }

  private static Map<String, List<String>> byBucket(Collection<ObjectAddress> addresses) {
    Map<String, List<String>> byBucket = new HashMap<>();
    for (ObjectAddress address : addresses) {
      byBucket.computeIfAbsent(address.bucket(), none -> new ArrayList<>()).add(address.key());
    }
    // Always in one order, so that those who forget the same rows do not wait for each other.
    byBucket.values().forEach(Collections::sort);
    return byBucket;
  }

  private static List<List<String>> pieces(List<String> keys) {
    List<List<String>> pieces = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += AT_ONCE) {
      pieces.add(keys.subList(from, Math.min(keys.size(), from + AT_ONCE)));
    }
    return pieces;
  }
}
