@NullMarked
package io.deltas3proxy.app.cli;

import org.jspecify.annotations.NullMarked;
