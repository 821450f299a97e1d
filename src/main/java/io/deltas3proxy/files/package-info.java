/**
 * Uploads and downloads of single files: reading of forms, rights, and how a file of any size
 * becomes an object within bounded memory. Files are named by a logical bucket and a name; where
 * they are is said nowhere in an answer.
 */
@NullMarked
package io.deltas3proxy.files;

import org.jspecify.annotations.NullMarked;
