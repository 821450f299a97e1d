/** Signature Version 4: proves who sent a request, and that its body is what was signed. */
@NullMarked
package io.deltas3proxy.s3.signature;

import org.jspecify.annotations.NullMarked;
