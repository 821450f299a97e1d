package io.deltas3proxy.app.cli;

import io.deltas3proxy.access.Privilege;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** What a grant is for. */
final class PrivilegeOptions {

  @Option(names = "--write", description = "To write, too.")
  private boolean write;

  @Option(names = "--alter", description = "Also to change columns and properties of the table.")
  private boolean alter;

  @Option(names = "--maintain", description = "Also to overwrite and delete what the log names.")
  private boolean maintain;

  @Option(names = "--no-read", description = "Not to read.")
  private boolean noRead;

  Set<Privilege> all() {
    Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
    if (!noRead) {
      privileges.add(Privilege.READ);
    }
    if (write) {
      privileges.add(Privilege.WRITE);
    }
    if (alter) {
      privileges.add(Privilege.ALTER);
    }
    if (maintain) {
      privileges.add(Privilege.MAINTAIN);
    }
    return privileges;
  }
}
