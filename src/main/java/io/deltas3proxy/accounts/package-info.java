/** Who may sign requests: users, groups, access keys and temporary sessions. */
@NullMarked
package io.deltas3proxy.accounts;

import org.jspecify.annotations.NullMarked;
