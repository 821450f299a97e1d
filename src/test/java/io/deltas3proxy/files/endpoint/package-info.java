@NullMarked
package io.deltas3proxy.files.endpoint;

import org.jspecify.annotations.NullMarked;
