@NullMarked
package io.deltas3proxy.s3.signature;

import org.jspecify.annotations.NullMarked;
