/** The relational database: its connections, transactions, dialects and migrations. */
@NullMarked
package io.deltas3proxy.database;

import org.jspecify.annotations.NullMarked;
