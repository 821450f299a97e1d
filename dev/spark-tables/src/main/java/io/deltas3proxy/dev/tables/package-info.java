/**
 * Writes the sample lake and the tables that the tests read, with Delta Spark, the reference
 * implementation of the format.
 */
package io.deltas3proxy.dev.tables;
