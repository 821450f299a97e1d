package io.deltas3proxy.database;

/**
 * The database cannot do now what it was asked for, or refuses it. The message is for the operator:
 * it may name the place of the database, and never its password.
 */
public final class DatabaseException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean uniqueViolation;

  DatabaseException(String message, Throwable cause) {
    this(message, cause, false);
  }

  DatabaseException(String message, Throwable cause, boolean uniqueViolation) {
    super(message, cause);
    this.uniqueViolation = uniqueViolation;
  }

  /** Whether a row with such a key is there already. */
  public boolean isUniqueViolation() {
    return uniqueViolation;
  }
}
