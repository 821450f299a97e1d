@NullMarked
package io.deltas3proxy.delta.view;

import org.jspecify.annotations.NullMarked;
