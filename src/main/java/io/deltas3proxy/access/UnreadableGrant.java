package io.deltas3proxy.access;

/**
 * A row of the database that should be a grant and cannot be understood: it allows nothing.
 *
 * @param name for example {@code permission 5}
 * @param problem for administrators
 */
public record UnreadableGrant(String name, String problem) {}
