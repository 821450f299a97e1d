/** Tests of websites over HTTP. */
@NullMarked
package io.deltas3proxy.website.endpoint;

import org.jspecify.annotations.NullMarked;
