package io.deltas3proxy.app;

import io.deltas3proxy.audit.AuditSettings;
import io.deltas3proxy.http.TrustedProxies;
import io.deltas3proxy.http.tls.KeySource;
import io.deltas3proxy.limits.LimitSettings;
import org.jspecify.annotations.Nullable;

/**
 * What happens between a client and the operations.
 *
 * @param tls keys of an embedded server; {@code null} for a port without TLS
 * @param audit {@code null} for no audit trail
 */
record EdgeSettings(
    TrustedProxies trustedProxies,
    @Nullable KeySource tls,
    LimitSettings limits,
    @Nullable AuditSettings audit) {}
