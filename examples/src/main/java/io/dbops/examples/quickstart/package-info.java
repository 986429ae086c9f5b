/** The program of the README, as it stands there. */
@NullMarked
package io.dbops.examples.quickstart;

import org.jspecify.annotations.NullMarked;
