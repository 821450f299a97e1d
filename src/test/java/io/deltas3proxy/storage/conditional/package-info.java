@NullMarked
package io.deltas3proxy.storage.conditional;

import org.jspecify.annotations.NullMarked;
