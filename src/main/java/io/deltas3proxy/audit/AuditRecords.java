package io.deltas3proxy.audit;

/** The trail as far as it is in a database: of all instances that write it there. */
public interface AuditRecords {

  /**
   * Finds what the search asks for, the latest first.
   *
   * @throws AuditUnavailableException when the database does not answer
   */
  AuditPage find(AuditSearch search) throws AuditUnavailableException;
}
