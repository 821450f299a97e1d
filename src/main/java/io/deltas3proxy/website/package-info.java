/**
 * Static websites over private places of objects: which site a request is for, and what of it is
 * answered. The rules are those of S3's website configuration (Amazon S3 User Guide, "Hosting a
 * static website"), and nothing of a site's place is reachable but through them.
 */
@NullMarked
package io.deltas3proxy.website;

import org.jspecify.annotations.NullMarked;
