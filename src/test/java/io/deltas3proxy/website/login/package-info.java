@NullMarked
package io.deltas3proxy.website.login;

import org.jspecify.annotations.NullMarked;
