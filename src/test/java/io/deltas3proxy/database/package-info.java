@NullMarked
package io.deltas3proxy.database;

import org.jspecify.annotations.NullMarked;
