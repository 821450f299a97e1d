/**
 * Starts the web application by itself, in an embedded Jetty. Uses nothing of the application but
 * the name of its listener: what it needs to know, the listener publishes in the context.
 */
@NullMarked
package io.deltas3proxy.launcher;

import org.jspecify.annotations.NullMarked;
