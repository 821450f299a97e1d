package io.deltas3proxy.access;

/** A place in a list of rules that is being read, where something may be wrong. */
public interface RulePlace {

  /** The value of a key. */
  RulePlace child(String name);

  /** An element of a list, from 0. */
  RulePlace element(int index);

  /** Notes what is wrong here. */
  void problem(String message);
}
