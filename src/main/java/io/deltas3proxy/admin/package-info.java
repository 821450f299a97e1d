/** What administrators do: the operations behind the administration API and the command line. */
@NullMarked
package io.deltas3proxy.admin;

import org.jspecify.annotations.NullMarked;
