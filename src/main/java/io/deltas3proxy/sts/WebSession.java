package io.deltas3proxy.sts;

import io.deltas3proxy.accounts.Session;

/** A session and the identity it was given for. */
record WebSession(WebIdentity identity, Session session) {}
