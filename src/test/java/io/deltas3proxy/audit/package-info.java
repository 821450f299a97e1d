/** Tests of the package. */
@NullMarked
package io.deltas3proxy.audit;

import org.jspecify.annotations.NullMarked;
