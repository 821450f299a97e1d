package io.deltas3proxy.access;

/** A rule does not fit the table: it names a column or a value that the table cannot have. */
public final class InvalidRuleException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String column;

  public InvalidRuleException(String column, String message) {
    super(message);
    this.column = column;
  }

  /** The column that the rule names. */
  public String column() {
    return column;
  }
}
