/** Measures the heart of the proxy: a decision, and the loading of an index. */
@NullMarked
package io.deltas3proxy.bench;

import org.jspecify.annotations.NullMarked;
