/** Tests of accounts. */
@NullMarked
package io.deltas3proxy.accounts;

import org.jspecify.annotations.NullMarked;
