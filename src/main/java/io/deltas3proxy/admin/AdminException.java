package io.deltas3proxy.admin;

import java.util.List;

/** A request that is not done, with what its sender is told. */
final class AdminException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * One thing that is wrong with a request.
   *
   * @param path of the field, for example {@code changes[0].grant.table}
   */
  record Flaw(String path, String message) {}

  private final int status;
  private final transient List<Flaw> flaws;

  private AdminException(int status, String detail, List<Flaw> flaws) {
    super(detail);
    this.status = status;
    this.flaws = List.copyOf(flaws);
  }

  AdminException(int status, String detail) {
    this(status, detail, List.of());
  }

  static AdminException flawed(List<Flaw> flaws) {
    return new AdminException(400, "The request is not as it should be", flaws);
  }

  static AdminException flawed(String path, String message) {
    return flawed(List.of(new Flaw(path, message)));
  }

  static AdminException missing(String what) {
    return new AdminException(404, what);
  }

  int status() {
    return status;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  List<Flaw> flaws() {
    return flaws;
  }
}
