/**
 * The certificate and the key that a server of our own shows, read from files and read again when
 * they change. Containers have settings of their own for this.
 */
@NullMarked
package io.deltas3proxy.http.tls;

import org.jspecify.annotations.NullMarked;
