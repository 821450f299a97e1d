/** Tests of the package. */
@NullMarked
package io.deltas3proxy.http;

import org.jspecify.annotations.NullMarked;
