package io.deltas3proxy.audit;

import java.time.Instant;

/**
 * How one request looked from outside.
 *
 * @param time when it came
 * @param target as it was sent, without secrets
 * @param status that was answered
 * @param millis until its end
 * @param aborted whether the answer broke off
 */
record Exchange(
    Instant time, String method, String target, int status, long millis, boolean aborted) {}
