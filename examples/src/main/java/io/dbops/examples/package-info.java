/** Numbered programs that show DbOps at work. */
@NullMarked
package io.dbops.examples;

import org.jspecify.annotations.NullMarked;
