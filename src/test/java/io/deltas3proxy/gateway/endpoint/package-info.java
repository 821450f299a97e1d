@NullMarked
package io.deltas3proxy.gateway.endpoint;

import org.jspecify.annotations.NullMarked;
