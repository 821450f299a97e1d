/** Tests of the administration interface. */
@NullMarked
package io.deltas3proxy.admin;

import org.jspecify.annotations.NullMarked;
