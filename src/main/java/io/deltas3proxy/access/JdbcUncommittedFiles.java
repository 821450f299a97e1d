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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The uncommitted files of the table {@code uncommitted_files}. */
public final class JdbcUncommittedFiles implements UncommittedFiles {

  /** Keys that one statement names: databases bound their parameters. */
  private static final int AT_ONCE = 200;

  private static final int MOST_TRIES = 5;

  private static final String INSERT =
      "INSERT INTO uncommitted_files"
          + " (store, bucket, object_key, writer, created_at, uses, stored) VALUES ";

  private static final String VALUES = "(?, ?, ?, ?, ?, 1, 0)";
  private static final String RETURNING = " RETURNING object_key";

  private static final String CLAIM =
      INSERT + VALUES + " ON CONFLICT (store, bucket, object_key) DO NOTHING";

  private static final String USE =
      "UPDATE uncommitted_files SET uses = uses + 1, created_at = ?"
          + " WHERE writer = ? AND store = ? AND bucket = ? AND object_key = ?";

  /** The parameters are the moment of now and those of {@link #OF_WRITER}. */
  private static final String DELETE_OWN =
      "UPDATE uncommitted_files SET uses = uses + 1, stored = 0, created_at = ?";

  /** The last parameter is the moment up to which claims of others count no more. */
  private static final String DELETE_ANY =
      " ON CONFLICT (store, bucket, object_key) DO UPDATE SET stored = 0,"
          + " uses = CASE WHEN uncommitted_files.writer = excluded.writer"
          + " THEN uncommitted_files.uses + 1 ELSE 1 END,"
          + " writer = excluded.writer, created_at = excluded.created_at"
          + " WHERE uncommitted_files.writer = excluded.writer"
          + " OR uncommitted_files.created_at <= ?"
          + RETURNING;

  private static final String OF_WRITER = " WHERE writer = ? AND store = ? AND bucket = ?";

  private static final String ROWS = "SELECT object_key, writer, created_at FROM uncommitted_files";

  private final JdbcRows rows;
  private final ClaimLimit limit;
  private final Clock clock;

  /**
   * @param mostOfWriter how many files one writer may have claimed, about; at least 1
   */
  public JdbcUncommittedFiles(Database database, int mostOfWriter, Clock clock) {
    this.rows = new JdbcRows(database);
    this.limit = new ClaimLimit(mostOfWriter, System::nanoTime);
    this.clock = clock;
  }

  @Override
  public Claim claim(String store, ObjectAddress address, String writer)
      throws AccountsUnavailableException {
    if (!limit.admits(writer, this::count)) {
      return use(store, address, writer) ? Claim.OWN : Claim.TOO_MANY;
    }
    return rows.write(connection -> {
      List<Object> row = List.of(store, address.bucket(), address.key(), writer, clock.millis());
      for (int tries = 0; tries < MOST_TRIES; tries++) {
        if (JdbcRows.update(connection, CLAIM, row) == 1) {
          return Claim.NEW;
        }
        if (JdbcRows.update(connection, USE, ownRow(store, address, writer)) == 1) {
          return Claim.OWN;
        }
        if (!owned(connection, store, address.bucket(), List.of(address.key())).isEmpty()) {
          return Claim.OTHERS;
        }
        // It was forgotten between the two.
      }
      throw new SQLException("a file is claimed and forgotten again and again");
    });
  }

  private int count(String writer) throws AccountsUnavailableException {
    return rows.read(connection ->
        JdbcRows.query(
                connection,
                "SELECT COUNT(*) FROM uncommitted_files WHERE writer = ?",
                List.of(writer),
                row -> row.getInt(1))
            .getFirst());
  }

  private List<Object> ownRow(String store, ObjectAddress address, String writer) {
    return List.of(clock.millis(), writer, store, address.bucket(), address.key());
  }

  @Override
  public boolean use(String store, ObjectAddress address, String writer)
      throws AccountsUnavailableException {
    return rows.write(
        connection -> JdbcRows.update(connection, USE, ownRow(store, address, writer)) == 1);
  }

  @Override
  public Set<ObjectAddress> beginDeletion(
      String store, Collection<ObjectAddress> addresses, Deleter deleter)
      throws AccountsUnavailableException {
    if (addresses.isEmpty()) {
      return Set.of();
    }
    return rows.write(connection -> {
      Set<ObjectAddress> begun = new HashSet<>();
      for (Map.Entry<String, List<String>> bucket : byBucket(addresses).entrySet()) {
        for (List<String> keys : pieces(bucket.getValue())) {
          JdbcRows.query(
                  connection,
                  deletion(keys, deleter),
                  parameters(store, bucket.getKey(), keys, deleter),
                  row -> row.getString(1))
              .forEach(key -> begun.add(new ObjectAddress(bucket.getKey(), key)));
        }
      }
      return begun;
    });
  }

  private static String deletion(List<String> keys, Deleter deleter) {
    return deleter.takesUntil() == null
        ? DELETE_OWN + OF_WRITER + keysIn(keys) + RETURNING
        : INSERT + String.join(", ", Collections.nCopies(keys.size(), VALUES)) + DELETE_ANY;
  }

  private List<Object> parameters(String store, String bucket, List<String> keys, Deleter deleter) {
    List<Object> parameters = new ArrayList<>();
    long now = clock.millis();
    Instant takesUntil = deleter.takesUntil();
    if (takesUntil == null) {
      parameters.addAll(List.of(now, deleter.writer(), store, bucket));
      parameters.addAll(keys);
    } else {
      keys.forEach(key -> parameters.addAll(List.of(store, bucket, key, deleter.writer(), now)));
      parameters.add(takesUntil.toEpochMilli());
    }
    return parameters;
  }

  @Override
  public void end(String store, Collection<ObjectAddress> addresses, String writer, boolean stored)
      throws AccountsUnavailableException {
    String ended = "UPDATE uncommitted_files SET uses = uses - 1" + (stored ? ", stored = 1" : "");
    Change end = new Change(ended, "");
    change(store, addresses, writer, stored ? List.of(end) : List.of(end, FORGET_UNSTORED));
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
    change(store, addresses, writer, List.of(new Change(FORGET, "")));
  }

  /** A statement before and behind the condition that tells which rows. */
  private record Change(String begin, String condition) {}

  private static final String FORGET = "DELETE FROM uncommitted_files";
  private static final Change FORGET_UNSTORED = new Change(FORGET, " AND uses <= 0 AND stored = 0");

  private void change(
      String store, Collection<ObjectAddress> addresses, String writer, List<Change> changes)
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
              for (Change change : changes) {
                JdbcRows.update(
                    connection,
                    change.begin() + OF_WRITER + keysIn(keys) + change.condition(),
                    parameters);
              }
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
