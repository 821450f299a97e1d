/** Tests of the package. */
@NullMarked
package io.deltas3proxy.http.tls;

import org.jspecify.annotations.NullMarked;
