/** Tests of websites. */
@NullMarked
package io.deltas3proxy.website;

import org.jspecify.annotations.NullMarked;
