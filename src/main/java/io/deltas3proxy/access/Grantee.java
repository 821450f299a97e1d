package io.deltas3proxy.access;

/** Whom a grant is for. */
public sealed interface Grantee {

  record User(String name) implements Grantee {}

  record Group(String name) implements Grantee {}

  /** Every caller, anonymous ones too where these are let in. */
  record Everyone() implements Grantee {}
}
