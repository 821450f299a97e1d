package io.deltas3proxy.files;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.database.StorableText;
import io.deltas3proxy.database.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** Rows of {@code file_jobs}, read and written. */
record JdbcJobRow(Database database) {

  static final String COLUMNS =
      "id, owner, owner_groups, groups_only, bucket, object_name, content_type, metadata, length,"
          + " state, received, sent, attempts, error, spool, created_at, due_at, expires_at";

  static List<Object> values(FileJob job) {
    JobOrder order = job.order();
    JobOwner owner = order.owner();
    JobProgress progress = job.progress();
    return List.of(
        job.id(),
        owner.user(),
        String.join("\n", owner.groups()),
        owner.groupsOnly() ? 1 : 0,
        order.file().bucket(),
        order.file().name(),
        order.type(),
        order.metadata(),
        order.length(),
        progress.state().word(),
        progress.received(),
        progress.sent(),
        progress.attempts(),
        progress.error(),
        job.spool(),
        job.created().toEpochMilli(),
        progress.due().toEpochMilli(),
        job.expires().toEpochMilli());
  }

  private static FileJob read(ResultSet row) throws SQLException {
    SortedSet<String> groups = new TreeSet<>(row.getString(3).lines().toList());
    return new FileJob(
        row.getString(1),
        new JobOrder(
            new JobOwner(row.getString(2), groups, row.getInt(4) == 1),
            new FileName(row.getString(5), row.getString(6)),
            row.getString(7),
            row.getLong(9),
            row.getString(8)),
        new JobProgress(
            JobState.valueOf(row.getString(10).toUpperCase(Locale.ROOT)),
            row.getLong(11),
            row.getLong(12),
            row.getInt(13),
            row.getString(14),
            Instant.ofEpochMilli(row.getLong(17))),
        row.getString(15),
        Instant.ofEpochMilli(row.getLong(16)),
        Instant.ofEpochMilli(row.getLong(18)));
  }

  List<FileJob> query(String sql, List<Object> parameters) throws AccountsUnavailableException {
    return known(connection -> {
      List<FileJob> found = new ArrayList<>();
      try (PreparedStatement statement = bound(connection, sql, parameters);
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(read(rows));
        }
      }
      return found;
    });
  }

  int count(String sql, List<Object> parameters) throws AccountsUnavailableException {
    return this.<Integer>known(connection -> {
      try (PreparedStatement statement = bound(connection, sql, parameters);
          ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getInt(1) : 0;
      }
    });
  }

  int update(String sql, List<Object> parameters) throws AccountsUnavailableException {
    try {
      return database.<Integer, RuntimeException>write(connection -> {
        try (PreparedStatement statement = bound(connection, sql, parameters)) {
          return statement.executeUpdate();
        }
      });
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  private <T> T known(Work<T, RuntimeException> work) throws AccountsUnavailableException {
    try {
      return database.read(work);
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  private static PreparedStatement bound(Connection connection, String sql, List<Object> parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    boolean bound = false;
    try {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, StorableText.parameter(parameters.get(i)));
      }
      bound = true;
      return statement;
    } finally {
      if (!bound) {
        statement.close();
      }
    }
  }

  private static AccountsUnavailableException unavailable(DatabaseException e) {
    return new AccountsUnavailableException(
        "uploads in the background are not known: " + e.getMessage(), e);
  }
}
