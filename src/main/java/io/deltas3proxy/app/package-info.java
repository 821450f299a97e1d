/**
 * Puts the product together: reads the configuration, makes every object by hand, and registers
 * filters and servlets in the order of a request.
 */
@NullMarked
package io.deltas3proxy.app;

import org.jspecify.annotations.NullMarked;
