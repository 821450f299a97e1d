/**
 * The actions of a commit (Delta protocol, "Actions") as they stand in its lines: read strictly, so
 * that no two readers understand a line differently.
 */
@NullMarked
package io.deltas3proxy.delta.action;

import org.jspecify.annotations.NullMarked;
