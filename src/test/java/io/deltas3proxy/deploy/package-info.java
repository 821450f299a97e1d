/**
 * The packaged WAR in the containers that operators run: each server is unpacked from its own
 * distribution, set up with the files of {@code deploy/} and started in a process of its own.
 */
@NullMarked
package io.deltas3proxy.deploy;

import org.jspecify.annotations.NullMarked;
