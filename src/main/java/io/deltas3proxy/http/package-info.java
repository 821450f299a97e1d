/**
 * What every HTTP face of the product shares: the context of a request, its log line, its address.
 */
@NullMarked
package io.deltas3proxy.http;

import org.jspecify.annotations.NullMarked;
