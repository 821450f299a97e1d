/** The security promises of the whole product, held against the product as it is started. */
@NullMarked
package io.deltas3proxy.security;

import org.jspecify.annotations.NullMarked;
