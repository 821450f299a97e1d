/** Tests of temporary credentials. */
@NullMarked
package io.deltas3proxy.sts;

import org.jspecify.annotations.NullMarked;
