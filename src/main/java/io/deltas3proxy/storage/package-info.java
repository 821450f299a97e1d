/**
 * The port to the places where objects live, and the values that cross it. Nothing in here knows S3
 * wire formats, Delta or servlets.
 */
@NullMarked
package io.deltas3proxy.storage;

import org.jspecify.annotations.NullMarked;
