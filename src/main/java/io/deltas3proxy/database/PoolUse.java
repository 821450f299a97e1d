package io.deltas3proxy.database;

/**
 * How the connections of a database are used.
 *
 * @param active that do something now
 * @param idle that wait for work
 * @param pending threads that wait for a connection
 * @param maximum connections that there may be
 * @param timeouts times that somebody waited in vain, since the start
 */
public record PoolUse(int active, int idle, int pending, int maximum, long timeouts) {}
