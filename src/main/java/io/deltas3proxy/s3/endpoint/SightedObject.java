package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.AccessDecision;
import io.deltas3proxy.access.TableAccess;

/**
 * What was decided on an object.
 *
 * @param sight the caller's, of the table whose log and rules decided
 */
record SightedObject(TableAccess sight, AccessDecision decision) {}
