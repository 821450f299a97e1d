/** Servers, fakes and recorders that the tests of several packages use. */
@NullMarked
package io.deltas3proxy.testing;

import org.jspecify.annotations.NullMarked;
