@NullMarked
package io.deltas3proxy.client;

import org.jspecify.annotations.NullMarked;
