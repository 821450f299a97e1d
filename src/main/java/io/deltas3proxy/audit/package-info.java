/** Who asked for what, and what was decided: one line each, kept apart from other logs. */
@NullMarked
package io.deltas3proxy.audit;

import org.jspecify.annotations.NullMarked;
