@NullMarked
package io.deltas3proxy.website.visitor;

import org.jspecify.annotations.NullMarked;
