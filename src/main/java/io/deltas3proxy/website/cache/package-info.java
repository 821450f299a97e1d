/**
 * The cache of websites: what is where is known in memory, small pages are kept there too, and all
 * that is kept is in files that survive a restart. What it gives is never older than its settings
 * allow, never of two states of an object, and never a part of one that was not written whole.
 */
@NullMarked
package io.deltas3proxy.website.cache;

import org.jspecify.annotations.NullMarked;
