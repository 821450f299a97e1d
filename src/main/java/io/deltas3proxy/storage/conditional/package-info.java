/**
 * Writes with conditions over stores that have none, and commits whose result is known whatever
 * happens to a connection.
 */
@NullMarked
package io.deltas3proxy.storage.conditional;

import org.jspecify.annotations.NullMarked;
