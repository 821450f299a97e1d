/**
 * Objects in S3 and in servers that speak its protocol. Listings go through the AWS SDK's client;
 * reads go through a narrow path of their own: signed by the SDK's signer and sent by one HTTP
 * client that streams, never follows a redirect and retries only before the first byte. Writes go
 * over the connections of reads, in conversations that know how much the store has heard.
 */
@NullMarked
package io.deltas3proxy.storage.s3;

import org.jspecify.annotations.NullMarked;
