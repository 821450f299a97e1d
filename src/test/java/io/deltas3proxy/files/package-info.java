@NullMarked
package io.deltas3proxy.files;

import org.jspecify.annotations.NullMarked;
