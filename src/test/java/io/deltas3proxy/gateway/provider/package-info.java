@NullMarked
package io.deltas3proxy.gateway.provider;

import org.jspecify.annotations.NullMarked;
