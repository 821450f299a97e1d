@NullMarked
package io.deltas3proxy.gateway.management;

import org.jspecify.annotations.NullMarked;
