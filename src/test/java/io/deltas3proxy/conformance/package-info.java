/** One class for each operation of S3 that is served: what clients get, over a real server. */
@NullMarked
package io.deltas3proxy.conformance;

import org.jspecify.annotations.NullMarked;
