/** What this process keeps on its heap, bounded, and how that is used. */
@NullMarked
package io.deltas3proxy.cache;

import org.jspecify.annotations.NullMarked;
