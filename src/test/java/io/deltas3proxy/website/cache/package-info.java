/** Tests of the cache of websites. */
@NullMarked
package io.deltas3proxy.website.cache;

import org.jspecify.annotations.NullMarked;
