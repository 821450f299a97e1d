package io.deltas3proxy.admin;

/** Keeps who changed what. Called once for each change, when it was made. */
@FunctionalInterface
public interface ChangeLog {

  void changed(Change change);
}
