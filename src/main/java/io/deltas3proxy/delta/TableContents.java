package io.deltas3proxy.delta;

/** Counts what is in tables, for explanations. Reads the log anew, so it is for administrators. */
public interface TableContents extends AutoCloseable {

  /**
   * Files and bytes of every partition of the table's newest version: live data files only. Takes
   * seconds for a million files, and memory as an index does; few run at a time.
   *
   * @param index of the table as it is now: what was counted before is given again when it was
   *     counted at this version
   * @throws TableUnavailableException if the log cannot be read, or not within the time that is
   *     given to it
   */
  TableTotals partitionTotals(Table table, TableIndex index) throws TableUnavailableException;

  @Override
  void close();
}
