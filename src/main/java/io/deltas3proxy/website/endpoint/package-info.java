/**
 * Websites over HTTP: which site a request is for, who may see it, what is sent, and the clearing
 * of the cache (RFC 9110).
 */
@NullMarked
package io.deltas3proxy.website.endpoint;

import org.jspecify.annotations.NullMarked;
