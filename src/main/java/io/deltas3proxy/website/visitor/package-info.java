/**
 * Who visits a site: which addresses are let in, where they are, and one record per request that is
 * published to sinks which never hold up a visitor.
 */
@NullMarked
package io.deltas3proxy.website.visitor;

import org.jspecify.annotations.NullMarked;
