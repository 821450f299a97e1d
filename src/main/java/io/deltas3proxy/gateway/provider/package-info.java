/**
 * Providers and backends: their files, their place in the database, how they are, and what they may
 * be asked.
 */
@NullMarked
package io.deltas3proxy.gateway.provider;

import org.jspecify.annotations.NullMarked;
