/** The S3 endpoint: from the servlet request to the answer, one filter after the other. */
@NullMarked
package io.deltas3proxy.s3.endpoint;

import org.jspecify.annotations.NullMarked;
