package io.deltas3proxy.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What is done in one transaction. It may be run again when it stood in the way of another, so it
 * changes nothing but the database.
 *
 * @param <T> the result
 * @param <X> what it fails with besides failures of the database; the transaction is undone then
 */
@FunctionalInterface
public interface Work<T, X extends Exception> {

  /** Does it; the transaction is begun and ended by the caller. */
  T with(Connection connection) throws SQLException, X;
}
