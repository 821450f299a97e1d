package io.deltas3proxy.database;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/** A file of SQLite: for one machine. */
record SqliteDialect(Path file) implements SqlDialect {

  private static final int MOST_TRIES = 20;
  private static final Duration WAIT = Duration.ofMillis(50);

  @Override
  public String migrations() {
    return "sqlite";
  }

  @Override
  public String place(String url) {
    return "sqlite:" + file;
  }

  @Override
  public DataSource connections(DatabaseAddress address, DatabaseTimeouts timeouts)
      throws SQLException {
    createForOwnerAlone();
    SQLiteConfig config = new SQLiteConfig();
    // Readers go on while one writes.
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // What is acknowledged survives a loss of power, also in WAL mode.
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(Math.toIntExact(timeouts.statement().toMillis()));
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    beginJournal(source);
    return source;
  }

  /**
   * The first connection changes the mode of the journal, for which SQLite waits for nobody: of two
   * processes that begin with a new file, one is told that it is locked.
   */
  private static void beginJournal(DataSource source) throws SQLException {
    for (int tries = 1; ; tries++) {
      try (Connection connection = source.getConnection()) {
        connection.isValid(0);
        return;
      } catch (SQLException e) {
        if (tries == MOST_TRIES || e.getErrorCode() != SQLiteErrorCode.SQLITE_BUSY.code) {
          throw e;
        }
        LockSupport.parkNanos(WAIT.toNanos());
      }
    }
  }

  /** The files that SQLite puts beside it get the same mode. */
  private void createForOwnerAlone() throws SQLException {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      // Its owner decides.
    } catch (NoSuchFileException e) {
      throw new SQLException("there is no directory " + file.getParent(), e);
    } catch (AccessDeniedException e) {
      throw new SQLException("no file may be made in " + file.getParent(), e);
    } catch (IOException e) {
      throw new SQLException("the file cannot be made: " + e.getMessage(), e);
    }
  }

  @Override
  public void started(DataSource connections, DatabaseTimeouts timeouts) {
    // A file is opened at once, or not at all.
  }

  /** A transaction that read first could find at its first change that another was faster. */
  @Override
  public void beginWrite(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE revision SET n = n");
    }
  }

  @Override
  public boolean isUniqueViolation(SQLException failure) {
    int primaryKey = SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY.code;
    int unique = SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE.code;
    return failure instanceof org.sqlite.SQLiteException known
        && (known.getResultCode().code == primaryKey || known.getResultCode().code == unique);
  }

  @Override
  public boolean isConflict(SQLException failure) {
    return failure instanceof org.sqlite.SQLiteException known
        && known.getResultCode() == SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT;
  }

  @Override
  public boolean tryLockMigrations(Connection connection) {
    // A transaction locks the file. What two tried at once, one of them tries again.
    return true;
  }

  @Override
  public void listen(Connection connection) {
    // Nothing tells of changes of other processes: they are asked for.
  }

  @Override
  public void awaitChange(Connection connection, Duration most) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(most.toNanos());
  }

  @Override
  public String millis() {
    return "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";
  }

  @Override
  public String rowLock() {
    // A transaction that writes has the whole file.
    return "";
  }

  @Override
  public String sharedLock() {
    return rowLock();
  }
}
