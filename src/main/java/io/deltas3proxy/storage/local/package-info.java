/**
 * A store over directories of this machine: the key of a file is its absolute path without the
 * leading slash. Nothing outside the configured roots is ever opened or listed.
 */
@NullMarked
package io.deltas3proxy.storage.local;

import org.jspecify.annotations.NullMarked;
